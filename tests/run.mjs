// Runs the browser tests: `node tests/run.mjs [subject…]`, for example `node tests/run.mjs smoke links`.
// Each file in tests/browser is one subject. They need the built page in dist/ (or DIST) and a Chromium.
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "browser");
const screenshots = join(folder, "..", "..", "target", "screenshots");
const wanted = process.argv.slice(2);
const subjects = (await readdir(folder)).filter((name) => name.endsWith(".test.mjs")).sort();
const files = subjects.filter((name) => wanted.length === 0 || wanted.includes(name.replace(".test.mjs", "")));
if (files.length === 0) {
  console.error(`no such subject; there are: ${subjects.map((name) => name.replace(".test.mjs", "")).join(", ")}`);
  process.exit(2);
}

// Pictures of failures that are mended would only mislead.
await rm(screenshots, { recursive: true, force: true });

// Two browsers at a time: more of them on a small machine only makes each wait longer.
const results = run({ files: files.map((name) => join(folder, name)), concurrency: 2, timeout: 300_000 });
let tests = 0;
results.on("test:pass", () => (tests += 1));
results.on("test:fail", () => (process.exitCode = 1));
results.on("end", () => {
  if (tests === 0) process.exitCode = 1;
});
results.compose(new spec()).pipe(process.stdout);
