// Reading, with and without scripts: every kind of page says what it has to say, questions unfold, rows scroll, the catalog
// is filtered by links, and nothing is asked of other sites (cases 67 and 68 of cms.md 8).

import type { Page } from "@playwright/test";
import { COURSE } from "./helpers/shopping.ts";
import { accessible, expect, hydrated, test } from "./helpers/test.ts";

const PAGES = [
  "/",
  "/catalog/",
  COURSE.path,
  "/courses/course-v1:xPRO+DDMDx/",
  "/programs/program-v1:xPRO+SysEngx/",
  "/webinars/",
  "/blog/",
  "/enterprise/",
  "/terms-of-service/",
];

test("every kind of page can be read, and asks nothing of other sites", async ({ page, shop }) => {
  const elsewhere: string[] = [];
  await page.route(
    (url) => url.origin !== shop.url,
    (route) => {
      elsewhere.push(route.request().url());
      return route.abort("blockedbyclient");
    },
  );
  for (const path of PAGES) {
    await test.step(path, async () => {
      const answer = await page.goto(path, { waitUntil: "load" });
      expect(answer?.status()).toBe(200);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const text = (await page.getByRole("main").innerText()).trim();
      expect(text.length, text).toBeGreaterThan(40);
    });
  }
  expect(elsewhere).toEqual([]);
});

test("questions unfold one at a time, and more of them on request", async ({ page }) => {
  await page.goto(COURSE.path);
  await hydrated(page, "site");
  const faq = page.locator("#faq");
  const answers = faq.locator(".faq__answer");
  await expect(answers.first()).toBeVisible();
  await expect(answers.filter({ visible: true })).toHaveCount(1);
  await faq.locator("summary").nth(1).click();
  await expect(answers.nth(1)).toBeVisible();
  await expect(answers.first()).toBeHidden();

  const sixth = faq.getByText("Which equipment do I need?");
  await expect(sixth).toBeHidden();
  await faq.getByText("Read More FAQs").click();
  await sixth.click();
  await expect(faq.getByText("A current browser and a stable connection.")).toBeVisible();
  await expect(answers.filter({ visible: true })).toHaveCount(1);
  await accessible(page);
  await faq.getByText("Hide More FAQs").click();
  await expect(sixth).toBeHidden();
});

test("a row of courses scrolls with the keyboard, and its last entry can be opened", async ({ page }) => {
  await page.goto("/");
  await hydrated(page, "site");
  const row = page.locator(".rail--courses").first();
  const last = row.getByRole("listitem").last();
  await row.scrollIntoViewIfNeeded();
  await expect(last).not.toBeInViewport();
  await row.focus();
  await expect(async () => {
    await page.keyboard.press("ArrowRight");
    await expect(last).toBeInViewport({ ratio: 0.9, timeout: 200 });
  }).toPass();
  const link = last.getByRole("heading").getByRole("link");
  const title = (await link.innerText()).trim();
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
});

test("the catalog is filtered by links, and each view has an address", async ({ page }) => {
  await page.goto("/catalog/");
  await hydrated(page, "site");
  const all = await entries(page);
  await page
    .getByRole("navigation", { name: "Topic" })
    .getByRole("link", { name: /^Manufacturing/ })
    .click();
  await expect(page).toHaveURL(/\/catalog\/\?topic=Manufacturing$/);
  await expect.poll(() => entries(page)).toBeLessThan(all);
  const some = await entries(page);
  await page
    .getByRole("navigation", { name: "Kind" })
    .getByRole("link", { name: /^Programs/ })
    .click();
  await expect(page).toHaveURL(/topic=Manufacturing&active-tab=programs-tab$/);
  await page.getByRole("navigation", { name: "Kind" }).getByRole("link", { name: /^All/ }).click();
  await expect(page).toHaveURL(/\/catalog\/\?topic=Manufacturing$/);
  await page.getByRole("link", { name: /^Remove filter: Manufacturing/ }).click();
  await expect(page).toHaveURL(/\/catalog\/$/);
  await expect.poll(() => entries(page)).toBe(all);
  await page.goBack();
  await expect.poll(() => entries(page)).toBe(some);
});

async function entries(page: Page): Promise<number> {
  return page.locator(".entries > li").count();
}
