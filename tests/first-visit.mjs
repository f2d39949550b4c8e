// What a first visit loads and how long it takes: `node tests/first-visit.mjs`. Part of `cargo xtask bench`.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { launch } from "./harness/chromium.mjs";
import { serve, SUB_PATH } from "./harness/server.mjs";

const dist = process.env.DIST ?? join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const server = await serve(dist);
const browser = await launch();
try {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const asked = new Set();
  page.context().on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith(SUB_PATH)) asked.add(pathname.slice(SUB_PATH.length) || "index.html");
  });
  await page.goto(server.address);
  await page.locator("svg").first().waitFor();
  const picture = await page.evaluate(() => performance.now());
  await page.waitForLoadState("networkidle");

  const total = [0, 0, 0];
  console.log(row("", ["raw", "gzip", "brotli"]));
  for (const name of [...asked].sort()) {
    const bytes = await readFile(join(dist, name)).catch(() => undefined);
    if (!bytes) continue;
    const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotli(bytes)];
    sizes.forEach((size, i) => (total[i] += size));
    console.log(row(name, sizes));
  }
  console.log(row("first visit", total));
  console.log(`first picture after ${Math.round(picture)} ms, without a network`);
} finally {
  await browser.close();
  await server.close();
}

function brotli(bytes) {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
}

function row(name, cells) {
  return `${name.padEnd(44)}${cells.map((cell) => cell.toLocaleString("en").padStart(12)).join("")}`;
}
