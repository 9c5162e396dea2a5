// Pictures of pages at three widths, into var/screenshots. Usage: node scripts/screenshots.mjs [--base URL]
// [--full] [--dark] [--out FILE] PATH…  With --out, one picture of the first path at 1440 px.

import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: "string", default: "http://127.0.0.1:8080" },
    full: { type: "boolean", default: false },
    dark: { type: "boolean", default: false },
    out: { type: "string" },
  },
});
const paths = positionals.length > 0 ? positionals : ["/"];
const widths = [
  [390, 844],
  [820, 1180],
  [1440, 900],
];
const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"];
const executablePath = places.find((place) => place && existsSync(place));
const folder = join(import.meta.dirname, "../var/screenshots");

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});

async function picture(path, width, height, file) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: values.dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  const answer = await page.goto(new URL(path, values.base).href, { waitUntil: "networkidle" });
  mkdirSync(dirname(file), { recursive: true });
  await page.screenshot({ path: file, fullPage: values.full });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  process.stdout.write(`${answer?.status()} ${file}${wide ? "  (wider than the screen)" : ""}\n`);
  await page.close();
}

try {
  if (values.out) {
    await picture(paths[0], 1440, 900, values.out);
  } else {
    for (const path of paths) {
      const name = path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home";
      for (const [width, height] of widths) await picture(path, width, height, join(folder, `${name}-${width}.png`));
    }
  }
} finally {
  await browser.close();
}
