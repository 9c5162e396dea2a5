// How the browser journeys run. Every worker has a shop of its own (helpers/shop.ts), so journeys may
// break it. The project `scripts-off` proves that reading and buying need no scripts.

import { defineConfig } from "@playwright/test";
import { launchOptions } from "./helpers/chromium.ts";

const slow = process.env.XPRO_E2E_SLOW !== undefined;

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: "../var/e2e-results",
  // Two cores: one browser and one server keep both busy.
  workers: 1,
  retries: 0,
  timeout: slow ? 300_000 : 60_000,
  expect: { timeout: slow ? 60_000 : 10_000 },
  forbidOnly: true,
  reporter: [["list"], ["./helpers/reasons.ts"]],
  use: {
    launchOptions,
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "scripts-on", use: { javaScriptEnabled: true } },
    // Tests that are about scripts, and those without a page, say so by their file's name.
    { name: "scripts-off", use: { javaScriptEnabled: false }, testIgnore: /\.(scripts|http)\.spec\.ts$/ },
  ],
});
