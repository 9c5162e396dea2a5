// What journeys import instead of @playwright/test: a shop per worker, its stand-ins, a visitor with an address of their
// own, and a guard over everything their pages do.

import { test as base, expect, type Page } from "@playwright/test";
import { Desk } from "./desk.ts";
import { Guard } from "./guard.ts";
import { Shop } from "./shop.ts";
import { StandIns } from "./standins.ts";

type WorkerFixtures = { standinsApart: boolean; shop: Shop; standins: StandIns; desk: Desk };
type TestFixtures = { guard: Guard };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  standinsApart: [false, { option: true, scope: "worker" }],
  shop: [
    async ({ standinsApart }, use) => {
      const shop = await Shop.open({ standinsApart });
      await use(shop);
      await shop.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  standins: [async ({ shop }, use) => use(new StandIns(shop.standins)), { scope: "worker" }],
  desk: [
    async ({ shop }, use) => {
      const desk = await Desk.open(shop.url);
      await use(desk);
      await desk.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ shop }, use) => use(shop.url),
  // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the fixtures from here
  extraHTTPHeaders: async ({}, use) => use({ "x-forwarded-for": freshAddress() }),
  guard: [
    async ({ context, shop }, use) => {
      const guard = new Guard(shop.url);
      guard.watch(context);
      await use(guard);
      expect(guard.problems, "what the pages complained of").toEqual([]);
    },
    { auto: true },
  ],
});

/** An address that nobody had before, of a block that no country owns. */
function freshAddress(): string {
  const part = () => Math.floor(Math.random() * 256);
  return `10.${part()}.${part()}.${part()}`;
}

/** Waits until the bundle's islands listen. Without scripts there is nothing to wait for. */
export async function hydrated(page: Page, bundle: "site" | "account" | "studio"): Promise<void> {
  if (!hasScripts()) return;
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", new RegExp(`(^| )${bundle}( |$)`));
}

/** Whether this run is the one with scripts. */
export function hasScripts(): boolean {
  return base.info().project.use.javaScriptEnabled ?? true;
}

export { accessible } from "./axe.ts";
export { expect };
