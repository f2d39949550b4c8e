// Puts a strict Content-Security-Policy into the built page. finish.mjs runs this after each build, last.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const page = join(process.env.TRUNK_STAGING_DIR, "index.html");
const html = (await readFile(page, "utf8"))
  // `trunk serve` adds a script that reloads the page, and fills these two in with each answer; the script's hash has to
  // be known now, so they are filled in here.
  .replace("'{{__TRUNK_ADDRESS__}}'", "window.location.host")
  .replace("{{__TRUNK_WS_BASE__}}", "/");

if (/<style[\s>]/i.test(html) || /\sstyle=/i.test(html)) {
  throw new Error("index.html has an inline style, which the policy would block");
}

// Trunk writes the program's starter as an inline script: it is allowed by its hash, and no other is.
const hashes = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)]
  .map(([, text]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);

const policy = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' ${hashes.join(" ")}`,
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const charset = /<meta charset="?utf-8"?\s*\/?>/i;
if (!charset.test(html)) throw new Error("index.html has no <meta charset> to put the policy after");
await writeFile(page, html.replace(charset, (tag) => `${tag}<meta http-equiv="Content-Security-Policy" content="${policy}">`));
