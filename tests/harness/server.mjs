// Serves a folder of static files under /a/b/, as a plain host would: what works here works under any sub-path.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

export const SUB_PATH = "/a/b/";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/**
 * Starts a server on a free port of this machine.
 *
 * @param {string} folder what is served under /a/b/
 * @param {Record<string, string>} pages further pages by their address, for example a host page with a frame
 * @returns {Promise<{address: string, pages: Record<string, string>, close: () => Promise<void>}>}
 */
export async function serve(folder, pages = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
    if (pages[path] !== undefined) {
      return response.writeHead(200, { "content-type": TYPES[".html"] }).end(pages[path]);
    }
    const inside = path.startsWith(SUB_PATH) ? normalize(path.slice(SUB_PATH.length)) || "index.html" : undefined;
    const file = inside === undefined || inside.startsWith("..") ? undefined : join(folder, inside === "." ? "index.html" : inside);
    const found = file && (await stat(file).catch(() => undefined));
    if (!found?.isFile()) return response.writeHead(404).end();
    // A frame with sandbox="allow-scripts" has no origin of its own: scripts and fonts reach it only with this header.
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": found.size,
      "access-control-allow-origin": "*",
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const host = `http://127.0.0.1:${server.address().port}`;
  return {
    host,
    address: `${host}${SUB_PATH}`,
    pages,
    close: () => new Promise((closed) => {
      server.close(closed);
      server.closeAllConnections();
    }),
  };
}
