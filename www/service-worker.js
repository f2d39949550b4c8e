// Keeps the page working without a network after the first visit. offline.mjs fills in the two constants at each build;
// any change of any file makes a new VERSION, and with it a new worker that fetches everything afresh.
const VERSION = "";
const FILES = [];

const cache = `heapscope-${VERSION}`;

self.addEventListener("install", (event) => {
  // "no-cache" asks the host whether its copy is newer, so that one version never mixes with another.
  const requests = FILES.map((file) => new Request(file, { cache: "no-cache" }));
  event.waitUntil(caches.open(cache).then((files) => files.addAll(requests)));
});

self.addEventListener("activate", (event) => {
  const outdated = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("heapscope-") && name !== cache).map((name) => caches.delete(name)));
  };
  event.waitUntil(outdated());
});

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "GET" || !url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(event.request));
});

async function answer(request) {
  const files = await caches.open(cache);
  const hit = await files.match(request, { ignoreSearch: true });
  // A copy without the address it was kept under: a worker reads its own address, with what follows the "?".
  return hit ? new Response(hit.body, { status: hit.status, headers: hit.headers }) : fetch(request);
}
