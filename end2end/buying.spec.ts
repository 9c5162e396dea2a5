// The journey of the shop: from the home page to the course, by a person who has never been here.

import type { Page } from "@playwright/test";
import { confirmationLink, fillDetails, fillProfile, type Person, stranger } from "./helpers/people.ts";
import { applyCode, COURSE, expectEnrolled, payBy, placeOrder, total } from "./helpers/shopping.ts";
import { accessible, expect, hydrated, test } from "./helpers/test.ts";

test("a visitor finds a course, registers, pays with a code, and is enrolled", async ({ page, shop, standins }) => {
  test.slow();
  const person = stranger();

  await test.step("land on the home page", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await accessible(page);
    await page.getByRole("link", { name: "Explore the catalog" }).click();
  });

  await test.step("filter the catalog", async () => {
    await hydrated(page, "site");
    const topics = page.getByRole("navigation", { name: "Topic" });
    await topics.getByRole("link", { name: new RegExp(`^${COURSE.topic}`) }).click();
    await expect(page).toHaveURL(/\/catalog\/\?topic=Manufacturing$/);
    await expect(topics.getByRole("link", { name: new RegExp(`^${COURSE.topic}`) })).toHaveAttribute("aria-current");
    await accessible(page);
    await page.getByRole("heading", { level: 3 }).getByRole("link", { name: COURSE.title }).first().click();
  });

  await test.step("open the course", async () => {
    await expect(page.getByRole("heading", { level: 1, name: COURSE.title })).toBeVisible();
    await expect(page).toHaveURL(shop.url + COURSE.path);
    await accessible(page);
    await page.getByRole("link", { name: "Enroll Now" }).first().click();
  });

  await test.step("register", async () => {
    await expect(page).toHaveURL(/\/signin\/\?next=/);
    await accessible(page);
    await page.locator(".form__aside").getByRole("link", { name: "Create account" }).click();
    await accessible(page);
    await page.getByLabel("Email", { exact: true }).fill(person.email);
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page).toHaveURL(/\/create-account\/confirm-sent\/$/);
    await expect(page.getByRole("main")).toContainText(person.email);
    await accessible(page);
  });

  await test.step("verify the address by mail", async () => {
    const link = await confirmationLink(standins, person.email);
    await page.goto(`${shop.standins}/inbox/?to=${encodeURIComponent(person.email)}`);
    await accessible(page);
    await page.getByTestId("inbox-mail").getByRole("link").click();
    await accessible(page);
    await page.locator(`[data-testid="mail-link"][href="${link}"]`).click();
    await accessible(page);
    await page.getByTestId("confirm-email").click();
  });

  await test.step("complete the profile", () => completeProfile(page, person));

  await test.step("apply a code", async () => {
    await expect(page.getByTestId("checkout")).toContainText(COURSE.title);
    await hydrated(page, "account");
    await expect(total(page)).toHaveText(COURSE.price);
    await applyCode(page, "WELCOME10");
    await expect(page.getByTestId("code-applied")).toContainText("WELCOME10");
    await expect(total(page)).toHaveText("$90.00");
    await accessible(page);
  });

  await test.step("pay", async () => {
    await placeOrder(page);
    await expect(page.getByTestId("pay-amount")).toHaveText("90.00 USD");
    await accessible(page);
    await payBy(page, "accept", /\/dashboard\//);
  });

  await test.step("see the enrollment on the dashboard", async () => {
    await expectEnrolled(page, COURSE.title);
    await accessible(page);
  });

  await test.step("see the receipt", async () => {
    await page.getByRole("link", { name: "View receipt" }).click();
    const receipt = page.getByTestId("receipt");
    await expect(receipt.locator("#totalPaid")).toHaveText("$90.00");
    await expect(receipt.locator("#discountCode")).toHaveText("WELCOME10");
    await expect(receipt.locator("#purchaserName")).toHaveText(person.name);
    await accessible(page);
    await standins.mail(person.email, /receipt|order|confirmation/i);
  });

  await test.step("see the enrollment in Open edX", async () => {
    const [enrollment, ...more] = await standins.enrollments(person.email);
    expect(more).toEqual([]);
    expect(enrollment).toMatchObject({ course_id: COURSE.run, mode: "no-id-professional", is_active: true, posts: 1 });
    await page.goto(`${shop.standins}/edx/`);
    const row = page.locator(`[data-testid="edx-enrollment"][data-username="${enrollment?.username}"]`);
    await expect(row).toContainText(COURSE.run);
    await accessible(page);
  });

  await test.step("enter the course", async () => {
    await page.goto("/dashboard/");
    const opened = page.context().waitForEvent("page");
    await page.getByTestId("enrollment-card").getByRole("link", { name: COURSE.title }).click();
    const course = await opened;
    await course.getByRole("link", { name: "Sign in with xPRO" }).click();
    await expect(course.getByTestId("courseware-enrollment")).toHaveText("no-id-professional");
  });
});

async function completeProfile(page: Page, person: Person): Promise<void> {
  await expect(page).toHaveURL(/\/create-account\/details\/$/);
  await hydrated(page, "account");
  await fillDetails(page, person);
  await accessible(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(/\/create-account\/extra\/$/);
  await fillProfile(page);
  await accessible(page);
  await page.getByRole("button", { name: "Create my account" }).click();
}
