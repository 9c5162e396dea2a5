// What journeys import instead of @playwright/test: a shop per worker, and a check with axe.

import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { Shop } from "./shop.ts";

type WorkerFixtures = { shop: Shop };

export const test = base.extend<object, WorkerFixtures>({
  shop: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads the names of the fixtures from here
    async ({}, use) => {
      const shop = await Shop.open();
      await use(shop);
      await shop.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: async ({ shop }, use) => use(shop.url),
});

/** Waits until the bundle's islands listen. Without scripts there is nothing to wait for. */
export async function hydrated(page: Page, bundle: "site" | "account" | "studio"): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("data-hydrated", new RegExp(`\\b${bundle}\\b`));
}

/** Fails on anything serious or critical that axe finds on the page as it is now. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const told = grave.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target).join(", ")}`);
  expect(told, `axe on ${page.url()}`).toEqual([]);
}

export { expect };
