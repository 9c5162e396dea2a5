// Writing when something is in the way: a slow or silent server, an ended session, a refused field, a phone, the keyboard.

import type { Page } from "@playwright/test";
import {
  COURSES,
  confirmFindings,
  EDITOR,
  edit,
  field,
  HOME,
  MODERATOR,
  publishPanel,
  Studio,
  saved,
  seat,
  unique,
} from "./helpers/studio.ts";
import { expect, test } from "./helpers/test.ts";

const SAVE = "**/api/studio/page-save";
const COMMAND = "**/api/studio/page-command";

test.describe.configure({ timeout: 120_000 });

/** Holds the calls to an address until it is told to let them go. */
async function hold(page: Page, address: string): Promise<{ arrived: Promise<void>; release: () => void }> {
  let release = () => {};
  let arrive = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(address, async (route) => {
    arrive();
    await released;
    await route.continue();
  });
  return { arrived, release: () => release() };
}

const subHeading = (page: Page) => field(page, "sub_heading").locator("input");

test("what could not be saved is not published later by itself", async ({ browser, baseURL, guard }) => {
  guard.tolerate(/net::ERR|Failed to fetch|page-save/);
  const { page } = await seat(browser, guard, baseURL, MODERATOR);
  const studio = new Studio(page.request);
  const id = await studio.text(unique("Later"));
  await edit(page, id);
  await page.route(SAVE, (route) => route.abort());
  await subHeading(page).fill("Nobody looked at this");
  const panel = await publishPanel(page);
  await confirmFindings(panel);
  await panel.getByTestId("publish-now").click();
  await expect(panel).toContainText("Not published: the server cannot be reached");
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  const commands: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("page-command")) commands.push(request.url());
  });
  await page.unroute(SAVE);
  await saved(page);
  const { standing, document } = await studio.open(id);
  expect(document.sub_heading).toBe("Nobody looked at this");
  expect([standing.live, commands]).toEqual([false, []]);
});

test("a proxy's error is no refusal: the text is kept and sent again", async ({ browser, baseURL, guard }) => {
  guard.tolerate(/502|page-save/);
  const { page } = await seat(browser, guard, baseURL, EDITOR);
  const studio = new Studio(page.request);
  const id = await studio.text(unique("Proxy"));
  await edit(page, id);
  let refused = 0;
  await page.route(SAVE, async (route) => {
    refused += 1;
    if (refused > 1) await route.continue();
    else await route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" });
  });
  await subHeading(page).fill("Through the proxy");
  await expect(page.getByTestId("save-state")).toContainText("kept in this browser");
  await expect(page.getByTestId("save-state")).not.toContainText("request id");
  await saved(page);
  expect((await studio.open(id)).document.sub_heading).toBe("Through the proxy");
});

test("leaving while a save is on its way loses nothing of what was typed since", async ({
  browser,
  baseURL,
  guard,
}) => {
  const { page } = await seat(browser, guard, baseURL, EDITOR);
  const studio = new Studio(page.request);
  const id = await studio.text(unique("Leaving"));
  await edit(page, id);
  const { arrived, release } = await hold(page, SAVE);
  await subHeading(page).fill("The beginning");
  await arrived;
  await subHeading(page).fill("The beginning and the end");
  await page.locator(".editor-bar__crumbs a").first().click();
  await expect(page).not.toHaveURL(new RegExp(`/${id}$`));
  release();
  await expect.poll(async () => (await studio.open(id)).document.sub_heading).toBe("The beginning and the end");
});

test("Escape does not close the choice between two texts for good", async ({ browser, baseURL, guard }) => {
  const { page } = await seat(browser, guard, baseURL, EDITOR);
  const studio = new Studio(page.request);
  const id = await studio.text(unique("Escape"));
  await edit(page, id);
  await studio.save(id, { sub_heading: "Theirs" });
  await subHeading(page).fill("Mine");
  const conflict = page.getByTestId("conflict");
  await expect(conflict).toBeVisible();
  for (let press = 0; press < 5; press++) await page.keyboard.press("Escape");
  await expect(conflict).toBeVisible();
  await conflict.getByTestId("settle").click();
  await expect(conflict).toBeHidden();
  await expect(subHeading(page), "the focus is where one wrote").toBeFocused();
  await saved(page);
  expect((await studio.open(id)).document.sub_heading).toBe("Mine");
});

test("the preview of a course page says what it waits for, and that the session ended", async ({
  browser,
  baseURL,
  guard,
}) => {
  guard.tolerate(/422|403|preview|presence|page-save|Failed to load/);
  const { page, context } = await seat(browser, guard, baseURL, EDITOR);
  const id = await new Studio(page.request).add(COURSES, "CoursePage", unique("No course"));
  await edit(page, id);
  await field(page, "subhead").locator("input").fill("Written before the course is chosen");
  const state = page.locator(".preview__state");
  await expect(state).toHaveText("Choose the course that the page is about, and it appears here.");
  const box = await state.boundingBox();
  expect(box?.height, "a line or two").toBeLessThan(48);
  await saved(page);

  await context.clearCookies();
  await field(page, "subhead").locator("input").fill("Written after the end");
  await expect(state).toContainText("Signed out");
});

test("a phone shows the preview", async ({ browser, baseURL, guard }) => {
  const { page } = await seat(browser, guard, baseURL, EDITOR);
  await page.setViewportSize({ width: 390, height: 844 });
  const id = await new Studio(page.request).text(unique("Phone"));
  await edit(page, id);
  await page.getByRole("group", { name: "Show" }).getByRole("button", { name: "Preview" }).click();
  await expect.poll(async () => (await page.getByTestId("preview").boundingBox())?.height ?? 0).toBeGreaterThan(200);
});

test("a refused slug holds nothing else back, and leads to its field", async ({ browser, baseURL, guard }) => {
  const { page } = await seat(browser, guard, baseURL, EDITOR);
  const studio = new Studio(page.request);
  const other = await studio.open(await studio.text(unique("Taken")));
  const id = await studio.text(unique("Refused"));
  await edit(page, id);
  await page.getByRole("tab", { name: "Promote" }).click();
  await page.getByLabel("Slug", { exact: true }).fill(other.slug);
  const state = page.getByTestId("save-state");
  await expect(state).toContainText("Not saved");
  await page.getByRole("tab", { name: "Content" }).click();
  await subHeading(page).fill("Saved all the same");
  await expect.poll(async () => (await studio.open(id)).document.sub_heading).toBe("Saved all the same");
  await state.getByRole("button", { name: "Show the field" }).click();
  await expect(page.getByLabel("Slug", { exact: true })).toBeFocused();
  const free = unique("free").replace(" ", "-").toLowerCase();
  await page.getByLabel("Slug", { exact: true }).fill(free);
  await saved(page);
  expect((await studio.open(id)).slug).toBe(free);
});

test("the panel may be closed while it publishes, and a discarded draft leaves nothing", async ({
  browser,
  baseURL,
  guard,
}) => {
  const { page } = await seat(browser, guard, baseURL, MODERATOR);
  const id = await new Studio(page.request).text(unique("Closed"));
  await edit(page, id);
  const badge = page.locator(".editor-bar__facts .badge");
  await test.step("closed while it publishes", async () => {
    const panel = await publishPanel(page);
    await confirmFindings(panel);
    const { arrived, release } = await hold(page, COMMAND);
    await panel.getByTestId("publish-now").click();
    await arrived;
    await panel.getByRole("button", { name: "Close", exact: true }).click();
    await expect(panel).toBeHidden();
    await expect(page.getByTestId("publish"), "whoever opened it has the focus").toBeFocused();
    await subHeading(page).fill("Written while it publishes");
    release();
    await expect(badge).toHaveText("Live + draft");
    await saved(page);
    await expect(subHeading(page), "nothing typed is taken back").toHaveValue("Written while it publishes");
    expect((await new Studio(page.request).open(id)).document.sub_heading).toBe("Written while it publishes");
  });
  await test.step("discarded", async () => {
    const panel = await publishPanel(page);
    await panel.getByText("More", { exact: true }).click();
    await panel.getByRole("button", { name: "Discard the draft" }).click();
    await expect(panel.getByTestId("standing")).toContainText("Live: visitors see this text.");
    await page.keyboard.press("Escape");
    await expect(badge).toHaveText("Live");
    await expect(subHeading(page)).toHaveValue("");
  });
});

test("a slug typed while a save is on its way is saved next", async ({ browser, baseURL, guard }) => {
  const { page } = await seat(browser, guard, baseURL, MODERATOR);
  const studio = new Studio(page.request);
  const id = await studio.text(unique("Twice"));
  await edit(page, id);
  const { arrived, release } = await hold(page, SAVE);
  await subHeading(page).fill("On its way");
  await arrived;
  const slug = unique("later").replace(" ", "-");
  await page.getByRole("tab", { name: "Promote" }).click();
  await page.getByLabel("Slug").fill(slug);
  release();
  await expect.poll(async () => (await studio.open(id)).slug, { message: "the server has it" }).toBe(slug);
  await saved(page);
});

test("a lock that comes and goes is heard by the open editor", async ({ browser, baseURL, guard }) => {
  const { page } = await seat(browser, guard, baseURL, EDITOR);
  const moderator = await seat(browser, guard, baseURL, MODERATOR);
  const studio = new Studio(moderator.page.request);
  const id = await studio.text(unique("Heard"));
  await edit(page, id);
  const command = (command: Record<string, unknown>) => studio.post("page-command", { id, command });
  await command({ act: "lock", reason: "The lawyers read it" });
  await expect(page.locator("#editor-form")).toContainText("The lawyers read it", { timeout: 30_000 });
  await expect(subHeading(page)).not.toBeEditable();
  await command({ act: "unlock" });
  await expect(subHeading(page)).toBeEditable({ timeout: 30_000 });
});

test("the keyboard finds sections by their other words, and the focus goes on from there", async ({
  browser,
  baseURL,
  guard,
}) => {
  const { page } = await seat(browser, guard, baseURL, EDITOR);
  const id = await new Studio(page.request).add(COURSES, "CoursePage", unique("Keys"));
  guard.tolerate(/422|preview/);
  await edit(page, id);
  const sections = page.locator('.blocks[data-path="sections"]');
  for (const words of ["faq", "overview"]) {
    await sections.getByTestId("add-section").click();
    await page.getByTestId("insert").getByRole("searchbox").fill(words);
    await page.keyboard.press("Enter");
    await expect(page.getByTestId("insert")).toBeHidden();
    await expect.poll(() => focused(page), "a field of the new section").toMatch(/^(field|add):sections\//);
  }
  const blocks = page.getByTestId("block");
  await expect(blocks).toHaveCount(2);
  await blocks.first().getByRole("button", { name: "Delete", exact: true }).first().click();
  await expect.poll(() => focused(page), "the next section").toMatch(/^handle:sections\//);
  await blocks.first().getByRole("button", { name: "Delete", exact: true }).first().click();
  await expect.poll(() => focused(page), "the button for another").toBe("add:sections");
  await page.getByRole("tab", { name: "Content" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Promote" })).toBeFocused();
  await expect(page.getByRole("tab", { name: "Promote" })).toHaveAttribute("aria-selected", "true");
  await saved(page);
});

test("a page that was deleted meanwhile says so, and where the text is", async ({ browser, baseURL, guard }) => {
  guard.tolerate(/404|page-save|presence|preview|comments|review/);
  const { page } = await seat(browser, guard, baseURL, MODERATOR);
  const studio = new Studio(page.request);
  const id = await studio.text(unique("Gone"), "Words.", HOME);
  await edit(page, id);
  await studio.act(id, { act: "delete", typed: "" });
  await subHeading(page).fill("Too late");
  await expect(page.getByTestId("save-state")).toContainText("This page was deleted. What you wrote is kept");
});

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.id ?? "");
}
