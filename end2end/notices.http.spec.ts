// Notices of the payment gateway, as many and as wrong as they may come: an order is fulfilled once, and only by its own.

import { createHmac } from "node:crypto";
import { checkoutForm, openPayment, openPaymentOf } from "./helpers/forms.ts";
import { register } from "./helpers/people.ts";
import { COURSE } from "./helpers/shopping.ts";
import { expect, test } from "./helpers/test.ts";

/** The development secret that the stand-in shares with the shop (docs/settings.md). */
const KEY = "dev-cybersource-security-key";
const HOOK = "/api/order_fulfillment/";

test("fifty copies of a notice at once fulfill one order once", async ({ request, standins, desk }) => {
  const person = await register(request, standins);
  const payment = await openPayment(request, COURSE.run);
  await standins.press(payment, "parallel", { copies: "50" });

  const { notices } = await standins.payment(payment);
  expect(notices.map(({ status }) => status)).toEqual(Array(50).fill(200));
  await expect.poll(() => standins.enrollments(person.email)).toHaveLength(1);
  const order = await desk.onlyOrder(person.email);
  expect(order.status).toBe("fulfilled");
  expect(order.needs_review).toBeNull();
  const timeline = await desk.timeline(order.id);
  const count = (pattern: RegExp) => timeline.filter(({ title, detail }) => pattern.test(`${title}: ${detail}`)).length;
  expect(count(/created → fulfilled/)).toBe(1);
  expect(count(/^The gateway says ACCEPT/)).toBe(1);
  expect(count(/^Notice from cybersource: applied/)).toBe(1);
  expect(count(/^Notice from cybersource: duplicate/)).toBe(49);
  expect(count(/^Open enrollments, attempt/)).toBe(1);
  const [enrollment] = await standins.enrollments(person.email);
  expect(enrollment).toMatchObject({ course_id: COURSE.run, posts: 1 });
  await standins.mail(person.email, /order|receipt/i);
  const receipts = (await standins.mails(person.email)).filter(({ subject }) => /order|receipt/i.test(subject));
  expect(receipts).toHaveLength(1);
});

test("a repeated notice changes nothing", async ({ request, standins, desk }) => {
  const person = await register(request, standins);
  const payment = await openPayment(request, COURSE.run);
  await standins.press(payment, "replay");
  expect((await standins.payment(payment)).notices.map(({ status }) => status)).toEqual([200, 200]);
  const order = await desk.onlyOrder(person.email);
  expect([order.status, order.needs_review]).toEqual(["fulfilled", null]);
});

for (const forgery of ["forged", "forged_echo"]) {
  test(`a forged notice is refused and changes nothing (${forgery})`, async ({ request, standins, desk }) => {
    const person = await register(request, standins);
    const payment = await openPayment(request, COURSE.run);
    await standins.press(payment, forgery);
    expect((await standins.payment(payment)).notices.map(({ status }) => status)).toEqual([403]);
    const order = await desk.onlyOrder(person.email);
    expect([order.status, order.needs_review]).toEqual(["created", null]);
  });
}

for (const action of ["wrong_amount", "wrong_currency", "partial"]) {
  test(`an acceptance that is not what was asked for waits for staff (${action})`, async ({
    request,
    standins,
    desk,
  }) => {
    const person = await register(request, standins);
    const payment = await openPayment(request, COURSE.run);
    await standins.press(payment, action);
    expect((await standins.payment(payment)).notices.map(({ status }) => status)).toEqual([200]);
    const order = await desk.onlyOrder(person.email);
    expect(order.status).toBe("created");
    expect(order.needs_review).not.toBeNull();
  });
}

test("a stale notice of an earlier payment page does not undo what was paid", async ({ request, standins, desk }) => {
  const person = await register(request, standins);
  const form = await checkoutForm(request, COURSE.run);
  const first = await openPaymentOf(request, form);
  const second = await openPaymentOf(request, form);
  await standins.press(second, "accept");
  await standins.press(first, "decline");
  expect((await desk.onlyOrder(person.email)).status).toBe("fulfilled");

  await standins.press(first, "accept");
  const order = await desk.onlyOrder(person.email);
  expect(order.status).toBe("fulfilled");
  expect(order.needs_review, "money was taken twice: staff must give it back").toContain("further payment");
  await expect.poll(async () => (await standins.enrollments(person.email)).map(({ posts }) => posts)).toEqual([1]);
});

test("a genuine notice about a payment that we never asked for is kept and changes nothing", async ({
  request,
  standins,
  desk,
}) => {
  const person = await register(request, standins);
  const payment = await standins.payment(await openPayment(request, COURSE.run));
  const stale = signed({
    decision: "ACCEPT",
    reason_code: "100",
    transaction_id: "6000000000000000000001",
    req_reference_number: payment.reference_number,
    req_transaction_uuid: "0".repeat(32),
    req_amount: payment.amount,
    auth_amount: payment.amount,
    req_currency: payment.currency,
    req_access_key: "f00dfacef00dfacef00dfacef00dface",
    req_profile_id: "0A1B2C3D-1111-2222-3333-444455556666",
  });
  expect((await request.post(HOOK, { form: stale })).status()).toBe(200);
  expect((await desk.onlyOrder(person.email)).status).toBe("created");
});

test("what is no notice is refused", async ({ request }) => {
  const bodies = [
    Buffer.from(""),
    Buffer.from("decision=ACCEPT"),
    Buffer.from("signature=%FF&signed_field_names=decision"),
    Buffer.from([0xff, 0x3d, 0x00]),
    Buffer.from("signed_field_names=signed_field_names&signature=AAAA"),
    Buffer.from('{"decision":"ACCEPT"}'),
  ];
  for (const data of bodies) {
    for (const type of ["application/x-www-form-urlencoded", "application/json", "text/plain"]) {
      const answer = await request.post(HOOK, { data, headers: { "content-type": type } });
      expect(answer.status(), `${type}: ${data}`).toBe(403);
    }
  }
});

/** Signs fields as the gateway does: every one of them, in order. */
function signed(fields: Record<string, string>): Record<string, string> {
  const names = [...Object.keys(fields), "signed_field_names", "signed_date_time"].join(",");
  const time = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  const all: Record<string, string> = { ...fields, signed_field_names: names, signed_date_time: time };
  const message = names
    .split(",")
    .map((name) => `${name}=${all[name]}`)
    .join(",");
  return { ...all, signature: createHmac("sha256", KEY).update(message).digest("base64") };
}
