// Every kind of page on a phone and on a desk: nothing to scroll sideways, nothing jumps, axe is content, and the guard of
// test.ts watches the console and the content security policy.

import type { Page } from "@playwright/test";
import { signIn } from "./helpers/people.ts";
import { COURSE, checkoutLink } from "./helpers/shopping.ts";
import { accessible, expect, test } from "./helpers/test.ts";

const PUBLIC = [
  "/",
  "/catalog/",
  "/catalog/?topic=Manufacturing",
  "/catalog/?q=nothing-of-this-name",
  "/catalog/?active-tab=programs-tab&sort-by=price_desc",
  COURSE.path,
  "/courses/course-v1:xPRO+QCx1/",
  "/courses/course-v1:xPRO+DDMDx/",
  "/programs/program-v1:xPRO+SysEngx/",
  "/programs/program-v1:xPRO+AnlgLearn/",
  "/terms-of-service/",
  "/privacy-policy/",
  "/signin/",
  "/create-account/",
  "/signin/forgot-password/",
  "/no-such-page/",
];
const PRIVATE = [
  "/dashboard/",
  "/profile/",
  "/profile/edit/",
  "/account-settings/",
  "/checkout/",
  checkoutLink(COURSE.run),
];
/** More than this and people notice that something moved. */
const MOST_SHIFT = 0.02;

const screens = [
  { name: "phone", width: 390, height: 844 },
  { name: "desk", width: 1440, height: 900 },
];

for (const { name, width, height } of screens) {
  test.describe(`on a ${name}`, () => {
    test.use({ viewport: { width, height } });

    test("public pages fit, stand still and are accessible", async ({ page }) => {
      test.slow();
      await countShifts(page);
      for (const path of PUBLIC) await test.step(path, () => look(page, path));
    });

    test("a person's pages fit, stand still and are accessible", async ({ page }) => {
      test.slow();
      await signIn(page.request, "amelia.hart@example.com");
      await countShifts(page);
      for (const path of PRIVATE) await test.step(path, () => look(page, path));
      await page.goto("/dashboard/");
      const receipt = page.getByRole("link", { name: "View receipt" }).first();
      await look(page, (await receipt.getAttribute("href")) ?? "/no-receipt");
    });

    test("the staff desk fits", async ({ page }) => {
      await signIn(page.request, "support@example.com");
      await page.goto("/studio/");
      await expect(page.getByTestId("order-row").first()).toBeVisible();
      await fits(page);
      await page.getByTestId("order-row").first().click();
      await expect(page.getByTestId("order")).toBeVisible();
      await fits(page);
      await accessible(page);
    });
  });
}

test("the phone's menu opens, leads on, and gives the focus back", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/");
  const toggle = page.locator(".drawer__toggle");
  await toggle.click();
  await expect(page.locator(".drawer__panel")).toBeVisible();
  await accessible(page);
  await page.keyboard.press("Escape");
  await expect(page.locator(".drawer__panel")).toBeHidden();
  await expect(toggle).toBeFocused();
});

async function look(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  await fits(page);
  await scrollThrough(page);
  const shift = await page.evaluate(() => (window as unknown as { shift: number }).shift);
  expect(shift, `layout shift of ${path}`).toBeLessThan(MOST_SHIFT);
  await accessible(page);
}

/** To the end and back, until everything that comes late has come: fonts, and pictures further down. */
async function scrollThrough(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    await document.fonts.ready;
    for (let at = 0; at < document.documentElement.scrollHeight; at += innerHeight) {
      scrollTo(0, at);
      await frame();
    }
    // Those outside of a carousel's view would wait for ever.
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => undefined)));
    scrollTo(0, 0);
    await frame();
  });
}

async function fits(page: Page): Promise<void> {
  const tooWide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(tooWide, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(0);
}

/** Adds up what the browser says moved although nobody touched anything. */
async function countShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counter = window as unknown as { shift: number };
    counter.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[]) {
        if (!entry.hadRecentInput) counter.shift += entry.value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}
