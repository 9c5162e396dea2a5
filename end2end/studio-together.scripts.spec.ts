// Working together in the studio: two people on one page, a review with mails, and a link for a guest.

import type { Browser, BrowserContext, Page } from "@playwright/test";
import type { Guard } from "./helpers/guard.ts";
import { signIn } from "./helpers/people.ts";
import { accessible, expect, hydrated, test } from "./helpers/test.ts";

type Work = { context: BrowserContext; page: Page };

/** Somebody with a browser of their own. */
async function at(browser: Browser, guard: Guard, baseURL: string | undefined, email: string): Promise<Work> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  guard.watch(context);
  const page = await context.newPage();
  await signIn(page.request, email);
  return { context, page };
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page, "studio");
}

/** The address of a page that both may edit. */
async function somePage(page: Page): Promise<string> {
  const answer = await page.request.get("/api/studio/pages-find?text=terms");
  const found = (await answer.json()) as { id: number }[];
  return `/studio/pages/${found[0]?.id}`;
}

test("a text is talked about, submitted, sent back, approved and published", async ({
  browser,
  baseURL,
  guard,
  standins,
}) => {
  test.setTimeout(180_000);
  const editor = await at(browser, guard, baseURL, "editor@example.com");
  const moderator = await at(browser, guard, baseURL, "moderator@example.com");
  const path = await somePage(editor.page);
  await open(editor.page, path);
  await open(moderator.page, path);

  await test.step("they see each other", async () => {
    await expect(moderator.page.getByTestId("people")).toBeVisible();
    await expect(editor.page.getByTestId("people")).toBeVisible({ timeout: 20_000 });
    await editor.page.getByTestId("people").locator("summary").click();
    await expect(editor.page.getByTestId("people").getByRole("listitem")).toHaveCount(1);
    await editor.page.getByTestId("people").locator("summary").click();
  });

  await test.step("a newer text is told before it collides", async () => {
    const title = editor.page.locator('[data-path="title"] input');
    await title.fill(`${await title.inputValue()} (new)`);
    await expect(editor.page.getByTestId("save-state")).toContainText("Saved");
    await moderator.page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await moderator.page.getByTestId("load-newer").click();
    await expect(moderator.page.locator('[data-path="title"] input')).toHaveValue(/\(new\)$/);
  });

  await test.step("a comment on a field", async () => {
    await moderator.page.locator('[data-path="title"]').hover();
    await moderator.page.locator('[data-comments="title"]').click();
    await moderator.page.getByLabel(/^About: /).fill("Is this the final title?");
    await moderator.page.getByTestId("comment-send").click();
    await expect(moderator.page.getByTestId("thread")).toContainText("Is this the final title?");
    await accessible(moderator.page);
    await editor.page.reload();
    await hydrated(editor.page, "studio");
    await editor.page.locator('[data-comments="title"]').click();
    await editor.page.getByTestId("thread").getByLabel("Answer").fill("Yes.");
    await editor.page.getByTestId("thread").getByRole("button", { name: "Answer" }).click();
    await expect(editor.page.getByTestId("thread")).toContainText("Yes.");
    await editor.page.getByTestId("settle-thread").click();
    await expect(editor.page.getByTestId("thread")).toHaveCount(0);
    await editor.page.getByRole("tab", { name: "Publish" }).click();
  });

  await test.step("submitted, and the page is the reviewers'", async () => {
    await editor.page.getByTestId("submit-review").click();
    await expect(editor.page.getByTestId("panel").getByText("Submitted.")).toBeVisible();
    await accessible(editor.page);
    await editor.page.keyboard.press("Escape");
    await expect(editor.page.getByText("This page is being reviewed")).toBeVisible();
    await expect(editor.page.locator('[data-path="title"] input')).not.toBeEditable();
    const letter = await standins.mail("moderator@example.com", /To review/);
    expect(letter.text).toContain("/studio/pages/");
  });

  await test.step("the desk tells what waits; it is sent back with a word", async () => {
    await open(moderator.page, "/studio/");
    await accessible(moderator.page);
    await moderator.page
      .getByTestId("review-row")
      .first()
      .getByRole("link", { name: /decide/ })
      .click();
    await moderator.page.getByLabel("What you say about it").fill("Please drop the brackets.");
    await moderator.page.getByTestId("request-changes").click();
    await expect(moderator.page.getByTestId("panel").getByText("Sent back.")).toBeVisible();
    const letter = await standins.mail("editor@example.com", /Changes wanted/);
    expect(letter.text).toContain("drop the brackets");
  });

  await test.step("mended, submitted again, approved: visitors see it", async () => {
    await editor.page.reload();
    await hydrated(editor.page, "studio");
    await expect(editor.page.getByText("Please drop the brackets.")).toBeVisible();
    const title = editor.page.locator('[data-path="title"] input');
    await title.fill((await title.inputValue()).replace(" (new)", " anew"));
    await expect(editor.page.getByTestId("save-state")).toContainText("Saved");
    await editor.page.getByTestId("publish").click();
    await editor.page.getByTestId("submit-review").click();
    await expect(editor.page.getByTestId("panel").getByText("Submitted.")).toBeVisible();
    await open(moderator.page, `${path}?review`);
    await moderator.page.getByTestId("approve").click();
    await expect(moderator.page.getByTestId("panel").getByText("Approved and published.")).toBeVisible();
  });
  await editor.context.close();
  await moderator.context.close();
});

test("a guest with a link sees the draft, until it is revoked", async ({ browser, baseURL, guard }) => {
  guard.tolerate(/^410 for /);
  const editor = await at(browser, guard, baseURL, "editor@example.com");
  await open(editor.page, await somePage(editor.page));
  await editor.page.getByTestId("publish").click();
  await editor.page.getByRole("tab", { name: "Links" }).click();
  await editor.page.getByTestId("make-link").click();
  const address = await editor.page.getByTestId("link-address").inputValue();
  await accessible(editor.page);
  const context = await browser.newContext();
  const guest = await context.newPage();
  await guest.goto(address);
  await expect(guest.getByText("Preview of a draft.")).toBeVisible();
  await accessible(guest);
  expect(await context.cookies()).toEqual([]);
  await editor.page.getByTestId("revoke-link").click();
  await expect(editor.page.getByTestId("preview-links")).toContainText("Revoked");
  const answer = await guest.goto(address);
  expect(answer?.status()).toBe(410);
  await context.close();
  await editor.context.close();
});

test("an administrator sets up a workflow", async ({ browser, baseURL, guard }) => {
  const admin = await at(browser, guard, baseURL, "admin@example.com");
  await open(admin.page, "/studio/workflow");
  await accessible(admin.page);
  await admin.page.getByRole("link", { name: "Workflows and tasks" }).click();
  await admin.page.getByTestId("new-workflow").click();
  await admin.page.getByLabel("Name", { exact: true }).fill("Two pairs of eyes");
  await admin.page.getByLabel("Name of the task").fill("Law");
  await admin.page
    .getByTestId("workflow-task")
    .getByLabel(/Moderators/)
    .check();
  await accessible(admin.page);
  await admin.page.getByTestId("save-workflow").click();
  await expect(admin.page.getByTestId("workflows")).toContainText("Two pairs of eyes");
  await admin.page.setViewportSize({ width: 390, height: 844 });
  await accessible(admin.page);
  await admin.context.close();
});
