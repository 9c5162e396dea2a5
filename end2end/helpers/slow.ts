// A slow machine and a slow network, to find journeys that hold by luck: `XPRO_E2E_SLOW=8 npm run e2e` makes the browser
// eight times slower, and lets every call of a script wait up to a tenth of that in seconds.

import type { BrowserContext, Page } from "@playwright/test";

const factor = Number(process.env.XPRO_E2E_SLOW ?? 0);

/** Slows down all pages of a context, also those that open later, if this run is a slow one. */
export function slowDown(context: BrowserContext): void {
  if (factor <= 1) return;
  for (const page of context.pages()) throttle(page);
  context.on("page", throttle);
  void context.route("**/*", async (route) => {
    const isCall = ["fetch", "xhr"].includes(route.request().resourceType());
    if (isCall) await new Promise((done) => setTimeout(done, Math.random() * factor * 100));
    // The page may be gone by now.
    await route.fallback().catch(() => undefined);
  });
}

function throttle(page: Page): void {
  const session = page.context().newCDPSession(page);
  void session
    .then((session) => session.send("Emulation.setCPUThrottlingRate", { rate: factor }))
    .catch(() => undefined);
}
