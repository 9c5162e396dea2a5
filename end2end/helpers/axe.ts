// The check with axe, for pages with and without scripts.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

/** Fails on anything serious or critical that axe finds on the page as it is now. */
export async function accessible(page: Page): Promise<void> {
  const hasScripts = test.info().project.use.javaScriptEnabled ?? true;
  // axe also runs inside of frames, and cannot where scripts are forbidden, as in the frame around a letter.
  const isOpen = hasScripts && (await page.locator("iframe[sandbox]").count()) === 0;
  const graves = isOpen ? await gravesOf(page) : await gravesOfCopy(page);
  expect(graves, `axe on ${page.url()}`).toEqual([]);
}

async function gravesOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target).join(", ")}`);
}

/**
 * axe is a script. So it looks at a copy of the page as it stands without scripts: what was inside of `noscript` is part
 * of it, and its own scripts are gone.
 */
async function gravesOfCopy(page: Page): Promise<string[]> {
  const browser = page.context().browser();
  if (browser === null) throw new Error("the page has no browser");
  const html = (await page.content())
    .replace(/<script\b[^>]*>[\s\S]*?<\/script>/gi, "")
    .replace(/<iframe\b[^>]*\bsandbox=[^>]*>/gi, "<div>")
    .replace(/<meta[^>]*http-equiv="refresh"[^>]*>/gi, "")
    .replace(/<(\/?)noscript\b/gi, "<$1div");
  const context = await browser.newContext({ viewport: page.viewportSize(), javaScriptEnabled: true });
  try {
    const copy = await context.newPage();
    const isThis = (url: URL) => url.href === page.url();
    await copy.route(isThis, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
    await copy.goto(page.url());
    return await gravesOf(copy);
  } finally {
    await context.close();
  }
}
