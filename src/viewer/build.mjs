import { build } from "esbuild";

await build({
  entryPoints: [
    { in: "src/index.ts", out: "viewer" },
    { in: "src/viewer.css", out: "viewer" },
  ],
  outdir: "../ProteomicsAnnotator.App/wwwroot/viewer",
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: false,
  logLevel: "warning",
});
