// Watches everything that a test's pages do: scripts must not fail, nothing may break the content security policy, the
// server must not fail, and what a page asks for must be there. A refused page (4xx) is the test's own business.

import type { BrowserContext, ConsoleMessage, Response } from "@playwright/test";
import { slowDown } from "./slow.ts";

export class Guard {
  readonly problems: string[] = [];
  readonly #site: string;
  readonly #tolerated: RegExp[] = [];

  constructor(site: string) {
    this.#site = site;
  }

  /** Watches all pages of a context, also those that open later. */
  watch(context: BrowserContext): void {
    slowDown(context);
    context.on("console", (message) => this.#heard(message));
    context.on("weberror", (failure) => this.#note(`uncaught ${failure.error().message}`));
    context.on("response", (response) => this.#answered(response));
  }

  /** Says that a problem is what the test is about. */
  tolerate(problem: RegExp): void {
    this.#tolerated.push(problem);
  }

  #heard(message: ConsoleMessage): void {
    const text = message.text();
    // The browser's own word about an answer, which `#answered` judges.
    if (text.startsWith("Failed to load resource")) return;
    // The frame around a letter forbids scripts, and with them the runner's own.
    if (/^Blocked script execution in '[^']*\/inbox\/\d+\/html'/.test(text)) return;
    const isGrave = message.type() === "error" || /did not start|Content Security Policy/.test(text);
    if (isGrave) this.#note(`console on ${message.page()?.url() ?? "a page"}: ${text}`);
  }

  #answered(response: Response): void {
    const status = response.status();
    if (status < 400 || !response.url().startsWith(this.#site)) return;
    const isPage = response.request().resourceType() === "document";
    if (status >= 500 || !isPage) this.#note(`${status} for ${response.url()}`);
  }

  #note(problem: string): void {
    if (!this.#tolerated.some((pattern) => pattern.test(problem))) this.problems.push(problem);
  }
}
