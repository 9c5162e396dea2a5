// A release: many pages that go live together, or not at all.

import { enter, MODERATOR, Studio, seat, unique } from "./helpers/studio.ts";
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
  await accessible(page);

  await page.getByTestId("release-acts").getByRole("button", { name: "Publish now" }).click();
  await page.getByTestId("dialog").getByTestId("dialog-submit").click();
  await expect(page.getByText("Something stops this release: nothing changed").first()).toBeVisible();
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
