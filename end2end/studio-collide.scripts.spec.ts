// Two people in one page, and a browser that dies: no word is lost.

import { chromium } from "@playwright/test";
import { launchOptions } from "./helpers/chromium.ts";
import { ADMIN, EDITOR, edit, field, MODERATOR, publishPanel, Studio, saved, seat, unique } from "./helpers/studio.ts";
import { accessible, expect, test } from "./helpers/test.ts";

// axe looks at whole screens, several times in a journey.
test.describe.configure({ timeout: 180_000 });

/** What may be lost when the browser is killed. */
const MOST_LOST = 3_000;

test("two editors collide: the second save is stopped, both texts are kept, and merging works", async ({
  browser,
  baseURL,
  guard,
}) => {
  const ada = await seat(browser, guard, baseURL, EDITOR);
  const bob = await seat(browser, guard, baseURL, MODERATOR);
  const studio = new Studio(ada.page.request);
  const id = await studio.text(unique("Collision"), "As it was.");
  await edit(ada.page, id);
  await edit(bob.page, id);

  await field(ada.page, "sub_heading").locator("input").fill("Written by the first");
  await field(ada.page, "title").locator("input").fill("Named by the first");
  await saved(ada.page);
  await expect.poll(async () => (await studio.open(id)).document.title).toBe("Named by the first");

  // His first save is on its way while he types on.
  let hasTyped = () => {};
  const typed = new Promise<void>((resolve) => {
    hasTyped = resolve;
  });
  await bob.page.route("**/api/studio/page-save", async (route) => {
    await typed;
    await route.continue();
  });
  await field(bob.page, "title").locator("input").fill("Named by the second");
  await bob.page.locator("#editor-form textarea").first().fill("Told by the second.");
  hasTyped();
  const conflict = bob.page.getByTestId("conflict");
  await expect(conflict).toBeVisible();
  await expect(conflict).toContainText("saved this page while you were writing");
  await expect(conflict).toContainText("Named by the first");
  await expect(conflict).toContainText("Named by the second");
  expect((await studio.open(id)).document.title, "the second save is stopped").toBe("Named by the first");
  await accessible(bob.page);

  const title = conflict.locator("fieldset").filter({ hasText: "Both changed it" });
  await title.getByRole("radio", { name: "Yours" }).check();
  await conflict.getByTestId("settle").click();
  await expect(conflict).toBeHidden();
  await saved(bob.page);
  const merged = (await studio.open(id)).document;
  expect(merged.title).toBe("Named by the second");
  expect(merged.sub_heading, "what only the first changed").toBe("Written by the first");
  expect(JSON.stringify(merged.content), "what only the second changed").toContain("Told by the second.");
  await expect(field(bob.page, "sub_heading").locator("input")).toHaveValue("Written by the first");

  await test.step("both texts are among the versions", async () => {
    await bob.page.getByRole("button", { name: "Versions and history" }).click();
    const versions = bob.page.getByTestId("versions");
    const compare = versions.getByRole("button", { name: "Compare with the draft" });
    await expect(compare.first()).toBeVisible();
    const changes = bob.page.getByTestId("changes");
    // Newest first: his own text, which lacks what she wrote; then hers, which lacks his.
    await compare.first().click();
    await expect(changes).toContainText("Written by the first");
    await compare.nth(1).click();
    await expect(changes, "word by word").toContainText("Detail");
    await accessible(bob.page);
  });
});

test("a browser that is killed while somebody types loses three seconds at most", async ({
  browser,
  baseURL,
  guard,
}) => {
  // A browser of its own: the process is killed, not a tab closed, which would tell the page.
  const doomed = await chromium.launchServer(launchOptions);
  const first = await seat(await chromium.connect(doomed.wsEndpoint()), guard, baseURL, EDITOR);
  const studio = new Studio(first.page.request);
  const id = await studio.text(unique("Killed"));
  await edit(first.page, id);
  const input = field(first.page, "sub_heading").locator("input");
  await input.focus();
  const typed: { at: number; text: string }[] = [];
  let text = "";
  let killed = 0;
  const dead = new Promise<void>((done) => {
    doomed.process().once("exit", () => done());
    setTimeout(() => {
      killed = Date.now();
      doomed.process().kill("SIGKILL");
    }, 6_000);
  });
  // Somebody who never pauses, and whom the end meets between two letters.
  while (killed === 0) {
    text += String.fromCharCode(97 + (typed.length % 26));
    try {
      await first.page.keyboard.type(text.slice(-1));
    } catch (failure) {
      if (killed === 0) throw failure;
    }
    if (killed === 0) typed.push({ at: Date.now(), text });
  }
  await dead;
  expect(doomed.process().signalCode, "nobody asked it to end").toBe("SIGKILL");

  const second = await seat(browser, guard, baseURL, EDITOR);
  const kept = String((await new Studio(second.page.request).open(id)).document.sub_heading ?? "");
  const owed = typed.filter(({ at }) => at <= killed - MOST_LOST).at(-1)?.text ?? "";
  expect(
    kept.length,
    `${text.length} typed, ${owed.length} are due, the server has ${kept.length}`,
  ).toBeGreaterThanOrEqual(owed.length);
  expect(text.startsWith(kept)).toBe(true);
  await edit(second.page, id);
  await expect(field(second.page, "sub_heading").locator("input")).toHaveValue(kept);
});

test("a tab that loses its server keeps the text, and offers it when the page is opened again", async ({
  browser,
  baseURL,
  guard,
}) => {
  guard.tolerate(/net::ERR|Failed to fetch|page-save/);
  const { page, context } = await seat(browser, guard, baseURL, EDITOR);
  const id = await new Studio(page.request).text(unique("Offline"));
  await edit(page, id);
  await page.route("**/api/studio/page-save", (route) => route.abort());
  await field(page, "sub_heading").locator("input").fill("Kept in the browser");
  await expect(page.getByTestId("save-state")).toContainText("Offline");
  const again = await context.newPage();
  await page.close();
  await edit(again, id);
  await again.getByTestId("local-copy").getByRole("button", { name: "Bring it back" }).click();
  await expect(field(again, "sub_heading").locator("input")).toHaveValue("Kept in the browser");
  await saved(again);
  expect((await new Studio(again.request).open(id)).document.sub_heading).toBe("Kept in the browser");
});

test("a page that somebody else locked is for reading, and says who and why", async ({ browser, baseURL, guard }) => {
  const moderator = await seat(browser, guard, baseURL, MODERATOR);
  const editor = await seat(browser, guard, baseURL, EDITOR);
  const id = await new Studio(editor.page.request).text(unique("Locked"));
  await edit(moderator.page, id);
  const panel = await publishPanel(moderator.page);
  await panel.getByText("More", { exact: true }).click();
  await panel.getByLabel("Lock the page, so that only you can edit it").fill("The lawyers read it");
  await panel.getByRole("button", { name: "Lock", exact: true }).click();
  await expect(panel).toContainText("You locked this page.");

  await edit(editor.page, id);
  await expect(editor.page.locator("#editor-form")).toContainText("locked this page");
  await expect(editor.page.locator("#editor-form")).toContainText("The lawyers read it");
  await expect(field(editor.page, "title").locator("input")).not.toBeEditable();
  await accessible(editor.page);

  const admin = await seat(browser, guard, baseURL, ADMIN);
  await edit(admin.page, id);
  const theirs = await publishPanel(admin.page);
  await theirs.getByText("More", { exact: true }).click();
  await theirs.getByRole("button", { name: "Unlock" }).click();
  await expect(theirs.getByRole("button", { name: "Lock", exact: true })).toBeVisible();
  await edit(editor.page, id);
  await expect(field(editor.page, "title").locator("input")).toBeEditable();
});
