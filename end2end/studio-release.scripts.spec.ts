// A release: many pages that go live together, or not at all.

import { ADMIN, enter, MODERATOR, Studio, seat, unique } from "./helpers/studio.ts";
import { accessible, expect, test } from "./helpers/test.ts";

const PAGES = 25;

test("a release of 25 pages with one failing check changes nothing; mended, it brings out all of them", async ({
  browser,
  baseURL,
  guard,
  request,
}) => {
  test.setTimeout(180_000);
  const { page } = await seat(browser, guard, baseURL, MODERATOR);
  const studio = new Studio(page.request);
  const name = unique("Autumn");
  const pages: number[] = [];
  for (let at = 1; at < PAGES; at += 1) pages.push(await studio.text(`${name} ${at}`));
  const broken = await studio.text(`${name} broken`, "Read [the plan](document:999999).");
  pages.push(broken);
  const addresses = await Promise.all(pages.map(async (id) => (await studio.open(id)).url_path));
  const release = await studio.post<number>("release-create", { name });
  await studio.post("release-command", { id: release, command: { act: "add_pages", pages } });
  const answers = async () => Promise.all(addresses.map(async (path) => (await request.get(path)).status()));

  await enter(page, `/studio/releases/${release}`);
  await expect(page.getByTestId("release-page")).toHaveCount(PAGES);
  await page.getByTestId("release-acts").getByRole("button", { name: "Check", exact: true }).click();
  const row = page.getByTestId("release-page").filter({ hasText: `${name} broken` });
  await expect(row).toContainText("The document that this leads to was deleted");
  await expect(page.getByTestId("release-report")).toContainText(`1 of ${PAGES} pages stops it`);
  await expect(page.getByTestId("release-page").first(), "what stops it comes first").toContainText("broken");
  await expect(page.locator(".toast--error")).toContainText("Something stops this release");
  await accessible(page);

  await page.getByTestId("release-acts").getByRole("button", { name: "Publish now" }).click();
  await page.getByTestId("dialog").getByTestId("dialog-submit").click();
  await expect(page.getByText("Something stops this release: nothing changed").first()).toBeVisible();
  await expect(page.locator("#release-stopped")).toBeFocused();
  expect(new Set(await answers()), "no page is public").toEqual(new Set([404]));

  // The release keeps the version that it was given: the mended text is put in anew.
  const { document } = await studio.open(broken);
  const [part] = document.content as { id: string; value: Record<string, unknown> }[];
  await studio.save(broken, { content: [{ ...part, value: { ...part?.value, detail: "Read on." } }] });
  await studio.post("release-command", { id: release, command: { act: "add_pages", pages: [broken] } });
  await studio.post("release-command", { id: release, command: { act: "publish", acknowledged: [] } });
  await page.reload();
  await expect(page.getByTestId("release-report")).toContainText("Went live");
  expect(new Set(await answers()), "all pages are public at once").toEqual(new Set([200]));
});

test("what somebody else does to a release is shown after a refusal, and while it is scheduled", async ({
  browser,
  baseURL,
  guard,
}) => {
  const { page } = await seat(browser, guard, baseURL, MODERATOR);
  const studio = new Studio(page.request);
  const name = unique("Shared");
  const pages = [await studio.text(`${name} one`), await studio.text(`${name} two`)];
  const release = await studio.post<number>("release-create", { name });
  const command = (command: object) => studio.post("release-command", { id: release, command });
  await command({ act: "add_pages", pages });
  const at = Date.now() + 86_400_000;
  await command({ act: "schedule", at, acknowledged: [] });
  await enter(page, `/studio/releases/${release}`);
  const title = page.locator(".desk-page__title");
  await expect(title).toContainText("Scheduled");
  await command({ act: "unschedule" });
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(title).not.toContainText("Scheduled");
  await command({ act: "cancel" });
  guard.tolerate(/release-command/);
  await page
    .getByRole("button", { name: /^Take out/ })
    .first()
    .click();
  await expect(title).toContainText("Canceled");
  await expect(page.getByRole("button", { name: /^Take out/ })).toHaveCount(0);
});

test("pages to put in are told of how many, and all shown can be chosen", async ({ browser, baseURL, guard }) => {
  const { page } = await seat(browser, guard, baseURL, MODERATOR);
  const studio = new Studio(page.request);
  const name = unique("Many");
  for (let at = 1; at <= 14; at += 1) await studio.text(`${name} ${at}`);
  const release = await studio.post<number>("release-create", { name });
  await enter(page, `/studio/releases/${release}`);
  await page.getByRole("button", { name: "Add pages" }).click();
  await page.getByTestId("release-search").fill(name);
  await expect(page.getByTestId("release-shown")).toHaveText("14 pages");
  await page.getByRole("button", { name: "Choose all shown" }).click();
  await page.getByRole("button", { name: "Add 14 pages" }).click();
  await expect(page.getByTestId("release-page")).toHaveCount(14);
});

// The rows of a list that was drawn anew: a button acts on the row in which it stands.

test("after a page is taken out, the buttons of the rows below act on their own rows", async ({
  browser,
  baseURL,
  guard,
}) => {
  const { page } = await seat(browser, guard, baseURL, MODERATOR);
  const studio = new Studio(page.request);
  const name = unique("Rows");
  const pages: number[] = [];
  for (const which of ["one", "two", "three"]) pages.push(await studio.text(`${name} ${which}`));
  const release = await studio.post<number>("release-create", { name });
  await studio.post("release-command", { id: release, command: { act: "add_pages", pages } });
  await enter(page, `/studio/releases/${release}`);
  const rows = page.getByTestId("release-page");
  await expect(rows).toHaveCount(3);
  const titles = async () => rows.getByRole("link").allTextContents();
  for (let left = 2; left >= 0; left -= 1) {
    const [first, ...rest] = await titles();
    await rows
      .first()
      .getByRole("button", { name: `Take out “${first}”` })
      .click();
    await expect(rows).toHaveCount(left);
    expect(await titles(), `${first} went, and nothing else`).toEqual(rest);
  }
});

test("after a redirect is deleted, the buttons of the rows below ask about their own rows", async ({
  browser,
  baseURL,
  guard,
}) => {
  const { page } = await seat(browser, guard, baseURL, ADMIN);
  const studio = new Studio(page.request);
  const word = unique("rows")
    .replace(/[^a-z0-9]+/gi, "-")
    .toLowerCase();
  const paths = ["one", "two", "three"].map((which) => `/${word}-${which}/`);
  for (const from of paths) {
    await studio.post("redirect-save", { id: null, input: { from, to_page: null, to: "/catalog/", permanent: true } });
  }
  await enter(page, `/studio/redirects?q=${word}`);
  const rows = page.getByTestId("redirects").locator("tbody tr");
  await expect(rows).toHaveCount(3);
  const froms = async () => rows.locator("th code").allTextContents();
  for (const left of [2, 1]) {
    const [first = "", ...rest] = await froms();
    await rows
      .first()
      .getByRole("button", { name: `Delete ${first}` })
      .click();
    await expect(page.getByTestId("dialog")).toContainText(first);
    await page.getByTestId("dialog-submit").click();
    await expect(rows).toHaveCount(left);
    expect(await froms(), `${first} went, and nothing else`).toEqual(rest);
  }
  const [last = ""] = await froms();
  await rows
    .first()
    .getByRole("button", { name: `Change ${last}` })
    .click();
  await expect(page.getByLabel("From", { exact: true })).toHaveValue(last);
});
