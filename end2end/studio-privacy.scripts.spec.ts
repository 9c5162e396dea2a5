// A page that is not for everybody: kept by a password, then for its group, and public again.

import type { Locator, Page } from "@playwright/test";
import { confirmFindings, edit, enter, MODERATOR, publishPanel, Studio, seat, unique } from "./helpers/studio.ts";
import { accessible, expect, test } from "./helpers/test.ts";

test("a page is kept by a password, its readers let in, and made public again", async ({ browser, baseURL, guard }) => {
  test.setTimeout(120_000);
  guard.tolerate(/422/);
  const { page } = await seat(browser, guard, baseURL, MODERATOR);
  const studio = new Studio(page.request);
  const title = unique("Members");
  const id = await studio.text(title, "Only for those who know.");
  await studio.publish(id);
  const { url_path: path } = await studio.open(id);
  const password = "twelve monkeys";

  await test.step("from its row: a password", async () => {
    await enter(page, `/studio/pages?q=${encodeURIComponent(title)}`);
    const row = page.getByTestId("page-row").first();
    await row.getByTestId("row-menu").click();
    await page.getByTestId("row-menu-list").getByRole("menuitem", { name: "Who may read it" }).click();
    const dialog = page.getByTestId("dialog");
    await dialog.getByLabel("Who knows a password").check();
    await expect(dialog.getByTestId("dialog-submit")).toBeDisabled();
    await dialog.getByLabel("Password", { exact: true }).fill("short");
    await dialog.getByTestId("dialog-submit").click();
    await expect(dialog).toContainText("8 characters");
    await dialog.getByLabel("Password", { exact: true }).fill(password);
    await accessible(page);
    await dialog.getByTestId("dialog-submit").click();
    await expect(dialog).toBeHidden();
    await expect(row).toContainText("Private");
  });

  const visitor = await browser.newContext({ baseURL });
  guard.watch(visitor);
  const reader = await visitor.newPage();
  await test.step("a visitor needs it", async () => {
    await reader.goto(path);
    await expect(reader.getByRole("heading", { level: 1 })).toHaveText("This page needs a password");
    await accessible(reader);
    await reader.getByLabel("Password").fill("a guess");
    await reader.getByRole("button", { name: "Open the page" }).click();
    await expect(reader.getByText("This is not the password of this page.").first()).toBeVisible();
    await reader.getByLabel("Password").fill(password);
    await reader.getByRole("button", { name: "Open the page" }).click();
    await expect(reader.getByRole("heading", { level: 1 })).toHaveText(title);
    expect(await (await reader.request.get("/sitemap.xml")).text()).not.toContain(path);
  });

  await test.step("from the editor: for its groups, then for everybody", async () => {
    await edit(page, id);
    await makeReadableBy(page, "Members of groups", async (dialog) => {
      await dialog.getByRole("group", { name: "Groups" }).getByRole("checkbox").first().check();
    });
    await reader.goto(path);
    await expect(reader).toHaveURL(/signin/);
    await page.keyboard.press("Escape");
    await makeReadableBy(page, "Everybody");
    await reader.goto(path);
    await expect(reader.getByRole("heading", { level: 1 })).toHaveText(title);
  });
  await visitor.close();
});

async function makeReadableBy(
  page: Page,
  audience: string,
  more: (dialog: Locator) => Promise<void> = async () => {},
): Promise<void> {
  const panel = await publishPanel(page);
  await confirmFindings(panel);
  await panel.getByText("More", { exact: true }).click();
  await panel.getByTestId("privacy").click();
  const dialog = page.getByTestId("dialog");
  await dialog.getByLabel(audience).check();
  await more(dialog);
  await dialog.getByTestId("dialog-submit").click();
  await expect(dialog).toBeHidden();
}
