// The steps of buying, as a person takes them.

import { expect, type Page } from "@playwright/test";
import { hasScripts, hydrated } from "./test.ts";

/** A course whose first date has begun and still takes enrollments (crates/catalog/src/seed). */
export const COURSE = {
  title: "Additive Manufacturing",
  topic: "Manufacturing",
  path: "/courses/course-v1:xPRO+AMx/",
  run: "course-v1:xPRO+AMx+R1",
  laterRun: "course-v1:xPRO+AMx+R2",
  price: "$100.00",
};

/** The link that puts something into the basket. */
export function checkoutLink(product: string, more: Record<string, string> = {}): string {
  return `/checkout/?${new URLSearchParams({ product, ...more })}`;
}

/** Puts a product into the basket and waits for its checkout. */
export async function openCheckout(page: Page, product: string, more: Record<string, string> = {}): Promise<void> {
  await page.goto(checkoutLink(product, more));
  await expect(page.getByTestId("checkout")).toBeVisible();
  await expect(page).toHaveURL(/\/checkout\/$/);
  await hydrated(page, "account");
}

/** Applies a code on the checkout. */
export async function applyCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Enrollment or promotional code").fill(code);
  await page.getByTestId("apply-code").click();
}

/** The total that the checkout shows. */
export function total(page: Page) {
  return page.getByTestId("order-summary").locator(".order-summary__figure--total dd");
}

/** Places the order and goes on to the payment page. */
export async function placeOrder(page: Page): Promise<void> {
  await page.getByTestId("place-order").click();
  // With scripts the form behind the button sends itself.
  if (!hasScripts()) await page.getByTestId("continue-to-payment").click();
  await expect(page).toHaveURL(/\/pay\/[^/]+$/);
}

/** Presses a button of the payment page and comes back to the shop. */
export async function payBy(page: Page, button: string, backTo: RegExp): Promise<void> {
  await page.locator(`#${button}`).click();
  // After a decline the payment page lets one try again first; without scripts one always presses.
  if (!hasScripts() || button === "decline") await page.locator("#return").click();
  await expect(page).toHaveURL(backTo);
}

/** Waits until the dashboard says that Open edX knows of the enrollment. */
export async function expectEnrolled(page: Page, title: string): Promise<void> {
  const card = page.getByTestId("enrollment-card").filter({ hasText: title });
  // Without scripts the page looks again by itself, every five seconds.
  await expect(card).toHaveAttribute("data-push-state", "enrolled", { timeout: 30_000 });
  await expect(card).toHaveCount(1);
}
