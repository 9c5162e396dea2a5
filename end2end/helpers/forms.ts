// Buying over plain HTTP: the pages' own forms, read out of their HTML and posted as a browser without scripts does.

import { type APIRequestContext, expect } from "@playwright/test";
import { checkoutLink } from "./shopping.ts";

export type Fields = Record<string, string>;

/** The fields of the checkout of a product, with the date chosen that the basket chose. */
export async function checkoutForm(request: APIRequestContext, product: string, code?: string): Promise<Fields> {
  const link = checkoutLink(product, code === undefined ? {} : { code });
  const answer = await request.get(link);
  const html = await answer.text();
  expect(answer.status(), `the checkout of ${product}`).toBe(200);
  const fields = hiddenFields(html);
  for (const [, name, options] of html.matchAll(/<select[^>]*\bname="(run-\d+)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const chosen = options?.match(/<option[^>]*value="(\d+)"[^>]*\bselected/)?.[1];
    if (name !== undefined) fields[name] = chosen ?? "";
  }
  return { ...fields, code: code ?? "" };
}

/** Places the order of a product and opens its payment page; gives that page's address. */
export async function openPayment(request: APIRequestContext, product: string, code?: string): Promise<string> {
  return openPaymentOf(request, await checkoutForm(request, product, code));
}

/** The same for a checkout's form that was read before. */
export async function openPaymentOf(request: APIRequestContext, form: Fields): Promise<string> {
  const answer = await request.post("/checkout/pay/", { form });
  const html = await answer.text();
  expect(answer.status(), `placing the order: ${textOf(html)}`).toBe(200);
  const action = unescaped(html.match(/<form[^>]*id="payment-form"[^>]*action="([^"]+)"/)?.[1] ?? "");
  const body = html.slice(html.indexOf('id="payment-form"'));
  const paid = await request.post(action, { form: hiddenFields(body.slice(0, body.indexOf("</form>"))) });
  expect(paid.url(), `the payment page: ${textOf(await paid.text())}`).toMatch(/\/pay\/[^/]+$/);
  return paid.url();
}

function hiddenFields(html: string): Fields {
  const fields: Fields = {};
  for (const [input] of html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = input.match(/\bname="([^"]*)"/)?.[1];
    if (name !== undefined) fields[name] = unescaped(input.match(/\bvalue="([^"]*)"/)?.[1] ?? "");
  }
  return fields;
}

/** What a page says, in one line. */
export function textOf(html: string): string {
  const main = html.match(/<main[\s\S]*<\/main>/)?.[0] ?? html;
  return unescaped(main.replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}

function unescaped(text: string): string {
  const marks: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };
  return text.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (whole, name: string) => marks[name] ?? whole);
}
