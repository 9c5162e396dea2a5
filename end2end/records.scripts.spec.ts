// The Studio's other rooms: snippets, the catalog's side models, settings, people, reports.

import type { Page } from "@playwright/test";
import { signIn } from "./helpers/people.ts";
import { accessible, expect, hydrated, test } from "./helpers/test.ts";

async function open(page: Page, path: string, email = "admin@example.com"): Promise<void> {
  await signIn(page.request, email);
  await page.goto(path);
  await hydrated(page, "studio");
}

const name = (page: Page) => page.locator("[data-path='name'] input");
const save = (page: Page) => page.getByTestId("save-record").click();

test("a site notification reaches every visitor at once, can be dismissed, and goes with its record", async ({
  page,
  browser,
  shop,
}) => {
  await open(page, "/studio/snippets");
  await page.getByTestId("add-record").click();
  await expect(page).toHaveURL(/\/studio\/snippets\/new$/);
  await save(page);
  await expect(page.getByText("Before this can be saved")).toBeVisible();
  await page.locator("[data-path='message'] textarea").fill("We are closed on Friday");
  await accessible(page);
  await save(page);
  await expect(page).toHaveURL(/\/studio\/snippets\/\d+$/);
  await expect(page.getByTestId("record-history")).toContainText("save snippet");

  const visitor = await (await browser.newContext({ baseURL: shop.url })).newPage();
  await visitor.goto("/");
  const notice = visitor.getByLabel("Notice", { exact: true });
  await expect(notice).toContainText("We are closed on Friday");
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await visitor.goto("/catalog/");
  await expect(notice).toBeHidden();

  await page.getByTestId("delete-record").click();
  await page.getByTestId("dialog-submit").click();
  await expect(page).toHaveURL(/\/studio\/snippets$/);
  await expect.poll(async () => (await page.request.get("/")).text()).not.toContain("We are closed on Friday");
});

test("two people change a topic: the second is shown both texts", async ({ page, browser, shop }) => {
  await open(page, "/studio/topics/new");
  await name(page).fill("Quantum");
  await save(page);
  await expect(page).toHaveURL(/\/studio\/topics\/\d+$/);
  const other = await (await browser.newContext({ baseURL: shop.url })).newPage();
  await open(other, new URL(page.url()).pathname, "moderator@example.com");
  await name(other).fill("Quantum computing");
  await save(other);
  await expect(other.getByTestId("toasts")).toContainText("Saved");
  await name(page).fill("Quanta");
  await save(page);
  await expect(page.getByTestId("record-conflict")).toContainText("Quantum computing");
  await page.getByRole("button", { name: /mine where both changed/ }).click();
  await save(page);
  await expect(page.getByTestId("toasts")).toContainText("Saved");
  await expect(name(page)).toHaveValue("Quanta");
});

test("the brand color is refused when white text cannot be read on it, and takes effect at once", async ({ page }) => {
  await open(page, "/studio/settings");
  const color = page.locator("[data-path='accent_color'] input");
  await color.fill("#ffcc00");
  await save(page);
  await expect(page.locator("[data-path='accent_color']")).toContainText(/contrast of 1\.\d:1/);
  await color.fill("#1b55b5");
  await accessible(page);
  await save(page);
  await expect(page.getByTestId("toasts")).toContainText("Saved");
  await expect.poll(async () => (await page.request.get("/brand.css")).text()).toContain("#1b55b5");
});

test("a price is added to the list and never changes one", async ({ page }) => {
  await open(page, "/studio/products");
  await page.getByTestId("records").getByRole("link").first().click();
  const rows = page.getByTestId("record-table").locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();
  await page.locator("[data-path='price'] input").fill("1234.50");
  await save(page);
  await expect(rows).toHaveCount(before + 1);
  await expect(rows.first()).toContainText("$1,234.50");
});

test("leaving with something unsaved asks first", async ({ page }) => {
  await open(page, "/studio/platforms/new");
  await name(page).fill("Vendor");
  page.once("dialog", (dialog) => dialog.dismiss());
  await page.getByRole("link", { name: "Platforms" }).last().click();
  await expect(page).toHaveURL(/platforms\/new$/);
  page.once("dialog", (dialog) => dialog.accept());
  await page.getByRole("link", { name: "Platforms" }).last().click();
  await expect(page).toHaveURL(/platforms$/);
});

test("what is typed while a save is on its way stays, and is saved next", async ({ page }) => {
  await open(page, "/studio/topics/new");
  await name(page).fill("Slow");
  // The first answer waits until something more is typed.
  let go = () => {};
  const typed = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route(
    "**/api/studio/record-save",
    async (route) => {
      const answer = await route.fetch();
      await typed;
      await route.fulfill({ response: answer });
    },
    { times: 1 },
  );
  const answered = page.waitForResponse("**/api/studio/record-save");
  await save(page);
  await name(page).fill("Slow and steady");
  go();
  await answered;
  await expect(page).toHaveURL(/\/studio\/topics\/\d+$/);
  await expect(name(page)).toHaveValue("Slow and steady");
  await expect(page.getByText("Not saved yet")).toBeVisible();
  await save(page);
  await expect(page.getByText("Not saved yet")).toBeHidden();
  await page.reload();
  await expect(name(page)).toHaveValue("Slow and steady");
});

test("the browser's back and the palette ask before they throw something away", async ({ page }) => {
  await open(page, "/studio/languages");
  await page.getByRole("link", { name: "Platforms" }).last().click();
  await page.getByTestId("add-record").click();
  await expect(page).toHaveURL(/platforms\/new$/);
  await name(page).fill("Vendor");
  const asked: string[] = [];
  const answer = (stays: boolean) =>
    page.once("dialog", (dialog) => {
      asked.push(dialog.message());
      return stays ? dialog.dismiss() : dialog.accept();
    });

  answer(true);
  await page.evaluate(() => history.back());
  await expect.poll(() => asked.length).toBe(1);
  await expect(page).toHaveURL(/platforms\/new$/);
  await expect(name(page)).toHaveValue("Vendor");

  answer(true);
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-input").fill("Redirects");
  await page.getByTestId("palette-input").press("Enter");
  await expect.poll(() => asked.length).toBe(2);
  await expect(name(page)).toHaveValue("Vendor");

  answer(false);
  await page.evaluate(() => history.back());
  await expect(page).toHaveURL(/platforms$/);
  expect(asked).toHaveLength(3);
});

test("files still waiting are sent whatever screen is shown, and one that failed can be sent again", async ({
  page,
}) => {
  await open(page, "/studio/documents");
  let sent = 0;
  let go = () => {};
  const left = new Promise<void>((resolve) => {
    go = resolve;
  });
  await page.route("**/document-upload?*", async (route) => {
    sent += 1;
    if (sent === 1) await left;
    return sent === 2 ? route.abort("internetdisconnected") : route.continue();
  });
  const files = ["first", "second", "third"].map((word) => ({
    name: `queue-${word}.txt`,
    mimeType: "text/plain",
    buffer: Buffer.from(`${word} ${Math.random()}`),
  }));
  await page.getByTestId("upload-input").setInputFiles(files);
  const rows = page.getByTestId("upload-row");
  await expect(rows).toHaveCount(3);
  await page.getByRole("link", { name: "Topics" }).last().click();
  await expect(page).toHaveURL(/topics$/);
  go();
  await expect.poll(() => sent).toBe(3);
  await page.getByRole("link", { name: "Documents" }).last().click();
  await expect(rows.filter({ hasText: "Added" })).toHaveCount(2);
  await rows.nth(1).getByRole("button", { name: "Try again" }).click();
  await expect(rows.filter({ hasText: "Added" })).toHaveCount(3);
});

test("a file dropped beside the place that takes it does not replace the studio", async ({ page }) => {
  await open(page, "/studio/topics");
  const prevented = await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "x.txt"));
    const drop = (kind: string) => {
      const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data });
      document.body.dispatchEvent(event);
      return event.defaultPrevented;
    };
    return [drop("dragover"), drop("drop")];
  });
  expect(prevented).toEqual([true, true]);
});

const SCREENS = [
  "/studio/snippets",
  "/studio/snippets/new?kind=shared_section",
  "/studio/courses",
  "/studio/courses?kind=course_run",
  "/studio/courses/new",
  "/studio/products",
  "/studio/topics",
  "/studio/languages",
  "/studio/platforms",
  "/studio/settings",
  "/studio/users",
  "/studio/groups",
  "/studio/groups/1",
  "/studio/reports",
  "/studio/reports?name=alt",
  "/studio/reports?name=history",
];

for (const [device, width] of [
  ["phone", 390],
  ["desk", 1440],
] as const) {
  test(`every room fits a ${device} and is accessible`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width, height: 900 });
    await open(page, "/studio/snippets");
    for (const screen of SCREENS) {
      await page.goto(screen);
      await hydrated(page, "studio");
      await expect(page.locator(".desk-page__title").first(), screen).toBeVisible();
      await expect(page.locator("main[aria-busy], .waiting"), screen).toHaveCount(0);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wider, `${screen} scrolls sideways`).toBeLessThanOrEqual(0);
      await accessible(page);
      if (process.env.XPRO_SHOTS) {
        const file = screen.replace("/studio/", "").replace(/[^a-z0-9]+/g, "-");
        await page.screenshot({ path: `${process.env.XPRO_SHOTS}/${device}-${file}.png`, fullPage: true });
      }
    }
  });
}

test("on a phone the rooms are behind a button", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/studio/topics");
  const link = page.getByRole("link", { name: "Languages" });
  await expect(link).toBeHidden();
  await page.getByRole("button", { name: "Menu" }).click();
  await link.click();
  await expect(page).toHaveURL(/\/studio\/languages$/);
  await expect(link).toBeHidden();
});
