import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** What a folder may import: itself and those before it. What lies beside this file comes behind them all. */
const ORDER = [
  "voxels",
  "display",
  "page",
  "gl",
  "shaders",
  "render",
  "stage",
  "blocks",
  "input",
  "controls",
  "panel",
  "labelling",
  "gallery",
  "context",
  "example",
  ".",
  "testing",
];

const SOURCE = new URL("./", import.meta.url);
const FILES = readdirSync(SOURCE, { recursive: true }).filter((path) => path.endsWith(".ts"));
const isTest = (path: string) => path.endsWith(".test.ts");

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : ".";
}

function importsOf(path: string): string[] {
  const text = new TextDecoder().decode(readFileSync(new URL(path, SOURCE)));
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]*\.ts)"/g);
  const here = new URL(path, SOURCE);
  return [...found].map(([, to = ""]) => new URL(to, here).href.slice(SOURCE.href.length));
}

it("Folders_AreAllInTheOrder", () => {
  expect([...new Set(FILES.map(folderOf))].sort()).toEqual([...ORDER].sort());
  expect(FILES.filter((path) => path.split("/").length > 2)).toEqual([]);
  expect(importsOf("render/gpuBlock.ts")).toContain("gl/context.ts");
});

it("Imports_PointOneWay", () => {
  const upwards = FILES.filter((path) => !isTest(path)).flatMap((path) =>
    importsOf(path)
      .filter((to) => ORDER.indexOf(folderOf(to)) > ORDER.indexOf(folderOf(path)))
      .map((to) => `${path} imports ${to}`),
  );
  expect(upwards).toEqual([]);
});

it("PrivateMembers_AreSpelledOneWay", () => {
  const isHash = /(?:^\s+(?:readonly |async |get )*|\bthis\.)#\w/m;
  const hashed = FILES.filter((path) =>
    isHash.test(new TextDecoder().decode(readFileSync(new URL(path, SOURCE)))),
  );
  expect(hashed).toEqual([]);
});

it("SourcesAndTests_AreShortAndFoldersSmall", () => {
  const linesOf = (path: string) =>
    new TextDecoder().decode(readFileSync(new URL(path, SOURCE))).split("\n").length - 1;
  const sources = FILES.filter((path) => !isTest(path));
  expect(sources.filter((path) => linesOf(path) > 330)).toEqual([]);
  expect(FILES.filter(isTest).filter((path) => linesOf(path) > 300)).toEqual([]);
  for (const folder of ORDER) {
    expect(sources.filter((path) => folderOf(path) === folder).length).toBeLessThan(40);
  }
});

it("Readme_NamesFilesAndFoldersThatAreThere", () => {
  const text = new TextDecoder().decode(readFileSync(new URL("../README.md", SOURCE)));
  const named = [...text.matchAll(/\b([a-z]+\/[\w.]+\.ts)\b/g)].map(([, path = ""]) => path);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((path) => !FILES.includes(path))).toEqual([]);
  const listed = text.slice(text.indexOf("| folder | holds |")).split("\n").slice(2);
  const folders = listed
    .filter((line) => line.startsWith("|"))
    .flatMap((line) =>
      [...(line.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
  expect(folders).toEqual(ORDER.filter((folder) => folder !== "."));
});
