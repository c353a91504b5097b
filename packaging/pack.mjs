// Puts a published program and what goes with it into one archive: see package.sh, which calls this.
// node pack.mjs HOME PUBLISHED PLATFORM VERSION SECONDS NUGET_FOLDER OUTPUT; prints the archive's path.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, filesOfCommit } from "./checkout.mjs";
import { componentsOf } from "./components.mjs";
import { noticesOf } from "./notices.mjs";
import { sbomOf } from "./sbom.mjs";
import { tarGz } from "./tar.mjs";
import { zip } from "./zip.mjs";

const [home, published, platform, version, epoch, nugetFolder, output] = process.argv.slice(2);
const seconds = Number(epoch);
const isWindows = platform.startsWith("win-");
const isMac = platform.startsWith("osx-");
const root = `proteomics-annotator-${version}-${platform}`;

// Of the UI parts one theme is used, with its two scripts' smaller one and the fonts that the theme names.
const uiParts = "wwwroot/_content/Radzen.Blazor/";
const theme = `${uiParts}css/standard-dark-base.css`;
const usedUiParts = [theme, `${uiParts}Radzen.Blazor.min.js`, ...fontsOf(readFileSync(join(published, theme), "utf8"))];
const unused = /\.xml$|^web\.config$|^wwwroot\/_framework\/blazor\.server\.js$|\.staticwebassets\.[^/]*\.json$/;
// Texts that lie beside the program, and that its README speaks of.
const texts = ["ARCHITECTURE.md", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md", "annotator.env.example"];

function fontsOf(css) {
  const names = [...css.matchAll(/url\("\.\.\/(fonts\/[^"]+)"\)/g)].map((match) => match[1]);
  return [...names, "fonts/LICENSE-APACHE-MaterialSymbols.txt", "fonts/LICENSE-OFL.txt"].map((name) => uiParts + name);
}

const isShipped = (name) => !unused.test(name) && (!name.startsWith(uiParts) || usedUiParts.includes(name));

function file(name, bytes) {
  const isProgram = /^(app\/ProteomicsAnnotator|launch\.(sh|command))$/.test(name);
  return { name: `${root}/${name}`, kind: isProgram ? "program" : "file", bytes };
}

function entriesOf(components) {
  const app = filesBelow(published).filter(isShipped).map((name) => file(`app/${name}`, readFileSync(join(published, name))));
  const launchers = isWindows ? ["launch.cmd"] : isMac ? ["launch.sh", "launch.command"] : ["launch.sh"];
  const copied = [
    ...launchers,
    ...texts,
    ...filesOfCommit(home, ["configs", "docs"]),
  ].map((name) => file(name, withLineEnds(name, readFileSync(join(home, name)))));
  const made = [
    file("THIRD-PARTY-NOTICES.txt", Buffer.from(noticesOf(components, version))),
    file("sbom.cdx.json", Buffer.from(sbomOf(components, version, platform, seconds))),
  ];
  const files = [...app, ...copied, ...made];
  return [...foldersOf(files), ...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

/** cmd.exe finds its labels only in a file with Windows line ends, whatever the checkout has. */
function withLineEnds(name, bytes) {
  return name.endsWith(".cmd") ? Buffer.from(bytes.toString("utf8").replace(/\r?\n/g, "\r\n")) : bytes;
}

function foldersOf(files) {
  const names = new Set(files.flatMap(({ name }) => [...name.matchAll(/\//g)].map((slash) => name.slice(0, slash.index + 1))));
  return [...names].map((name) => ({ name, kind: "folder", bytes: Buffer.alloc(0) }));
}

/** Of every package in the folder, as `sha256sum --check` reads it. */
function writeSums() {
  const archives = readdirSync(output).filter((name) => /^proteomics-annotator-.*\.(tar\.gz|zip)$/.test(name)).sort();
  const sums = archives.map((name) => `${createHash("sha256").update(readFileSync(join(output, name))).digest("hex")}  ${name}\n`);
  writeFileSync(join(output, "SHA256SUMS"), sums.join(""));
}

const entries = entriesOf(componentsOf(published, nugetFolder, join(home, "src/viewer")));
const archive = join(output, isWindows ? `${root}.zip` : `${root}.tar.gz`);
writeFileSync(archive, isWindows ? zip(entries, seconds) : tarGz(entries, seconds));
writeSums();
console.log(archive);
