// A section that is written once: new pages of vendors' courses receive it, follow it, and may edit parts of it.

import type { Page } from "@playwright/test";
import {
  ADMIN,
  COURSES,
  confirmFindings,
  enter,
  field,
  publishPanel,
  Studio,
  saved,
  seat,
  unique,
} from "./helpers/studio.ts";
import { accessible, expect, test } from "./helpers/test.ts";

type Outcome = { outcome: string; record: { id: number } };

test("a shared section is given to a new external page, edited there, and followed again", async ({
  browser,
  baseURL,
  guard,
  request,
}) => {
  test.setTimeout(180_000);
  const { page } = await seat(browser, guard, baseURL, ADMIN);
  const studio = new Studio(page.request);
  const course = unique("Vendor course");
  const readable = `course-v1:Vendor+${course.slice(-6)}`;
  const shared = unique("How it works");
  const section = page.getByTestId("block").filter({ hasText: "Shared" });

  await test.step("a vendor's course, and a shared section for pages like its page", async () => {
    const platform = await made(studio, "platform", { name: unique("Vendor"), enable_sync: false });
    await made(studio, "course", {
      title: course,
      readable_id: readable,
      platform,
      live: true,
      is_external: true,
      external_course_id: "V-1",
    });
    await enter(page, "/studio/snippets/new?kind=shared_section");
    await page.locator("[data-path='name'] input").fill(shared);
    await page.locator("[data-path='is_default'] input").check();
    await page.getByTestId("add-section").click();
    await page.getByTestId("insert").locator('[data-block="text"]').click();
    await words(page, "How it works", "Read, try, **discuss**.");
    await save(page);
    await expect(page).toHaveURL(/\/studio\/snippets\/\d+/);
  });
  const snippet = address(page);

  await test.step("the new page says what it describes and has the section", async () => {
    await enter(page, `/studio/pages?in=${COURSES}`);
    await page.getByTestId("add-page").click();
    const dialog = page.getByTestId("dialog");
    await dialog.getByLabel("External course page", { exact: true }).check();
    await dialog.getByRole("searchbox", { name: "Course" }).fill(course);
    await dialog.getByRole("button", { name: course }).click();
    await expect(dialog.getByLabel("Title")).toHaveValue(course);
    await accessible(page);
    await dialog.getByTestId("dialog-submit").click();
    await expect(page).toHaveURL(/\/studio\/pages\/\d+$/);
    await expect(field(page, "course").locator(".edit-ref")).toContainText(course);
    await expect(section).toHaveCount(1);
  });

  await test.step("it follows, and what is edited here says so", async () => {
    await open(page);
    await expect(section).toContainText(`Follows “${shared}”`);
    await section.getByRole("button", { name: /^Edit here.*Heading/ }).click();
    await expect(section.getByText("Edited here", { exact: true })).toBeVisible();
    await section.getByRole("textbox", { name: "Heading" }).fill("How this course works");
    const preview = page.frameLocator('[data-testid="preview"]');
    await expect(preview.getByText("How this course works")).toBeVisible();
    await expect(preview.getByText("Read, try,")).toBeVisible();
    await accessible(page);
  });

  await test.step("visitors read both; a change of the shared section reaches the rest of it", async () => {
    await field(page, "language")
      .getByRole("button", { name: /^Choose/ })
      .click();
    await field(page, "language").locator("dialog[open] li button").filter({ hasText: "English" }).first().click();
    await field(page, "subhead").locator("input").fill("A course of a vendor");
    await saved(page);
    const panel = await publishPanel(page);
    await confirmFindings(panel);
    await panel.getByTestId("publish-now").click();
    await expect.poll(() => text(request, readable)).toContain("How this course works");
    expect(await text(request, readable)).toContain("discuss");

    const own = address(page);
    await enter(page, snippet);
    await expect(page.getByTestId("used-by")).toContainText(course);
    await words(page, "How everything works", "Read, try, **explain**.");
    await save(page);
    await expect.poll(() => text(request, readable)).toContain("explain");
    expect(await text(request, readable), "what is edited here stays").toContain("How this course works");
    await enter(page, own);
  });

  await test.step("it follows again when asked to", async () => {
    await open(page);
    await section.getByRole("button", { name: "Follow the shared section" }).click();
    await expect(section.getByText("Edited here", { exact: true })).toBeHidden();
    await expect(section).toContainText("How everything works");
    await saved(page);
    const panel = await publishPanel(page);
    await confirmFindings(panel);
    await panel.getByTestId("publish-now").click();
    await expect.poll(() => text(request, readable)).toContain("How everything works");
  });
});

async function made(studio: Studio, kind: string, document: Record<string, unknown>): Promise<number> {
  const done = await studio.post<Outcome>("record-save", { input: { kind, which: null, document } });
  expect(done.outcome, JSON.stringify(done)).toBe("saved");
  return done.record.id;
}

/** Heading and text of the one section of a record. */
async function words(page: Page, heading: string, body: string): Promise<void> {
  const block = page.getByTestId("block");
  if (!(await block.getByRole("textbox", { name: "Heading" }).isVisible()))
    await block.locator(".block__title").click();
  await block.getByRole("textbox", { name: "Heading" }).fill(heading);
  await block.locator("textarea").last().fill(body);
}

/** Path and query of the screen. */
function address(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}

async function save(page: Page): Promise<void> {
  await page.getByTestId("save-record").click();
  await expect(page.getByTestId("toasts")).toContainText("Saved");
}

/** Opens the section that follows. */
async function open(page: Page): Promise<void> {
  const block = page.getByTestId("block").filter({ hasText: "Shared" });
  const title = block.locator(".block__title");
  if ((await title.getAttribute("aria-expanded")) !== "true") await title.click();
}

async function text(request: import("@playwright/test").APIRequestContext, readable: string): Promise<string> {
  return (await request.get(`/courses/${encodeURIComponent(readable)}/`)).text();
}
