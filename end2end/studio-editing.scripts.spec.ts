// The editor's tools: undo over several fields, sections by keyboard, by drag and across pages, pictures, documents, prices.

import { signIn } from "./helpers/people.ts";
import {
  confirmFindings,
  EDITOR,
  edit,
  enter,
  field,
  MODERATOR,
  picture,
  publishPanel,
  Studio,
  saved,
  unique,
} from "./helpers/studio.ts";
import { accessible, expect, test } from "./helpers/test.ts";

// axe looks at whole screens, several times in a journey.
test.describe.configure({ timeout: 180_000 });

/** A course of the demo that has sections, and another one. */
const FROM = 18;
const TO = 19;
/** One that is sold by itself. */
const SOLD = "/courses/course-v1:xPRO+SysEngBx1/";
const SOLD_RUN = "course-v1:xPRO+SysEngBx1+R2";

/** A page with a field for a document. */
const ENTERPRISE = 4;

/** The smallest document that is one, and nobody's before. */
const pdf = (name: string) =>
  Buffer.from(
    `%PDF-1.4\n% ${name}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
  );

const block = (page: import("@playwright/test").Page) =>
  page.locator('.blocks[data-path="sections"]').getByTestId("block");

test("undo and redo go over several fields, and the focus follows", async ({ page }) => {
  await signIn(page.request, EDITOR);
  const title = unique("Undone");
  const id = await new Studio(page.request).text(title, "Some words.");
  await edit(page, id);
  const sub = field(page, "sub_heading").locator("input");
  const detail = page.locator("#editor-form textarea").first();
  await sub.fill("A new second line");
  await detail.fill("Other words.");
  await page.getByRole("button", { name: "Add to Content" }).click();
  await expect(page.locator('[data-list="content"] > li')).toHaveCount(2);

  await page.keyboard.press("Control+z");
  await expect(page.locator('[data-list="content"] > li')).toHaveCount(1);
  await page.keyboard.press("Control+z");
  await expect(detail).toHaveValue("Some words.");
  await expect(detail).toBeFocused();
  await page.keyboard.press("Control+z");
  await expect(sub).toHaveValue("");
  await expect(sub).toBeFocused();
  await expect(page.getByRole("button", { name: "Undo", exact: true })).toBeDisabled();
  await page.keyboard.press("Control+Shift+z");
  await page.keyboard.press("Control+y");
  await expect(sub).toHaveValue("A new second line");
  await expect(detail).toHaveValue("Other words.");
  await saved(page);
});

test("sections move by keyboard and by drag, and are hidden, doubled and deleted", async ({ page }) => {
  await signIn(page.request, EDITOR);
  await edit(page, FROM);
  const blocks = block(page);
  await expect(blocks.nth(2)).toBeVisible();
  const names = () => page.locator('.blocks[data-path="sections"] .block__label').allTextContents();
  const before = await names();
  const [first, second] = before;

  await blocks
    .first()
    .getByRole("button", { name: /^Move .*Alt/ })
    .first()
    .focus();
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(names).toEqual([second, first, ...before.slice(2)]);
  await expect(page.getByTestId("announced")).toContainText(`moved to place 2 of ${before.length}`);
  await expect(
    blocks
      .nth(1)
      .getByRole("button", { name: /^Move .*Alt/ })
      .first(),
    "the focus goes along",
  ).toBeFocused();
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(names).toEqual(before);

  await blocks.nth(2).locator(".handle").first().hover();
  await page.mouse.down();
  const target = await blocks.first().boundingBox();
  if (target === null) throw new Error("the first section has no place");
  await page.mouse.move(target.x + 60, target.y + 40, { steps: 4 });
  await page.mouse.move(target.x + 60, target.y + 12, { steps: 4 });
  await page.mouse.up();
  await expect.poll(names).toEqual([before[2], first, second, ...before.slice(3)]);
  await page.keyboard.press("Control+z");
  await expect.poll(names).toEqual(before);

  await blocks.first().getByRole("button", { name: "Hide from visitors" }).click();
  await expect(blocks.first()).toContainText("Hidden");
  await blocks.first().getByRole("button", { name: "Show to visitors" }).click();
  await blocks.first().getByRole("button", { name: "Delete", exact: true }).click();
  await expect.poll(names).toEqual(before.slice(1));
  await page.getByTestId("removed").getByRole("button", { name: "Undo" }).click();
  await expect.poll(names).toEqual(before);
  await saved(page);
});

test("a section is copied to another page", async ({ page, context }) => {
  await signIn(page.request, EDITOR);
  await edit(page, FROM);
  const source = block(page).filter({ hasText: "Who should enroll" });
  const text = (await source.locator(".block__text").textContent()) ?? "";
  await source.getByRole("button", { name: "Copy for another page" }).click();
  await expect(page.getByTestId("announced")).toContainText("copied");

  const other = await context.newPage();
  await edit(other, TO);
  const there = block(other).filter({ hasText: "Who should enroll" });
  if ((await there.count()) > 0) await there.getByRole("button", { name: "Delete", exact: true }).click();
  const count = await block(other).count();
  await other.locator('.blocks[data-path="sections"]').getByTestId("add-section").click();
  await other.getByTestId("insert").getByText("Paste: Who should enroll").click();
  await expect(block(other)).toHaveCount(count + 1);
  await expect(block(other).last()).toContainText(text.slice(0, 20));
  await saved(other);
});

test("a picture field asks twice about a small picture, and a decoration needs no text", async ({ page }) => {
  await signIn(page.request, EDITOR);
  await edit(page, FROM);
  const frame = field(page, "background_image");
  await frame.getByRole("button", { name: /Choose an image|Replace/ }).click();
  const chooser = page.getByTestId("chooser");
  const buffer = await picture(page, 320, 200);
  await chooser.getByTestId("upload-input").setInputFiles({ name: "small.png", mimeType: "image/png", buffer });
  await chooser.getByRole("button", { name: "Use it", exact: true }).click();
  await expect(chooser).toContainText("so it will look blurred");
  await accessible(page);
  await chooser.getByRole("button", { name: "Use it anyway" }).click();
  await expect(chooser).toBeHidden();
  await frame.getByLabel("Decoration only").check();
  await expect(frame.getByLabel("Alternative text here")).toBeDisabled();
  await saved(page);
  await frame.getByRole("button", { name: "Remove the image" }).click();
  await expect(frame).toContainText("No image");
  await saved(page);
});

test("a document field takes a PDF that is uploaded on the spot, and the library knows where it is used", async ({
  page,
}) => {
  await signIn(page.request, EDITOR);
  await edit(page, ENTERPRISE);
  await page.locator('.blocks[data-path="sections"]').getByTestId("add-section").click();
  await page.getByTestId("insert").locator('[data-block="learning_journey"]').click();
  const journey = block(page).last();
  const frame = journey.locator('.edit-field[data-path$="/pdf"]');
  await frame.getByText(/Choose a document|Replace/).click();
  const chooser = page.getByTestId("chooser");
  const name = unique("Prospectus");
  const file = { name: `${name}.pdf`, mimeType: "application/pdf", buffer: pdf(name) };
  await chooser.getByTestId("upload-input").setInputFiles(file);
  await chooser.getByRole("button", { name: "Use it", exact: true }).click();
  await expect(chooser).toBeHidden();
  await expect(frame).toContainText(name);
  await saved(page);

  await enter(page, "/studio/documents");
  await page.getByRole("link", { name }).click();
  await expect(page).toHaveURL(/\/studio\/documents\/\d+/);
  await expect(page.getByRole("link", { name: "Enterprise" })).toBeVisible();
  await accessible(page);
});

test("a price on a product page waits until the text goes live", async ({ page }) => {
  await signIn(page.request, MODERATOR);
  const sold = await new Studio(page.request).at(SOLD);
  await edit(page, sold);
  await page.getByRole("tab", { name: "Settings" }).click();
  const run = page.getByLabel("Run", { exact: true });
  const amount = page.getByLabel("Price in US dollars");
  await amount.fill("lots");
  await expect(page.getByText("Choose the run that the price is for.")).toBeVisible();
  const option = run.locator("option").filter({ hasText: SOLD_RUN });
  await run.selectOption({ label: (await option.textContent()) ?? "" });
  await expect(page.getByTestId("save-state")).toContainText("Not saved");
  await amount.fill("456");
  await saved(page);
  await page.reload();
  await page.getByRole("tab", { name: "Settings" }).click();
  await expect(amount).toHaveValue("456.00");
  await accessible(page);
  expect(await (await page.request.get(SOLD)).text()).not.toContain("$456");
  const panel = await publishPanel(page);
  await confirmFindings(panel);
  await panel.getByTestId("publish-now").click();
  await expect(panel.getByTestId("standing")).toContainText("Live: visitors see this text.");
  await expect.poll(async () => (await page.request.get(SOLD)).text()).toContain("$456");
});
