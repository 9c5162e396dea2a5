// A page's life as visitors see it: trash and back, addresses that change, publishing and its opposites.

import type { APIRequestContext, Locator, Page } from "@playwright/test";
import {
  ADMIN,
  confirmFindings,
  edit,
  enter,
  field,
  fromNow,
  HOME,
  MODERATOR,
  PROGRAMS,
  publishPanel,
  Studio,
  saved,
  seat,
  unique,
} from "./helpers/studio.ts";
import { accessible, expect, test } from "./helpers/test.ts";

// axe looks at whole screens, several times in a journey.
test.describe.configure({ timeout: 180_000 });

let moderator: Awaited<ReturnType<typeof seat>>;
let studio: Studio;

test.beforeEach(async ({ browser, baseURL, guard }) => {
  moderator = await seat(browser, guard, baseURL, MODERATOR);
  studio = new Studio(moderator.page.request);
});

test.afterEach(async () => moderator.context.close());

for (const liveAgain of [true, false]) {
  test(`a deleted page comes back from the trash ${liveAgain ? "live" : "as drafts"}`, async ({ request }) => {
    const { page } = moderator;
    const title = unique("Branch");
    const root = await studio.text(title);
    await studio.publish(root);
    const { url_path: path } = await studio.open(root);
    await answers(request, path, 200);

    await enter(page, `/studio/pages?in=${HOME}&q=${encodeURIComponent(title)}`);
    await act(page, title, "Delete");
    const dialog = page.getByTestId("dialog");
    await expect(dialog).toContainText("For 30 days everything can come back");
    await accessible(page);
    await dialog.getByTestId("dialog-submit").click();
    await expect(page.getByTestId("toasts")).toBeVisible();
    await answers(request, path, 404);

    await enter(page, "/studio/pages/trash");
    const row = page.getByTestId("trash").getByRole("row").filter({ hasText: title });
    await accessible(page);
    await row.getByTestId("restore").click();
    const live = page.getByLabel("Show to visitors again what they saw before");
    await live.setChecked(liveAgain);
    await page.getByTestId("dialog-submit").click();
    await expect(row).toHaveCount(0);
    await answers(request, path, liveAgain ? 200 : 404);
    expect((await studio.open(root)).standing.live).toBe(liveAgain);
  });
}

test("a deleted subtree comes back whole: by undo live, from the trash live or as drafts", async ({
  browser,
  baseURL,
  guard,
  request,
}) => {
  const { page } = await seat(browser, guard, baseURL, ADMIN);
  const admin = new Studio(page.request);
  const below = (await admin.get<{ rows: { id: number; url_path: string }[] }>(`pages?filter%5Bin%5D=${PROGRAMS}`))
    .rows;
  expect(below.length).toBeGreaterThan(1);
  const all = (status: number) =>
    expect
      .poll(async () => Promise.all(below.map(async ({ url_path: path }) => (await request.get(path)).status())))
      .toEqual(below.map(() => status));
  const remove = async () => {
    await enter(page, `/studio/pages?in=${HOME}`);
    await act(page, "Programs", "Delete");
    await expect(page.getByTestId("dialog")).toContainText(`${below.length} pages below it go to the trash`);
    await page.getByTestId("dialog-submit").click();
    await expect(page.getByTestId("toasts").getByTestId("undo")).toBeVisible();
    await all(404);
  };
  const restore = async (liveAgain: boolean) => {
    await enter(page, "/studio/pages/trash");
    const row = page.getByTestId("trash").getByRole("row").filter({ hasText: "Programs" }).first();
    await row.getByTestId("restore").click();
    await page.getByLabel("Show to visitors again what they saw before").setChecked(liveAgain);
    await page.getByTestId("dialog-submit").click();
    await expect(page.getByTestId("dialog")).toHaveCount(0);
  };

  await remove();
  await page.getByTestId("toasts").getByTestId("undo").click();
  await all(200);
  await remove();
  await restore(true);
  await all(200);
  await remove();
  await restore(false);
  await all(404);
  for (const id of [PROGRAMS, ...below.map((row) => row.id)]) {
    expect((await admin.open(id)).standing.live, `page ${id} came back as a draft`).toBe(false);
    await admin.publish(id);
  }
  await all(200);
});

test("a live page's new slug leaves a redirect, a draft's has no public effect", async ({ request }) => {
  const { page } = moderator;
  const id = await studio.text(unique("Moving house"));
  const draft = (await studio.open(id)).url_path;
  await edit(page, id);
  await rename(page, id, `first-${id}`);
  await answers(request, draft, 404);
  await answers(request, `/first-${id}/`, 404);

  await studio.publish(id);
  await answers(request, `/first-${id}/`, 200);
  await edit(page, id);
  await rename(page, id, `second-${id}`);
  const { url_path: now } = await studio.open(id);
  if (now === `/first-${id}/`) {
    await answers(request, `/first-${id}/`, 200);
    await studio.publish(id);
  }
  await answers(request, `/second-${id}/`, 200);
  const old = await request.get(`/first-${id}/`, { maxRedirects: 0 });
  expect([301, 308]).toContain(old.status());
  expect(new URL(old.headers().location ?? "", "http://site").pathname).toBe(`/second-${id}/`);
  await answers(request, `/second-${id}/`, 200);

  await enter(page, "/studio/redirects");
  await expect(page.getByText(`/first-${id}`).first()).toBeVisible();
  await accessible(page);
});

test("publish, change, discard, publish again, compare, restore, take off", async ({ request }) => {
  const { page } = moderator;
  const title = unique("Life");
  const id = await studio.text(title, "The first text.");
  const { url_path: path } = await studio.open(id);
  const body = async () => (await request.get(path)).text();
  await edit(page, id);
  const sub = field(page, "sub_heading").locator("input");
  await sub.fill("Edition one");

  await test.step("publish", async () => {
    const panel = await publishPanel(page);
    await confirmFindings(panel);
    await panel.getByTestId("publish-now").click();
    await expect(panel.getByTestId("standing")).toContainText("Live: visitors see this text.");
    await expect.poll(body).toContain("Edition one");
    await close(page, panel);
  });

  await test.step("a change is not public, and is discarded", async () => {
    await sub.fill("Never meant");
    await saved(page);
    await expect(page.locator(".editor-bar")).toContainText("Live + draft");
    expect(await body()).not.toContain("Never meant");
    const panel = await publishPanel(page);
    await expect(panel.getByTestId("changes")).toContainText("Never");
    await panel.getByText("More", { exact: true }).click();
    await panel.getByRole("button", { name: "Discard the draft" }).click();
    await expect(sub).toHaveValue("Edition one");
    await close(page, panel);
  });

  await test.step("a second edition is named and published", async () => {
    await sub.fill("Edition two");
    await saved(page);
    await page.getByRole("button", { name: "Versions and history" }).click();
    const panel = page.getByTestId("panel");
    await panel.getByLabel("Keep the text as it is now under a name").fill("Before the holidays");
    await panel.getByRole("button", { name: "Keep" }).click();
    await expect(panel.getByTestId("versions")).toContainText("Before the holidays");
    await panel.getByRole("tab", { name: "Publish" }).click();
    await confirmFindings(panel);
    await panel.getByTestId("publish-now").click();
    await expect(panel.getByTestId("standing")).toContainText("Live: visitors see this text.");
    await expect.poll(body).toContain("Edition two");
    await panel.getByRole("tab", { name: "History" }).click();
    await expect(panel.getByTestId("history").getByRole("listitem").first()).toBeVisible();
    await accessible(page);
    await close(page, panel);
  });

  await test.step("the first is compared with and restored", async () => {
    await page.getByRole("button", { name: "Versions and history" }).click();
    const panel = page.getByTestId("panel");
    const published = panel.getByTestId("versions").getByRole("listitem").filter({ hasText: "Published" });
    const oldest = published.last();
    await oldest.getByRole("button", { name: "Compare with the draft" }).click();
    await expect(oldest.getByTestId("changes")).toContainText("Edition");
    await expect(oldest.getByTestId("changes")).toContainText("two");
    await oldest.getByRole("button", { name: "Restore" }).click();
    await expect(sub).toHaveValue("Edition one");
    expect(await body(), "a restored text is a draft").toContain("Edition two");
    await close(page, panel);
  });

  await test.step("it expires by itself", async () => {
    const panel = await publishPanel(page);
    await panel.getByText("More", { exact: true }).click();
    await panel.getByLabel("Goes off the site at").fill(fromNow(8_000));
    await panel.getByRole("button", { name: "Set the expiry" }).click();
    await expect(panel).toContainText("Goes off the site");
    await answers(request, path, 200);
    await expect.poll(async () => (await request.get(path)).status(), { timeout: 30_000 }).toBe(404);
    await close(page, panel);
  });

  await test.step("published once more, it is taken off by hand", async () => {
    await edit(page, id);
    const panel = await publishPanel(page);
    await confirmFindings(panel);
    await panel.getByTestId("publish-now").click();
    await expect(panel.getByTestId("standing")).toContainText("Live: visitors see this text.");
    await answers(request, path, 200);
    await panel.getByText("More", { exact: true }).click();
    await panel.getByTestId("unpublish").click();
    const asked = page.getByTestId("dialog");
    await expect(asked).toContainText("Visitors of");
    expect((await request.get(path)).status(), "nothing happens before it is confirmed").toBe(200);
    await asked.getByTestId("dialog-submit").click();
    await expect(panel.getByTestId("standing")).toContainText("Off the site");
    await answers(request, path, 404);
  });
});

/** What visitors get. Every process hears of a change a moment after it is made. */
async function answers(request: APIRequestContext, path: string, status: number): Promise<void> {
  await expect
    .poll(async () => (await request.get(path, { maxRedirects: 0 })).status(), { message: path })
    .toBe(status);
}

async function act(page: Page, title: string, name: string): Promise<void> {
  const row = page.getByTestId("page-row").filter({ hasText: title }).first();
  await row.getByTestId("row-menu").click();
  await page.getByTestId("row-menu-list").getByRole("menuitem", { name, exact: true }).click();
}

async function close(page: Page, panel: Locator): Promise<void> {
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
}

async function rename(page: Page, id: number, slug: string): Promise<void> {
  await page.getByRole("tab", { name: "Promote" }).click();
  await page.getByLabel("Slug").fill(slug);
  await expect.poll(async () => (await studio.open(id)).slug, { message: "the server has it" }).toBe(slug);
}

test("after a page is deleted from its row, the focus is on the next row", async () => {
  const { page } = moderator;
  const shelf = unique("Shelf");
  for (const word of ["A", "B", "C"]) await studio.text(`${shelf} ${word}`);
  await enter(page, `/studio/pages?q=${encodeURIComponent(shelf)}`);
  const rows = page.getByTestId("page-row");
  await expect(rows).toHaveCount(3);
  await rows.nth(1).getByTestId("row-menu").click();
  await page.getByTestId("row-menu-list").getByRole("menuitem", { name: "Delete", exact: true }).click();
  await page.getByTestId("dialog-submit").click();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1).locator("[data-page-link]")).toBeFocused();
});
