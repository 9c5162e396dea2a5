// Says at the very end of a run why journeys failed: whoever sees only the last lines of a log needs no more.

import type { FullConfig, Reporter, Suite, TestCase, TestResult } from "@playwright/test/reporter";

export default class Reasons implements Reporter {
  readonly #reasons: string[] = [];
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
    if (this.#reasons.length > 0) process.stdout.write(`\nWhy:\n${this.#reasons.join("\n")}\n`);
    return Promise.resolve();
  }
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
