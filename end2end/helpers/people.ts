// People: new ones through the pages or quickly through the same forms, and those of the demo.

import { randomUUID } from "node:crypto";
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import type { StandIns } from "./standins.ts";

export type Person = { email: string; password: string; firstName: string; lastName: string; name: string };

/** Everybody's password in the demo. */
const DEMO_PASSWORD = "demo-pass-1";

/** Somebody whom the shop does not know yet. */
export function stranger(): Person {
  const id = randomUUID().slice(0, 8);
  return {
    email: `ada.${id}@example.com`,
    password: "correct-horse-7",
    firstName: "Ada",
    lastName: "Lovelace",
    name: "Ada Lovelace",
  };
}

/** Fills in the first form of the registration, about the person. */
export async function fillDetails(page: Page, person: Person): Promise<void> {
  await page.getByLabel("First name", { exact: true }).fill(person.firstName);
  await page.getByLabel("Last name", { exact: true }).fill(person.lastName);
  await page.getByLabel("Full name", { exact: true }).fill(person.name);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByLabel("Street address", { exact: true }).fill("77 Elm Street");
  await page.getByLabel("City", { exact: true }).fill("Cambridge");
  await page.getByLabel("Country", { exact: true }).selectOption("US");
  await page.getByLabel("State or territory", { exact: true }).selectOption("US-MA");
  await page.getByLabel("Postal code", { exact: false }).fill("02139");
}

/** Fills in the second form, about their work. */
export async function fillProfile(page: Page): Promise<void> {
  await page.getByLabel("Gender", { exact: true }).selectOption("f");
  await page.getByLabel("Year of birth", { exact: true }).selectOption("1990");
  await page.getByLabel("Company", { exact: true }).fill("Analytical Engines");
  await page.getByLabel("Job title", { exact: true }).fill("Engineer");
}

/** The link in the letter that confirms an address. */
export async function confirmationLink(standins: StandIns, email: string): Promise<string> {
  const { text } = await standins.mail(email, /verify|confirm/i);
  const link = text?.match(/https?:\/\/\S+\/create-account\/confirm\/\S+/)?.[0];
  if (link === undefined) throw new Error(`the letter to ${email} has no link: ${text}`);
  return link;
}

/** A new person with an account, signed in where the request's cookies live; by the pages' own forms, without a browser. */
export async function register(request: APIRequestContext, standins: StandIns): Promise<Person> {
  const person = stranger();
  await post(request, "/create-account/", { email: person.email, next: "" }, "/create-account/confirm-sent/");
  const { searchParams } = new URL(await confirmationLink(standins, person.email));
  const confirmation = Object.fromEntries(searchParams);
  await post(request, "/create-account/confirm/", confirmation, "/create-account/details/");
  const details = {
    first_name: person.firstName,
    last_name: person.lastName,
    name: person.name,
    password: person.password,
    street_address: "77 Elm Street",
    city: "Cambridge",
    country: "US",
    state_or_territory: "US-MA",
    postal_code: "02139",
  };
  await post(request, "/create-account/details/", details, "/create-account/extra/");
  const profile = { gender: "f", birth_year: "1990", company: "Analytical Engines", job_title: "Engineer" };
  await post(request, "/create-account/extra/", profile, "/dashboard/");
  return person;
}

/** Signs in somebody of the demo, where the request's cookies live. */
export async function signIn(request: APIRequestContext, email: string, password = DEMO_PASSWORD): Promise<void> {
  await post(request, "/signin/", { email, next: "" }, "/signin/password/");
  await post(request, "/signin/password/", { password }, "/dashboard/");
}

async function post(
  request: APIRequestContext,
  path: string,
  form: Record<string, string>,
  leadsTo: string,
): Promise<void> {
  const answer = await request.post(path, { form });
  expect(new URL(answer.url()).pathname, `${path} answered ${answer.status()}`).toBe(leadsTo);
  expect(answer.status(), `${path} leads to a page`).toBe(200);
}
