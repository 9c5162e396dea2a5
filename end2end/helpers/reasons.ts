// Says at the very end of a run why journeys failed: whoever sees only the last lines of a log needs no more.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from "@playwright/test/reporter";

/** Where the servers of this run wrote their logs (shop.ts), under the runner's or a worker's process number. */
const logs = resolve(import.meta.dirname, "../../var/e2e");

export default class Reasons implements Reporter {
  readonly #reasons: string[] = [];
  readonly #old = new Set(listLogs());
  #root = "";

  onBegin(config: FullConfig, _suite: Suite): void {
    this.#root = config.rootDir;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === test.expectedStatus) return;
    for (const { message, location } of result.errors) {
      const where = location ? `${location.file.replace(`${this.#root}/`, "")}:${location.line}` : test.location.file;
      this.#reasons.push(`${test.title}\n  ${where}: ${plain(message ?? result.status)}`);
    }
  }

  onExit(): Promise<void> {
    if (this.#reasons.length > 0) {
      const faults = listLogs()
        .filter((log) => !this.#old.has(log))
        .flatMap(serverFaults);
      process.stdout.write(`\nWhy:\n${[...this.#reasons, ...faults].join("\n")}\n`);
    }
    return Promise.resolve();
  }
}

function listLogs(): string[] {
  try {
    return readdirSync(logs);
  } catch {
    return [];
  }
}

/** What a server says of answers that are its own fault. */
function serverFaults(log: string): string[] {
  const lines = readFileSync(join(logs, log), "utf8").split("\n");
  return lines
    .filter((line) => line.includes("a request failed") || line.includes("panicked"))
    .slice(0, 5)
    .map((line) => `  ${log}: ${plain(line)}`);
}

/** Without colors, and short. */
function plain(message: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colors begin with one
  const lines = message.replaceAll(/\u001b\[[0-9;]*m/g, "").split("\n");
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, 12)
    .join(" | ")
    .slice(0, 600);
}
