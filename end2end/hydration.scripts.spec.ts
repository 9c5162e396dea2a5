// What scripts make of a page that the server wrote: nothing else, wherever the reader is and whatever language their
// browser speaks (case 69 of cms.md 8).

import type { Page } from "@playwright/test";
import { signIn } from "./helpers/people.ts";
import { COURSE } from "./helpers/shopping.ts";
import { expect, hydrated, test } from "./helpers/test.ts";

const PAGES = [
  "/",
  "/catalog/",
  "/catalog/?topic=Manufacturing&sort-by=price_desc",
  COURSE.path,
  "/courses/course-v1:xPRO+QCx1/",
  "/programs/program-v1:xPRO+SysEngx/",
];

// As far from the server's clock as it gets: there it is another day.
test.use({ timezoneId: "Pacific/Kiritimati", locale: "ar-EG" });

test("scripts change no word, no date and no picture of a page", async ({ page }) => {
  for (const path of PAGES) {
    await test.step(path, async () => {
      const served = await (await page.request.get(path)).text();
      await page.goto(path);
      await hydrated(page, "site");
      const { before, after } = await compared(page, served);
      expect(before.words.length).toBeGreaterThan(100);
      expect(after).toEqual(before);
    });
  }
});

test("who is signed in shows in the header alone", async ({ page }) => {
  const stranger = await (await page.request.get("/catalog/")).text();
  await signIn(page.request, "amelia.hart@example.com");
  expect(await (await page.request.get("/catalog/")).text(), "the same bytes for everybody").toBe(stranger);
  await page.goto("/catalog/");
  await hydrated(page, "site");
  await expect(page.getByRole("banner")).toContainText("Amelia");
  const { before, after } = await compared(page, stranger);
  expect(after).toEqual(before);
});

type Shown = { words: string; dates: string[]; pictures: string[] };

/** What stands in `main` of the HTML that was served, and of the page as it is now. */
async function compared(page: Page, served: string): Promise<{ before: Shown; after: Shown }> {
  return page.evaluate((html) => {
    const shown = (from: Document) => {
      const main = from.querySelector("main");
      const all = (selector: string, attribute: string) =>
        [...(main?.querySelectorAll(selector) ?? [])].map((element) => element.getAttribute(attribute) ?? "");
      return {
        words: (main?.textContent ?? "").replace(/\s+/g, " ").trim(),
        dates: all("time", "datetime"),
        pictures: [...all("img", "src"), ...all("img", "srcset")],
      };
    };
    return { before: shown(new DOMParser().parseFromString(html, "text/html")), after: shown(document) };
  }, served);
}
