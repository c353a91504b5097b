/** The little of Node that tests use to read golden data and sources. */
declare module "node:fs" {
  export function readFileSync(path: URL): Uint8Array<ArrayBuffer>;
  export function readdirSync(path: URL, options: { readonly recursive: true }): string[];
}
