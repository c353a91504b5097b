import { build } from "esbuild";

await build({
  entryPoints: ["src/index.ts"],
  entryNames: "viewer",
  outdir: "../ProteomicsAnnotator.App/wwwroot/viewer",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: false,
  logLevel: "warning",
});
