// The staff desk: finding an order and reading what happened to it.

import type { Page } from "@playwright/test";
import { openPayment } from "./helpers/forms.ts";
import { register, signIn } from "./helpers/people.ts";
import { COURSE } from "./helpers/shopping.ts";
import { accessible, expect, hydrated, test } from "./helpers/test.ts";

async function openStudio(page: Page, path = "/studio/"): Promise<void> {
  await signIn(page.request, "support@example.com");
  await page.goto(path);
  await hydrated(page, "studio");
}

test("the list of orders is filtered by state and search, and each view has an address", async ({ page }) => {
  await openStudio(page);
  await expect(page).toHaveURL(/\/studio\/orders$/);
  await expect(page.getByTestId("staff-name")).toHaveText("Samuel Help");
  const rows = page.getByTestId("order-row");
  await expect(rows.first()).toBeVisible();
  await accessible(page);

  await page.getByTestId("status-failed").click();
  await expect(page).toHaveURL(/status=failed/);
  await expect(page.getByTestId("status-failed")).toHaveAttribute("aria-current", "page");
  await expect(rows.filter({ hasText: "Fulfilled" })).toHaveCount(0);
  await expect(rows.filter({ hasText: "Failed" }).first()).toBeVisible();

  await page.getByTestId("status-all").click();
  await page.getByTestId("order-search").fill("amelia.hart@example.com");
  await expect(page).toHaveURL(/q=amelia/);
  await expect(rows.filter({ hasNotText: "amelia.hart@example.com" })).toHaveCount(0);
  await expect(rows.first()).toBeVisible();
  const count = await rows.count();

  await page.reload();
  await expect(rows).toHaveCount(count);
  await expect(page.getByTestId("order-search")).toHaveValue("amelia.hart@example.com");

  await page.getByTestId("order-search").fill("nobody-of-this-name");
  await expect(page.getByText("No order matches")).toBeVisible();
  await accessible(page);
});

test("an order's timeline tells every step from the form to the enrollment", async ({ page, request, standins }) => {
  const person = await register(request, standins);
  await standins.press(await openPayment(request, COURSE.run, "WELCOME10"), "accept");
  await standins.mail(person.email, /order|receipt/i);
  await expect.poll(() => standins.enrollments(person.email)).toHaveLength(1);

  await openStudio(page, `/studio/orders?q=${encodeURIComponent(person.email)}`);
  const row = page.getByTestId("order-row");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("Fulfilled");
  await expect(row).toContainText("$90.00");
  await row.click();

  await expect(page).toHaveURL(/\/studio\/orders\/\d+$/);
  await expect(page.getByTestId("totals")).toContainText("$90.00");
  const timeline = page.getByTestId("timeline");
  for (const kind of ["order", "payment", "notice", "enrollment", "job", "mail"]) {
    await expect(timeline.locator(`[data-kind="${kind}"]`).first(), kind).toBeVisible();
  }
  await expect(timeline).toContainText("The gateway says ACCEPT");
  await expect(timeline).toContainText("created → fulfilled");
  await expect(timeline.locator('[data-outcome="failed"]')).toHaveCount(0);
  await accessible(page);

  await page.keyboard.press("u");
  await expect(page).toHaveURL(/\/studio\/orders\?q=/);
  await expect(row.getByRole("link"), "the focus is back on the order").toBeFocused();
});

test("keys move through the list", async ({ page }) => {
  await openStudio(page);
  const links = page.locator("[data-order-link]");
  await expect(links.first()).toBeVisible();
  await page.keyboard.press("j");
  await expect(links.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("order")).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByTestId("order-search")).toBeFocused();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  await expect(page.getByTestId("shortcuts")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("shortcuts")).toBeHidden();
});

test("an enrollment that Open edX refuses is tried again from the desk", async ({ page, request, standins }) => {
  const person = await register(request, standins);
  await standins.fail({
    system: "openedx",
    kind: "status",
    code: 403,
    method: "POST",
    path_prefix: "/api/enrollment/",
  });
  try {
    await standins.press(await openPayment(request, COURSE.run), "accept");
    await openStudio(page, `/studio/orders?q=${encodeURIComponent(person.email)}`);
    await page.getByTestId("order-row").click();
    await expect(page.getByTestId("retry").first()).toBeVisible({ timeout: 20_000 });
  } finally {
    await standins.heal("openedx");
  }
  await page.getByTestId("retry").first().click();
  await expect(page.getByTestId("outcome")).not.toBeEmpty();
  await expect.poll(() => standins.enrollments(person.email), { timeout: 20_000 }).toHaveLength(1);
  await expect(page.getByTestId("retry")).toHaveCount(0, { timeout: 20_000 });
});

test("an unknown order and an unknown page say so", async ({ page, guard }) => {
  guard.tolerate(/^404 for .*\/api\/studio\/order\?/);
  await openStudio(page, "/studio/orders/999999");
  await expect(page.getByText("There is no such order")).toBeVisible();
  await page.goto("/studio/nothing");
  await expect(page.getByText("There is no such page in the studio")).toBeVisible();
});

test("the desk is for staff", async ({ page }) => {
  await page.goto("/studio/");
  await expect(page).toHaveURL(/\/signin\/\?next=/);
  await signIn(page.request, "amelia.hart@example.com");
  const answer = await page.goto("/studio/");
  expect(answer?.status()).toBe(403);
  await accessible(page);
});
