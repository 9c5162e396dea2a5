// Requests that no page of ours makes: a plain 4xx or a safe answer, nothing changed, never a 500.

import type { APIRequestContext } from "@playwright/test";
import { checkoutForm, textOf } from "./helpers/forms.ts";
import { register, signIn } from "./helpers/people.ts";
import { COURSE } from "./helpers/shopping.ts";
import { expect, test } from "./helpers/test.ts";

const FORM = "application/x-www-form-urlencoded";

const elsewhere = [
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "\\\\evil.example",
  "http:evil.example",
  "javascript:alert(1)",
  "/%09/evil.example",
  "\t//evil.example",
  "https://127.0.0.1@evil.example/",
];

test("`next` never leads to another site", async ({ request }) => {
  await signIn(request, "amelia.hart@example.com");
  for (const next of elsewhere) {
    const answer = await request.get("/signin/", { params: { next }, maxRedirects: 0 });
    expect(answer.status(), next).toBe(303);
    expect(new URL(answer.headers().location ?? "", answer.url()).origin, next).toBe(new URL(answer.url()).origin);
  }
});

test("`next` to another site is forgotten while signing in", async ({ request }) => {
  await request.post("/signin/", { form: { email: "jonas.obrien@example.com", next: "https://evil.example/" } });
  const answer = await request.post("/signin/password/", { form: { password: "demo-pass-1" }, maxRedirects: 0 });
  expect([answer.status(), answer.headers().location]).toEqual([303, "/dashboard/"]);
});

const targets = ["/signin/", "/create-account/", "/checkout/order/", "/checkout/pay/", "/checkout/", "/dashboard/"];
const hooks = ["/api/order_fulfillment/", "/api/account/update-basket", "/oauth2/token/"];

test("a form of ten megabytes is too large", async ({ request, page }) => {
  const body = Buffer.alloc(10 * 1024 * 1024, "a");
  for (const path of [...targets, ...hooks]) expect(await statusOf(request, path, body), path).toBe(413);

  // In a browser it ends with a page that says so, and not with a broken connection.
  await page.goto("/signin/");
  await page.getByLabel("Email").evaluate((field: HTMLInputElement) => {
    field.type = "text";
    field.value = "a".repeat(10 * 1024 * 1024);
    field.form?.submit();
  });
  await expect(page.getByRole("main")).toContainText("413");
});

test("text that is no UTF-8, or holds a NUL, is refused", async ({ request, standins }) => {
  await register(request, standins);
  const bodies = [
    Buffer.from("email=%FF&code=%FF"),
    Buffer.from([0x65, 0x3d, 0xff]),
    Buffer.from("email=a%00b&code=%00"),
  ];
  for (const path of ["/signin/", "/create-account/", "/checkout/order/", "/checkout/pay/", "/profile/edit/"]) {
    for (const body of bodies) expect(await statusOf(request, path, body), `${path} ${body}`).toBe(400);
  }
  for (const path of [
    "/%00",
    "/courses/%00/",
    "/courses/%FF/",
    "/catalog/?q=%00",
    "/checkout/?product=%00",
    "/media/%00",
  ]) {
    expect((await request.get(path)).status(), path).toBe(400);
  }
});

test("a gateway's post that cannot be read only leads on", async ({ request }) => {
  for (const path of ["/checkout/", "/dashboard/"]) {
    for (const body of [Buffer.from("decision=%FF"), Buffer.from("decision=ACCEPT&signature=x"), Buffer.from("")]) {
      const answer = await request.post(path, { data: body, headers: { "content-type": FORM }, maxRedirects: 0 });
      expect([answer.status(), answer.headers().location], `${path} ${body}`).toEqual([303, path]);
    }
  }
});

test("a form that another site's page sends is refused and changes nothing", async ({ request, standins, desk }) => {
  const person = await register(request, standins);
  const form = await checkoutForm(request, COURSE.run, "FREEPASS");
  const foreign = [
    ["origin", "https://evil.example"],
    ["sec-fetch-site", "cross-site"],
  ] as const;
  for (const [name, value] of foreign) {
    const answer = await request.post("/checkout/pay/", { form, headers: { [name]: value } });
    expect(answer.status()).toBe(403);
    expect(textOf(await answer.text())).toContain("Nothing was changed");
  }
  expect((await desk.orders(person.email)).filter(({ status }) => status !== "created")).toEqual([]);
});

test("calls of the islands with nonsense are refused", async ({ request, standins }) => {
  await register(request, standins);
  const bodies = [
    "",
    "{",
    "null",
    '{"change":{"runs":"x"}}',
    '{"change":{"runs":[99999999999999999999],"code":null}}',
    '{"change":{"runs":[-1,0,9223372036854775807],"code":null}}',
    '{"change":{"runs":null,"code":"a\\u0000b"}}',
    JSON.stringify({ change: { runs: null, code: "x".repeat(10_000) } }),
  ];
  for (const data of bodies) {
    const answer = await request.post("/api/account/update-basket", {
      data: Buffer.from(data),
      headers: { "content-type": "application/json" },
    });
    expect(answer.status(), `${data.slice(0, 80)}: ${await answer.text()}`).toBeLessThan(500);
  }
});

test("somebody else's receipt, and none at all, are not found", async ({ request, desk }) => {
  await signIn(request, "priya.raman@example.com");
  const foreign = (await desk.orders("jonas.obrien@example.com"))[0]?.id;
  expect(foreign, "a demo order").toBeDefined();
  for (const order of [foreign, 0, -1, "abc", "99999999999999999999", "1%27"]) {
    const status = (await request.get(`/receipt/${order}/`)).status();
    expect([400, 404], `receipt ${order}`).toContain(status);
  }
});

test("a double submit of a free order places one", async ({ request, standins, desk }) => {
  const person = await register(request, standins);
  const form = await checkoutForm(request, COURSE.run, "FREEPASS");
  const answers = await Promise.all(Array.from({ length: 8 }, () => request.post("/checkout/pay/", { form })));
  for (const answer of answers) expect(answer.status(), textOf(await answer.text())).toBe(200);
  expect((await desk.onlyOrder(person.email)).status).toBe("fulfilled");
  await expect.poll(async () => (await standins.enrollments(person.email)).map(({ posts }) => posts)).toEqual([1]);
});

test("addresses that do not exist, and methods that do not fit, are plain 4xx", async ({ request }) => {
  for (const path of ["/nothing/", "/courses/nothing/", "/static/nothing.js", "/api/nothing/", "/studio/nothing"]) {
    const status = (await request.get(path)).status();
    expect(status === 404 || path.startsWith("/studio/"), `${path}: ${status}`).toBe(true);
  }
  for (const path of targets) expect((await request.delete(path)).status(), path).toBe(405);
});

async function statusOf(request: APIRequestContext, path: string, data: Buffer): Promise<number> {
  const answer = await request.post(path, { data, headers: { "content-type": FORM }, maxRedirects: 0 });
  return answer.status();
}
