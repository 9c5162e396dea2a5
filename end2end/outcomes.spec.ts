// What the payment page can end with besides a payment.

import { register } from "./helpers/people.ts";
import { applyCode, COURSE, expectEnrolled, openCheckout, payBy, placeOrder, total } from "./helpers/shopping.ts";
import { accessible, expect, test } from "./helpers/test.ts";

test("a declined card costs nothing, and another one pays", async ({ page, standins, desk }) => {
  const person = await register(page.request, standins);
  await openCheckout(page, COURSE.run);
  await placeOrder(page);
  await payBy(page, "decline", /\/checkout\/\?payment=declined$/);

  await expect(page.getByRole("main")).toContainText("The payment was declined. Nothing was charged");
  await expect(page.getByTestId("checkout")).toContainText(COURSE.title);
  expect((await desk.onlyOrder(person.email)).status).toBe("failed");
  await accessible(page);

  await placeOrder(page);
  await payBy(page, "accept", /\/dashboard\//);
  await expectEnrolled(page, COURSE.title);
  const paid = (await desk.orders(person.email)).filter(({ status }) => status === "fulfilled");
  expect(paid).toHaveLength(1);
});

test("who turns back finds the basket as it was", async ({ page, standins, desk }) => {
  const person = await register(page.request, standins);
  await openCheckout(page, COURSE.run);
  await applyCode(page, "WELCOME10");
  await expect(total(page)).toHaveText("$90.00");
  await placeOrder(page);
  await payBy(page, "cancel", /\/checkout\/\?payment=canceled$/);

  await expect(page.getByRole("main")).toContainText("You left the payment page. Nothing was charged");
  await expect(total(page)).toHaveText("$90.00");
  await expect(page.getByTestId("code-applied")).toContainText("WELCOME10");
  expect((await desk.onlyOrder(person.email)).status).toBe("failed");
  expect(await standins.enrollments(person.email)).toEqual([]);
});

test("a payment under review waits for a person's decision", async ({ page, standins, desk }) => {
  const person = await register(page.request, standins);
  await openCheckout(page, COURSE.run);
  await placeOrder(page);
  await payBy(page, "review", /\/dashboard\/\?status=review$/);

  await expect(page.getByText("Your payment is under review")).toBeVisible();
  await expect(page.getByTestId("enrollment-card")).toHaveCount(0);
  const order = await desk.onlyOrder(person.email);
  expect(order.status).toBe("created");
  expect(order.needs_review).toContain("under review");
  await accessible(page);
});
