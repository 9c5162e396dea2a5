// Starts the islands of the bundle BUNDLE. Made by `xtask assets`.
const names = new Set(ISLAND_NAMES);
const root = document.documentElement;
const tag = "leptos-island";
let failed = false;

async function walk(node, module, contexts) {
  if (node.localName === tag && names.has(node.dataset.component)) {
    contexts.at(-1)?.();
    try {
      await module[node.dataset.component](node);
    } catch (error) {
      // One broken island must not take the others with it.
      failed = true;
      console.error(`${node.dataset.component} did not start`, error);
    }
  }
  const isSlot = node.localName === "leptos-children";
  if (isSlot) contexts.push(node.$$on_hydrate);
  for (const child of [...node.children]) await walk(child, module, contexts);
  if (isSlot) contexts.pop();
}

function tell(what) {
  root.dataset.hydrated = root.dataset.hydrated ? `${root.dataset.hydrated} ${what}` : what;
}

try {
  const islands = [...document.querySelectorAll(tag)];
  if (islands.some((island) => names.has(island.dataset.component))) {
    const module = await import("./JS_NAME");
    await module.default({ module_or_path: new URL("./WASM_NAME", import.meta.url) });
    module.hydrate();
    await walk(document.body, module, []);
  }
  tell(failed ? "BUNDLE-failed" : "BUNDLE");
} catch (error) {
  // The page reads and its forms post without this; only the comfort is missing.
  console.warn("BUNDLE did not start", error);
  tell("BUNDLE-failed");
}
