// A whole shop of one's own: server, stand-ins and database as `xpro up` starts them, on ports of their
// own and in a folder of their own, with the demo data. It can be killed and started again.

import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
const target = process.env.CARGO_TARGET_DIR ?? join(cache, "xpro/target");
const program = process.env.XPRO_BIN ?? join(target, "debug/xpro");

/** Initialising a cluster, migrating and seeding on a busy machine. */
const patience = 120_000;

export class Shop {
  readonly url: string;
  readonly standins: string;
  readonly folder: string;
  readonly log: string;
  #settings: Record<string, string>;
  #process: ChildProcess | undefined;

  private constructor(site: number, standins: number) {
    this.url = `http://127.0.0.1:${site}`;
    this.standins = `http://127.0.0.1:${standins}`;
    this.folder = join(root, "var/e2e", `${process.pid}-${site}`);
    this.log = `${this.folder}.log`;
    this.#settings = {
      XPRO_BASE_URL: this.url,
      XPRO_LISTEN: `127.0.0.1:${site}`,
      XPRO_STANDINS_LISTEN: `127.0.0.1:${standins}`,
      XPRO_VAR: this.folder,
      XPRO_ASSETS: join(root, "var/assets"),
      MAILGUN_API_URL: this.standins,
      OPENEDX_API_BASE_URL: this.standins,
      CYBERSOURCE_SECURE_ACCEPTANCE_URL: `${this.standins}/pay`,
    };
  }

  /** Starts a new shop and waits until it answers. Further settings win over the usual ones. */
  static async open(settings: Record<string, string> = {}): Promise<Shop> {
    const shop = new Shop(await freePort(), await freePort());
    Object.assign(shop.#settings, settings);
    mkdirSync(shop.folder, { recursive: true });
    await shop.start();
    return shop;
  }

  /** Starts the server (again) on the same database. */
  async start(): Promise<void> {
    const { DATABASE_URL: _, ...environment } = process.env;
    const log = createWriteStream(this.log, { flags: "a" });
    const child = spawn(program, ["up"], { cwd: root, env: { ...environment, ...this.#settings } });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    this.#process = child;
    const failed = new Promise<never>((_, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`xpro up ended early (${code}); its log is ${this.log}`)));
    });
    failed.catch(() => undefined);
    await Promise.race([answers(this.url), failed]);
  }

  /** Kills the server like a power cut would: nothing is finished, nothing is said. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Ends the server in order, and its database with it. */
  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** Ends it and removes what it made; the log stays. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await gone;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}

async function answers(url: string): Promise<void> {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const found = await fetch(url).catch(() => undefined);
    if (found?.ok) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`${url} did not answer within ${patience / 1000} s`);
}
