// Starts the application BUNDLE, which draws itself into the page. Made by `xtask assets`.
const root = document.documentElement;
try {
  const module = await import("./JS_NAME");
  await module.default({ module_or_path: new URL("./WASM_NAME", import.meta.url) });
  root.dataset.hydrated = "BUNDLE";
} catch (error) {
  console.error("BUNDLE did not start", error);
  root.dataset.hydrated = "BUNDLE-failed";
  for (const notice of document.querySelectorAll("[data-boot-failed]")) notice.hidden = false;
}
