// Asks the browser to keep the page for use without a network. Where that is not allowed (a sandboxed frame, a private
// window, plain http) the page works all the same.
addEventListener("load", async () => {
  try {
    await navigator.serviceWorker.register("./service-worker.js", { type: "classic" });
  } catch {
    // Nothing to do and nothing to say: the page is there.
  }
});
