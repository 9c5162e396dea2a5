// A course page from nothing: made, filled in, looked at, scheduled, and public on time.

import {
  COURSES,
  confirmFindings,
  EDITOR,
  edit,
  enter,
  field,
  fromNow,
  MODERATOR,
  picture,
  publishPanel,
  Studio,
  saved,
  seat,
} from "./helpers/studio.ts";
import { accessible, expect, test } from "./helpers/test.ts";

const COURSE = "Digital Learning 300";
const ADDRESS = "/courses/course-v1:xPRO+DgtlLearn300/";
/** Long enough for the panel to be used on a busy machine. */
const SOON = 20_000;

test("an editor makes a course page from nothing, a moderator schedules it, and it appears on time", async ({
  browser,
  baseURL,
  guard,
  request,
}) => {
  test.setTimeout(240_000);
  const moderator = await seat(browser, guard, baseURL, MODERATOR);
  const editor = await seat(browser, guard, baseURL, EDITOR);
  const { page } = editor;
  await freeTheCourse(new Studio(moderator.page.request));
  let id = 0;

  await test.step("the draft is made below Courses", async () => {
    await enter(page, `/studio/pages?in=${COURSES}`);
    await page.getByTestId("add-page").click();
    const dialog = page.getByTestId("dialog");
    await dialog.getByLabel("Course page", { exact: true }).check();
    await dialog.getByLabel("Title").fill("Printing metal");
    await dialog.getByTestId("dialog-submit").click();
    await expect(page).toHaveURL(/\/studio\/pages\/\d+$/);
    id = Number(new URL(page.url()).pathname.split("/").pop());
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Printing metal");
  });

  await test.step("its fields are filled in", async () => {
    await choose(page, "course", COURSE);
    await choose(page, "language", "English");
    await choose(page, "topics", "");
    await field(page, "subhead").locator("input").fill("From powder to part in five weeks");
    await field(page, "duration").locator("input").fill("5 weeks");
    await saved(page);
  });

  await test.step("sections are added", async () => {
    await addSection(page, "overview");
    await page.getByTestId("block").last().getByRole("textbox", { name: "Heading" }).fill("What it is about");
    await page.getByTestId("block").last().locator("textarea").fill("Lasers melt **powder**.");
    await addSection(page, "outcomes");
    await expect(page.getByTestId("block")).toHaveCount(2);
    const outcomes = page.getByTestId("block").last();
    await outcomes.getByRole("textbox", { name: "Heading" }).fill("What you will learn");
    await saved(page);
  });

  await test.step("a picture is uploaded on the spot", async () => {
    const thumbnail = field(page, "thumbnail_image");
    await thumbnail.getByRole("button", { name: "Choose an image" }).click();
    const chooser = page.getByTestId("chooser");
    const buffer = await picture(page, 700, 400);
    await chooser.getByTestId("upload-input").setInputFiles({ name: "metal.png", mimeType: "image/png", buffer });
    await chooser.getByRole("button", { name: "Use it", exact: true }).click();
    await expect(chooser).toBeHidden();
    // The small copy is made when it is first asked for, behind those of the library's other pictures.
    await expect(thumbnail.locator("img")).toBeVisible({ timeout: 60_000 });
    await thumbnail.getByLabel("Alternative text here").fill("A part made of metal");
    await saved(page);
  });

  await test.step("the preview shows it at three widths, and leads to its fields", async () => {
    const preview = page.frameLocator('[data-testid="preview"]');
    await expect(preview.getByText("From powder to part in five weeks").first()).toBeVisible();
    for (const [name, width] of [
      ["Phone", "375px"],
      ["Tablet", "768px"],
      ["Desktop", "1280px"],
    ] as const) {
      await page.getByRole("group", { name: "Width" }).getByRole("button", { name }).click();
      await expect(page.getByTestId("preview")).toHaveCSS("width", width);
    }
    await page.getByRole("group", { name: "Width" }).getByRole("button", { name: "As wide as here" }).click();
    await preview.getByText("From powder to part in five weeks").first().click();
    await expect(field(page, "subhead").locator("input")).toBeFocused();
    await preview.getByText("What it is about").click();
    await expect(page.getByTestId("block").first().getByRole("textbox", { name: "Heading" })).toBeFocused();
    await accessible(page);
  });

  await test.step("the editor may not publish; nothing is public", async () => {
    const panel = await publishPanel(page);
    await expect(panel).toContainText("ask a moderator");
    await accessible(page);
    await page.keyboard.press("Escape");
    expect((await request.get(ADDRESS)).status()).toBe(404);
  });

  await test.step("the moderator is told what is missing, mends it and schedules", async () => {
    const page = moderator.page;
    await edit(page, id);
    const panel = await publishPanel(page);
    await expect(panel).toContainText("Before this can be published");
    await panel
      .getByRole("button")
      .filter({ hasText: /items|required|entry|Learning/i })
      .first()
      .click();
    const outcomes = page.getByTestId("block").last();
    await outcomes.getByRole("button", { name: /^Add/ }).last().click();
    await outcomes.locator("ol.edit-list li").first().locator("input, textarea").first().fill("Print a part");
    await saved(page);
    const again = await publishPanel(page);
    await confirmFindings(again);
    await again.getByLabel("At a time").check();
    const at = Date.now() + SOON;
    await again.getByLabel("Goes live at").fill(fromNow(SOON));
    await again.getByTestId("publish-now").click();
    await expect(again).toContainText("Goes live");
    await accessible(page);

    while (Date.now() < at - 2_000) expect((await request.get(ADDRESS)).status(), "not before its time").toBe(404);
    await expect.poll(async () => (await request.get(ADDRESS)).status(), { timeout: 20_000 }).toBe(200);
    expect(Date.now(), "not before its time").toBeGreaterThan(at - 1_000);
    expect(Date.now() - at, "milliseconds late").toBeLessThan(10_000);
  });

  await test.step("visitors read it", async () => {
    await page.goto(ADDRESS);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Printing metal");
    await expect(page.getByText("From powder to part in five weeks").first()).toBeVisible();
    await expect(page.getByText("Print a part")).toBeVisible();
  });
});

/** Every course of the demo has its page; this one loses it. */
async function freeTheCourse(studio: Studio): Promise<void> {
  const { rows } = await studio.get<{ rows: { id: number; url_path: string }[] }>(`pages?filter%5Bin%5D=${COURSES}`);
  const before = rows.find((row) => row.url_path === ADDRESS);
  if (before !== undefined) await studio.act(before.id, { act: "delete", typed: "" });
}

async function choose(page: import("@playwright/test").Page, path: string, name: string): Promise<void> {
  const own = field(page, path);
  await own.getByRole("button", { name: /^(Choose|Add)/ }).click();
  const sheet = own.locator("dialog[open]");
  if (name !== "") await sheet.getByRole("searchbox").fill(name);
  await sheet.locator("li button").filter({ hasText: name }).first().click();
  if (await sheet.isVisible()) await sheet.getByRole("button", { name: "Close" }).click();
  await expect(own.locator(".edit-ref")).toHaveCount(1);
}

async function addSection(page: import("@playwright/test").Page, block: string): Promise<void> {
  await page.locator('.blocks[data-path="sections"]').getByTestId("add-section").click();
  await page.getByTestId("insert").locator(`[data-block="${block}"]`).click();
  await expect(page.getByTestId("insert")).toBeHidden();
}
