// A bad day: Open edX answers 500 while somebody pays, and then the power fails. Whoever has paid is enrolled in the end,
// once.

import { register } from "./helpers/people.ts";
import { COURSE, expectEnrolled, openCheckout, payBy, placeOrder } from "./helpers/shopping.ts";
import { expect, test } from "./helpers/test.ts";

// The stand-ins must remember what they saw before the power failed.
test.use({ standinsApart: true });

test("who pays while Open edX is down, and the server dies, is enrolled exactly once", async ({
  page,
  shop,
  standins,
  guard,
}) => {
  test.setTimeout(150_000);
  const person = await register(page.request, standins);
  const fault = await standins.fail({ system: "openedx", kind: "status", code: 500 });
  await openCheckout(page, COURSE.run);
  await placeOrder(page);
  await payBy(page, "accept", /\/dashboard\//);

  // Paid, told the truth, and Open edX has been asked in vain.
  const card = page.getByTestId("enrollment-card").filter({ hasText: COURSE.title });
  await expect(card).toHaveAttribute("data-push-state", "pending");
  await expect(card).toContainText("Being set up");
  await expect.poll(() => standins.hits(fault)).toBeGreaterThan(0);
  expect(await standins.enrollments(person.email)).toEqual([]);

  guard.tolerate(/ERR_CONNECTION|Failed to fetch/);
  await shop.kill();
  await standins.heal("openedx");
  await shop.start();

  await expect.poll(() => standins.enrollments(person.email), { timeout: 90_000 }).toHaveLength(1);
  await page.goto("/dashboard/");
  await expectEnrolled(page, COURSE.title);
  const [enrollment] = await standins.enrollments(person.email);
  expect(enrollment).toMatchObject({ course_id: COURSE.run, mode: "no-id-professional", is_active: true, posts: 1 });
  const receipts = (await standins.mails(person.email)).filter(({ subject }) => /order|receipt/i.test(subject));
  expect(receipts, "the receipt is sent once").toHaveLength(1);
});

test("who pays in the moment of the power cut is enrolled exactly once", async ({ page, shop, standins, guard }) => {
  test.setTimeout(150_000);
  const person = await register(page.request, standins);
  await standins.fail({
    system: "openedx",
    kind: "status",
    code: 500,
    method: "POST",
    path_prefix: "/api/enrollment/",
  });
  await openCheckout(page, COURSE.run);
  await placeOrder(page);
  guard.tolerate(/ERR_CONNECTION|Failed to fetch/);
  const payment = page.url();
  await standins.press(payment, "notice_only");
  await shop.kill();
  expect((await standins.payment(payment)).notices.map(({ status }) => status)).toEqual([200]);
  await standins.heal("openedx");
  await shop.start();

  await expect.poll(() => standins.enrollments(person.email), { timeout: 90_000 }).toHaveLength(1);
  expect((await standins.enrollments(person.email)).map(({ posts }) => posts)).toEqual([1]);
  await page.goto("/dashboard/");
  await expectEnrolled(page, COURSE.title);
});
