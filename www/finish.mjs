// What is done to the built page, in this order. Trunk runs this after each build.
await import("./offline.mjs");
await import("./csp.mjs");
