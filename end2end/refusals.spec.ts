// Wrong turns on the way to the basket and through it: a clear message, and nothing changed.

import { register } from "./helpers/people.ts";
import { applyCode, COURSE, checkoutLink, openCheckout, placeOrder, total } from "./helpers/shopping.ts";
import { accessible, expect, hasScripts, test } from "./helpers/test.ts";

const unknown = ["999999999", "course-v1:no+such+thing", "program-v1:xPRO+AnlgLearn", "99999999999999999999", "'; --"];

test("a link to an unknown product says so and offers a way on", async ({ page, standins, desk }) => {
  const person = await register(page.request, standins);
  for (const product of unknown) {
    const answer = await page.goto(checkoutLink(product));
    expect(answer?.status(), product).toBe(422);
    await expect(page.getByTestId("checkout-empty")).toContainText(`Unknown product: ${product}`);
  }
  await accessible(page);
  await expect(page.getByRole("main").getByRole("link", { name: "Browse the catalog" })).toBeVisible();
  expect(await desk.orders(person.email)).toEqual([]);
});

test("an unknown product in a link leaves a filled basket alone", async ({ page, standins }) => {
  await register(page.request, standins);
  await openCheckout(page, COURSE.run);
  await page.goto(checkoutLink("999999999"));
  await expect(page.getByRole("alert")).toContainText("Unknown product: 999999999");
  await expect(page.getByTestId("checkout")).toContainText(COURSE.title);
  await expect(total(page)).toHaveText(COURSE.price);
});

test("a run whose enrollment has closed cannot be put into the basket", async ({ page, standins }) => {
  await register(page.request, standins);
  const answer = await page.goto(checkoutLink("course-v1:xPRO+SysEngx3+R1"));
  expect(answer?.status()).toBe(422);
  await expect(page.getByTestId("checkout-empty")).toContainText("Enrollment for this offering has closed.");
});

const codes = [
  { code: "EXPIRED20", says: /This code expired on/ },
  { code: "SAVE250", says: /cannot be used for this purchase/ },
  { code: "FUTURE15", says: /cannot be used for this purchase/ },
  { code: "OLDNEWS5", says: /cannot be used for this purchase/ },
  { code: "USEDUP50", says: /cannot be used for this purchase/ },
  { code: "no such code <b>", says: /cannot be used for this purchase/ },
];

test("a code that does not count is refused beside its field", async ({ page, standins }) => {
  await register(page.request, standins);
  await openCheckout(page, COURSE.run);
  const field = page.getByLabel("Enrollment or promotional code");
  for (const { code, says } of codes) {
    await applyCode(page, code);
    await expect(page.locator("#code-result")).toContainText(code);
    await expect(page.locator("#code-result")).toContainText(says);
    await expect(field).toHaveValue(code);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(total(page)).toHaveText(COURSE.price);
  }
  await accessible(page);
});

test("a run that one is enrolled in is not sold twice", async ({ page, standins, desk }) => {
  const person = await register(page.request, standins);
  await openCheckout(page, COURSE.run, { code: "FREEPASS" });
  await expect(total(page)).toHaveText("$0.00");
  await page.getByTestId("place-order").click();
  await expect(page).toHaveURL(/\/dashboard\//);

  await page.goto(checkoutLink(COURSE.run));
  await expect(page.locator("#runs-error")).toContainText("You are already enrolled in this date");
  await page.getByTestId("place-order").click();
  await expect(page.getByRole("alert")).toContainText("Choose a date for every course");
  const paid = (await desk.orders(person.email)).filter(({ status }) => status === "fulfilled");
  expect(paid).toHaveLength(1);
});

test("pressing twice places one order", async ({ page, standins, desk }) => {
  const person = await register(page.request, standins);
  await openCheckout(page, COURSE.run);
  await page.getByTestId("place-order").dblclick();
  if (!hasScripts()) await page.getByTestId("continue-to-payment").dblclick();
  await expect(page).toHaveURL(/\/pay\/[^/]+$/);
  expect((await desk.onlyOrder(person.email)).status).toBe("created");
});

test("coming back from the payment page and placing the order again keeps one order", async ({
  page,
  standins,
  desk,
}) => {
  const person = await register(page.request, standins);
  await openCheckout(page, COURSE.run);
  await placeOrder(page);
  await page.goto("/checkout/");
  await placeOrder(page);
  expect((await desk.onlyOrder(person.email)).status).toBe("created");
});
