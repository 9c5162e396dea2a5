// Which browser is driven, and how: Debian's Chromium, quiet towards the network.

import { existsSync } from "node:fs";

const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"];
const executablePath = places.find((place) => place !== undefined && existsSync(place));
if (executablePath === undefined) {
  throw new Error("Chromium was not found: apt-get install chromium, or set CHROMIUM to its path");
}

export const launchOptions = {
  executablePath,
  args: [
    // As root, and in most containers, Chromium starts without its sandbox only. It opens our own pages.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
