// Runs the page's own program inside a worker: the page names its glue file in the address and posts its compiled
// WebAssembly module, so nothing is fetched or compiled a second time. The program then finds no window, takes over
// `onmessage`, and answers "ready"; whoever started the worker sends nothing else before that.
const glue = new URL(new URL(self.location.href).searchParams.get("glue") ?? "", self.location.href);

self.onmessage = async ({ data: module }) => {
  self.onmessage = null;
  // A link to this file must not be able to run a stranger's script under our origin.
  if (glue.origin !== self.location.origin || glue.pathname === self.location.pathname) {
    throw new Error("the program must come from the page's own site");
  }
  const program = await import(glue.href);
  await program.default({ module_or_path: module });
};
