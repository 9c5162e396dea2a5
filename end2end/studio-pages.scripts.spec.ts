// The explorer: tree, search, filters, views, palette, keys, menu order, many pages at once.

import type { Page } from "@playwright/test";
import { signIn } from "./helpers/people.ts";
import { COURSES, enter, HOME, MODERATOR, Studio, unique } from "./helpers/studio.ts";
import { accessible, expect, test } from "./helpers/test.ts";

// axe looks at whole screens, several times in a journey.
test.describe.configure({ timeout: 180_000 });

const rows = (page: Page) => page.getByTestId("page-row");
const titles = (page: Page) => page.locator("[data-page-link]").allTextContents();

test.beforeEach(async ({ page }) => signIn(page.request, MODERATOR));

test("search, filters and a kept view live in the address", async ({ page }) => {
  await enter(page, "/studio/pages");
  await page.getByTestId("page-search").fill("quantum");
  await expect(page).toHaveURL(/q=quantum/);
  await expect(rows(page).first()).toContainText(/quantum/i);
  await page.getByTestId("page-search").fill("");
  await expect(page).not.toHaveURL(/q=/);
  await page.getByTestId("filters").click();
  const panel = page.getByTestId("filter-panel");
  await panel.getByRole("button", { name: "External course page" }).click();
  await expect(page).toHaveURL(/kind=ExternalCoursePage/);
  await expect(page.getByTestId("page-count")).toHaveText("6 pages found");
  await accessible(page);

  const name = unique("From other schools");
  await page.getByTestId("views").click();
  await page.getByLabel("Keep this list as").fill(name);
  await page.getByTestId("views-panel").getByRole("button", { name: "Keep" }).click();
  await expect(page.getByTestId("views-panel").getByRole("link", { name })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByTestId("clear-filters").click();
  await expect(page).not.toHaveURL(/kind=/);
  await page.getByTestId("views").click();
  await page.getByTestId("views-panel").getByRole("link", { name }).click();
  await expect(page).toHaveURL(/kind=ExternalCoursePage/);
  await page.getByTestId("views").click();
  await page.getByRole("button", { name: `Forget the view ${name}` }).click();
  await expect(page.getByTestId("views-panel").getByRole("link", { name })).toHaveCount(0);
});

test("the palette goes anywhere, and `?` lists the keys", async ({ page }) => {
  await enter(page, "/studio/pages");
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByTestId("palette")).toBeVisible();
  await page.keyboard.type("quantum");
  const first = page.getByTestId("palette").getByRole("option").first();
  await expect(first).toContainText(/Quantum/);
  await accessible(page);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/studio\/pages\/\d+$/);
  await enter(page, "/studio/pages");
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press("?");
  await expect(page.getByTestId("shortcuts")).toBeVisible();
  await expect(page.getByTestId("shortcuts")).toContainText("New page below this one");
  await accessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("shortcuts")).toBeHidden();
});

test("pages are arranged with the arrow keys and by dragging", async ({ page }) => {
  await enter(page, "/studio/pages?in=6");
  await page.getByTestId("menu-order").click();
  await expect(page).toHaveURL(/sort=position/);
  await expect(page.getByTestId("handle").first()).toBeVisible();
  const before = await titles(page);
  const [first, second, ...others] = before;
  await page.getByTestId("handle").first().focus();
  // A reload takes back what the browser has not sent yet.
  const moved = page.waitForResponse(/page-act/);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => titles(page)).toEqual([second, first, ...others]);
  await moved;
  await page.reload();
  await expect.poll(() => titles(page), "the server knows").toEqual([second, first, ...others]);
  const dropped = page.waitForResponse(/page-act/);
  await page.getByTestId("handle").nth(1).dragTo(rows(page).first());
  await expect.poll(() => titles(page)).toEqual(before);
  await dropped;
  await page.reload();
  await expect.poll(() => titles(page)).toEqual(before);
});

test("the tree is walked by keyboard alone, and a page is opened, edited and left", async ({ page }) => {
  await enter(page, "/studio/pages");
  const tree = page.getByTestId("page-tree");
  await expect(tree.getByRole("link").nth(1)).toBeVisible();
  await tree.getByRole("link").first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(tree.getByRole("link").nth(1)).toBeFocused();
  const courses = tree.getByRole("link", { name: "Courses", exact: true });
  for (let step = 0; step < 12 && !(await courses.evaluate((link) => link === document.activeElement)); step++) {
    await page.keyboard.press("ArrowDown");
  }
  await expect(courses).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(tree.getByRole("link", { name: "Additive Manufacturing" })).toBeVisible();
  await page.keyboard.press("ArrowLeft");
  await expect(tree.getByRole("link", { name: "Additive Manufacturing" })).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/in=5/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Courses");
  await expect(rows(page).first()).toContainText("Additive Manufacturing");
  await page.keyboard.press("j");
  const link = page.locator("[data-page-link]").first();
  await expect(link).toBeFocused();
  await page.keyboard.press("x");
  await expect(page.getByTestId("many")).toContainText("1 page chosen");
  await page.keyboard.press("x");
  await page.keyboard.press("Enter");
  await expect(page.locator("#editor-form")).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("panel")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("panel")).toBeHidden();
  await page.goBack();
  await expect(link).toBeFocused();
});

test("many pages are published at once, and the report says what came of each", async ({ page }) => {
  const studio = new Studio(page.request);
  const word = unique("Bulk").replace(" ", "");
  for (let n = 0; n < 4; n++) await studio.text(`${word} ${n}`);
  await studio.add(HOME, "ResourcePage", `${word} without a text`);
  await enter(page, `/studio/pages?q=${word}`);
  await expect(rows(page)).toHaveCount(5);
  await page.getByTestId("choose-all").check();
  await page.getByTestId("many-publish").click();
  await accessible(page);
  await page.getByTestId("dialog-submit").click();
  await expect(page).toHaveURL(/\/studio\/pages\/runs\/\d+/);
  await expect(page.getByText("Done, some failed")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator("#content")).toContainText("4 done");
  await expect(page.locator("#content")).toContainText("1 failed");
  await accessible(page);
  await enter(page, "/studio/pages/runs");
  await expect(page.getByRole("link", { name: "Publish 5 pages" }).first()).toBeVisible();
  await accessible(page);
});

const SCREENS = [
  "/studio/pages",
  `/studio/pages?in=${COURSES}&sort=position`,
  "/studio/pages?q=course&everywhere=true&status=live",
  "/studio/pages/18",
  "/studio/pages/18/history",
  "/studio/pages/trash",
  "/studio/pages/runs",
  "/studio/redirects",
  "/studio/images",
  "/studio/images/1",
  "/studio/documents",
  "/studio/orders",
];

for (const scheme of ["light", "dark"] as const) {
  for (const width of [390, 1440]) {
    test(`every screen is accessible and fits, ${scheme}, ${width}`, async ({ page, guard }, info) => {
      guard.tolerate(/404 for .*\/image\?id=1$/);
      guard.tolerate(/403 for .*\/orders/);
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      for (const path of SCREENS) {
        await test.step(path, async () => {
          await enter(page, path);
          await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
          await expect(page.getByTestId("waiting")).toHaveCount(0);
          await page.waitForLoadState("networkidle");
          const tooWide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect.soft(tooWide, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
          await page.screenshot({ path: info.outputPath(`${path.replace(/\W+/g, "-")}-${scheme}-${width}.png`) });
          await softly(() => accessible(page));
        });
      }
    });
  }
}

async function softly(check: () => Promise<void>): Promise<void> {
  const failure = await check().then(
    () => "",
    (error: Error) => error.message,
  );
  expect.soft(failure).toBe("");
}
