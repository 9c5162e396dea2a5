// Buying without a mouse: Tab, Enter and arrow keys only, and one always sees where one is.

import type { Locator, Page } from "@playwright/test";
import { register } from "./helpers/people.ts";
import { COURSE, expectEnrolled, total } from "./helpers/shopping.ts";
import { expect, hydrated, test } from "./helpers/test.ts";

test("browse, buy and see the dashboard with the keyboard alone", async ({ page, standins }) => {
  test.slow();
  await register(page.request, standins);

  await page.goto("/");
  await hydrated(page, "site");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await press(page, page.getByRole("link", { name: "Explore the catalog" }));

  await expect(page).toHaveURL(/\/catalog\/$/);
  await hydrated(page, "site");
  const topic = page
    .getByRole("navigation", { name: "Topic" })
    .getByRole("link", { name: new RegExp(`^${COURSE.topic}`) });
  await press(page, topic);
  await expect(page).toHaveURL(/topic=Manufacturing/);
  await expect(topic, "the focus stays where it was").toBeFocused();
  await press(page, page.getByRole("heading", { level: 3 }).getByRole("link", { name: COURSE.title }).first());

  await expect(page.getByRole("heading", { level: 1, name: COURSE.title })).toBeVisible();
  await press(page, page.getByRole("link", { name: "Enroll Now" }).first());

  await expect(page.getByTestId("checkout")).toBeVisible();
  await hydrated(page, "account");
  await reach(page, page.getByLabel("Enrollment or promotional code"));
  await page.keyboard.type("WELCOME10");
  await page.keyboard.press("Enter");
  await expect(total(page)).toHaveText("$90.00");
  await press(page, page.getByTestId("place-order"));

  await expect(page).toHaveURL(/\/pay\/[^/]+$/);
  await press(page, page.locator("#accept"));
  await expect(page).toHaveURL(/\/dashboard\//);
  await expectEnrolled(page, COURSE.title);
  await press(page, page.getByRole("link", { name: "View receipt" }));
  await expect(page.getByTestId("receipt")).toBeVisible();
});

test("menus close with Escape and give the focus back", async ({ page }) => {
  await page.goto("/");
  await hydrated(page, "site");
  const menu = page.getByRole("navigation", { name: "Main" }).locator("summary");
  await reach(page, menu);
  await page.keyboard.press("Enter");
  const all = page.getByRole("link", { name: "All topics" }).first();
  await expect(all).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(all).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(all).toBeHidden();
  await expect(menu).toBeFocused();
});

/** Tabs to a control and presses Enter on it. */
async function press(page: Page, control: Locator): Promise<void> {
  await reach(page, control);
  await page.keyboard.press("Enter");
}

/** Tabs until a control has the focus, and checks that one can see that it has. */
async function reach(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let stops = 0; stops < 150; stops += 1) {
    await page.keyboard.press("Tab");
    if (await control.evaluate((element) => element === document.activeElement)) {
      const isMarked = await control.evaluate((element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
      });
      expect(isMarked, `${control} shows that it has the focus`).toBe(true);
      return;
    }
  }
  throw new Error(`Tab does not lead to ${control}`);
}
