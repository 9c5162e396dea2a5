// Draws the demo pictures under public/demo with headless Chromium: `node scripts/demo-pictures.mjs [name…]`.
// Every picture follows from its name alone, so running this again gives the same pictures.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "..", "public", "demo");
const WIDTHS = [480, 800, 1200, 1600];
const MAX_BYTES = 60 * 1024;

const sources = ["kit.js", "scenes-land.js", "scenes-line.js", "scenes-form.js", "portraits.js"];
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
const page = await browser.newPage();
for (const source of sources) {
  await page.addScriptTag({ content: await readFile(path.join(here, "demo-pictures", source), "utf8") });
}
await mkdir(out, { recursive: true });

/** Encodes the drawn picture at one width, at the best quality that fits. */
async function encode(width, height) {
  for (const quality of [0.9, 0.84, 0.78, 0.7, 0.6, 0.5, 0.4, 0.3]) {
    const url = await page.evaluate(([w, h, q]) => globalThis.encodeDrawn(w, h, q), [width, height, quality]);
    const bytes = Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
    if (bytes.length <= MAX_BYTES || quality === 0.3) {
      return bytes;
    }
  }
}

const wanted = new Set(process.argv.slice(2));
const isWanted = (name) => wanted.size === 0 || wanted.has(name);
const scenes = await page.evaluate(() => Object.keys(globalThis.scenes));
for (const name of scenes.filter(isWanted)) {
  await page.evaluate((scene) => globalThis.drawScene(scene), name);
  for (const width of WIDTHS) {
    const bytes = await encode(width, (width * 9) / 16);
    await writeFile(path.join(out, `${name}-${width}.webp`), bytes);
    if (width === 1600) {
      console.log(`${name} ${Math.round(bytes.length / 1024)} KB`);
    }
  }
}
const portraits = await page.evaluate(() => globalThis.portraitNames);
for (const name of portraits.filter(isWanted)) {
  await page.evaluate((portrait) => globalThis.drawPortrait(portrait), name);
  for (const width of [300, 600]) {
    await writeFile(path.join(out, `${name}-${width}.webp`), await encode(width, width));
  }
  console.log(name);
}
await browser.close();
