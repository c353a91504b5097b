// What a package ships of others: the packages that deps.json names, the .NET runtime, and what the viewer's bundle holds.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const texts = join(dirname(fileURLToPath(import.meta.url)), "licenses");
const licenceFile = /^licen[cs]e([-.].*)?$/i;
const noticeFile = /^(third-?party-?notices|notice)(\.(txt|md))?$/i;

/** Sorted by kind, name and version: `{ kind, name, version, licence, copyright, url, sha512, texts: [{ title, text }] }`. */
export function componentsOf(publish, nugetFolder, viewer) {
  const deps = JSON.parse(readFileSync(join(publish, "ProteomicsAnnotator.deps.json"), "utf8"));
  const packages = Object.entries(deps.libraries)
    .filter(([, library]) => library.type !== "project")
    .map(([key]) => {
      const [name, version] = key.replace(/^runtimepack\./, "").split("/");
      return nugetComponent(name, version, nugetFolder);
    });
  const bundled = Object.keys(JSON.parse(readFileSync(join(viewer, "package.json"), "utf8")).dependencies);
  return [...packages, ...bundled.map((name) => npmComponent(name, viewer))].sort((a, b) =>
    order(`${a.kind}/${a.name}/${a.version}`.toLowerCase(), `${b.kind}/${b.name}/${b.version}`.toLowerCase()),
  );
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function nugetComponent(name, version, nugetFolder) {
  const id = name.toLowerCase();
  const folder = join(nugetFolder, id, version.toLowerCase());
  const nuspec = readFileSync(join(folder, `${id}.nuspec`), "utf8");
  const value = (element) => decoded(nuspec.match(new RegExp(`<${element}(?: [^>]*)?>([^<]*)</${element}>`))?.[1] ?? "");
  const expression = nuspec.match(/<license type="expression">([^<]*)</)?.[1] ?? null;
  const sha512 = Buffer.from(readFileSync(join(folder, `${id}.${version.toLowerCase()}.nupkg.sha512`), "utf8"), "base64");
  const component = {
    kind: "nuget",
    name,
    version,
    licence: expression,
    copyright: value("copyright") || `Copyright (c) ${value("authors")}`,
    url: value("projectUrl"),
    sha512: sha512.toString("hex"),
  };
  return { ...component, texts: textsOf(component, folder) };
}

function npmComponent(name, viewer) {
  const folder = join(viewer, "node_modules", name);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const lock = JSON.parse(readFileSync(join(viewer, "package-lock.json"), "utf8"));
  const integrity = lock.packages[`node_modules/${name}`].integrity;
  const component = {
    kind: "npm",
    name,
    version: manifest.version,
    licence: manifest.license,
    copyright: "",
    url: manifest.homepage,
    sha512: Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex"),
  };
  return { ...component, texts: textsOf(component, folder) };
}

/** The licence as the package brings it, else the text kept here by the package's name, else the one its expression names. */
function textsOf(component, folder) {
  const files = readdirSync(folder).sort();
  const own = files.filter((file) => licenceFile.test(file)).map((file) => ({ title: file, text: text(join(folder, file)) }));
  const notices = files.filter((file) => noticeFile.test(file)).map((file) => ({ title: file, text: text(join(folder, file)) }));
  return [...(own.length > 0 ? own : [kept(component)]), ...notices];
}

function kept(component) {
  const named = join(texts, `${component.name}.txt`);
  if (existsSync(named)) {
    return { title: "licence", text: text(named) };
  }
  const standard = join(texts, `${component.licence}.txt`);
  if (component.licence !== null && existsSync(standard)) {
    return { title: component.licence, text: `${component.copyright}\n\n${text(standard)}` };
  }
  throw new Error(
    `${component.name} ${component.version} brings no licence text: add packaging/licenses/${component.name}.txt, ` +
      `or the standard text of ${component.licence ?? "its licence"}.`,
  );
}

const text = (path) => readFileSync(path, "utf8").replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n").trimEnd();

const decoded = (xml) => xml.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&amp;/g, "&").trim();
