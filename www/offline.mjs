// Writes the service worker with the list of what was built. finish.mjs runs this after each build, before csp.mjs.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const www = dirname(fileURLToPath(import.meta.url));
const staging = process.env.TRUNK_STAGING_DIR;
const worker = join(staging, "service-worker.js");
const html = await readFile(join(staging, "index.html"), "utf8");

if (html.includes("__TRUNK_ADDRESS__")) {
  // `trunk serve`: a page under work must never come from a cache, not even from one that an earlier visit left.
  await writeFile(worker, 'self.addEventListener("install", () => self.skipWaiting());\nself.addEventListener("activate", () => self.registration.unregister());\n');
} else {
  await writeFile(join(staging, "index.html"), html.replace("</head>", '<script type="module" src="./offline.js"></script></head>'));
  await writeFile(worker, await filledIn());
}

async function filledIn() {
  const entries = await readdir(staging, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const version = createHash("sha256");
  const files = ["./"];
  for (const path of paths.sort()) {
    const name = relative(staging, path).split(sep).join("/");
    version.update(name).update("\0").update(await readFile(path));
    if (!name.endsWith(".txt") && path !== worker) files.push(name);
  }
  const source = await readFile(join(www, "service-worker.js"), "utf8");
  return source
    .replace('VERSION = ""', `VERSION = "${version.digest("hex").slice(0, 16)}"`)
    .replace("FILES = []", `FILES = ${JSON.stringify(files)}`);
}
