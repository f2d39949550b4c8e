// Makes www/gen: the editor's bundle with its licences, the style sheets in one, and the two font files. Trunk runs this before each build.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const www = dirname(fileURLToPath(import.meta.url));
const modules = join(www, "..", "node_modules");
const gen = join(www, "gen");

const bundle = await build({
  entryPoints: [join(www, "editor.src.js")],
  outfile: join(gen, "editor.js"),
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
// One request for all style sheets.
await build({
  entryPoints: [join(www, "styles", "main.css")],
  outfile: join(gen, "main.css"),
  bundle: true,
  target: "es2022",
  minify: true,
  logLevel: "warning",
});
await writeFile(join(gen, "editor.LICENSES.txt"), await licences(bundle.metafile));

const fonts = join(gen, "fonts");
await mkdir(fonts, { recursive: true });
for (const [name, face] of [
  ["sans", "atkinson-hyperlegible-next"],
  ["mono", "atkinson-hyperlegible-mono"],
]) {
  const from = join(modules, "@fontsource-variable", face);
  await copyFile(join(from, "files", `${face}-latin-wght-normal.woff2`), join(fonts, `${name}.woff2`));
  await copyFile(join(from, "LICENSE"), join(fonts, `${name}.LICENSE.txt`));
}

/** The licence text of every package that has a file in the bundle: minifying takes their comments away. */
async function licences({ inputs }) {
  const packages = new Set();
  for (const path of Object.keys(inputs)) {
    const [, name] = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//) ?? [];
    if (name) packages.add(name);
  }
  const texts = [];
  for (const name of [...packages].sort()) {
    texts.push(`${name}\n\n${await readFile(join(modules, name, "LICENSE"), "utf8")}`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}
