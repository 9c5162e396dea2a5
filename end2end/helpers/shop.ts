// A whole shop of one's own: server, stand-ins and database as `xpro up` starts them, on ports of their
// own and in a folder of their own, with the demo data. It can be killed and started again.

import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
const target = process.env.CARGO_TARGET_DIR ?? join(cache, "xpro/target");
const program = process.env.XPRO_BIN ?? join(target, "debug/xpro");
const logs = join(root, "var/e2e");

/** Initialising a cluster, migrating and seeding on a busy machine. */
const patience = 120_000;

/** What makes a shop special. */
export type ShopOptions = {
  /** The stand-ins are a process of their own, so that they remember what happened when the server is killed. */
  standinsApart?: boolean;
  /** Settings that win over the usual ones. */
  settings?: Record<string, string>;
};

type Ports = { site: number; standins: number; unused: number };

export class Shop {
  readonly url: string;
  readonly standins: string;
  readonly log: string;
  readonly #folder: string;
  readonly #settings: Record<string, string>;
  readonly #unused: number;
  #server: ChildProcess | undefined;
  #standinsApart: ChildProcess | undefined;

  private constructor(ports: Ports, settings: Record<string, string>) {
    this.url = `http://127.0.0.1:${ports.site}`;
    this.standins = `http://127.0.0.1:${ports.standins}`;
    this.#unused = ports.unused;
    // Not in the checkout: Postgres does not run as root, and its account may not reach a home.
    this.#folder = mkdtempSync(join(tmpdir(), "xpro-e2e-"));
    chmodSync(this.#folder, 0o755);
    mkdirSync(logs, { recursive: true });
    this.log = join(logs, `${process.pid}-${ports.site}.log`);
    this.#settings = {
      XPRO_BASE_URL: this.url,
      XPRO_LISTEN: `127.0.0.1:${ports.site}`,
      XPRO_STANDINS_LISTEN: `127.0.0.1:${ports.standins}`,
      XPRO_VAR: this.#folder,
      XPRO_ASSETS: join(root, "var/assets"),
      // Visitors have addresses of their own (test.ts), so that the limits per address do not add up over journeys.
      XPRO_TRUSTED_PROXIES: "127.0.0.1",
      MAILGUN_API_URL: this.standins,
      BLOG_FEED_URL: `${this.standins}/rss.xml`,
      OPENEDX_API_BASE_URL: this.standins,
      CYBERSOURCE_SECURE_ACCEPTANCE_URL: `${this.standins}/pay`,
      ...settings,
    };
  }

  /** Starts a new shop and waits until it answers. */
  static async open({ standinsApart = false, settings = {} }: ShopOptions = {}): Promise<Shop> {
    const [site, standins, unused] = await freePorts();
    const shop = new Shop({ site, standins, unused }, settings);
    try {
      if (standinsApart) {
        shop.#standinsApart = shop.#spawn("standins");
        await ready(shop.#standinsApart, shop.standins, shop.log);
      }
      await shop.start();
    } catch (failure) {
      await shop.#remove();
      throw failure;
    }
    return shop;
  }

  /** Starts the server (again) on the same database. */
  async start(): Promise<void> {
    // Beside stand-ins of their own process, those of `up` listen where nobody asks them.
    const port = { XPRO_STANDINS_LISTEN: `127.0.0.1:${this.#unused}` };
    this.#server = this.#spawn("up", this.#standinsApart ? port : {});
    await ready(this.#server, this.url, this.log);
  }

  /** Kills the server like a power cut would: nothing is finished, nothing is said. */
  async kill(): Promise<void> {
    await end(this.#server, "SIGKILL");
    this.#server = undefined;
  }

  /** Ends everything in order and removes what it made; the log stays. */
  async close(): Promise<void> {
    // A killed server leaves its database running; the next one finds it, and stops it in the end.
    if (this.#server === undefined) await this.start();
    await this.#remove();
  }

  async #remove(): Promise<void> {
    await end(this.#server, "SIGTERM");
    await end(this.#standinsApart, "SIGTERM");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #spawn(command: string, settings: Record<string, string> = {}): ChildProcess {
    const { DATABASE_URL: _, ...environment } = process.env;
    const log = createWriteStream(this.log, { flags: "a" });
    const child = spawn(program, [command], { cwd: root, env: { ...environment, ...this.#settings, ...settings } });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    running.add(child);
    child.once("exit", () => running.delete(child));
    return child;
  }
}

/** Nothing outlives the runner, also when it is stopped in the middle. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGTERM");
});

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  // One that could not be started has no number, and never ends.
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill(signal);
  await gone;
}

async function freePorts(): Promise<[number, number, number]> {
  const servers = [createServer(), createServer(), createServer()] as const;
  const port = async (server: (typeof servers)[number]): Promise<number> => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port was given");
    return address.port;
  };
  const ports: [number, number, number] = [await port(servers[0]), await port(servers[1]), await port(servers[2])];
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** Waits until `url` answers; a program that ends before is an error. */
async function ready(child: ChildProcess, url: string, log: string): Promise<void> {
  const failed = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`xpro ended early (${code}); its log is ${log}`)));
  });
  // Once it answers, nobody waits for this any more.
  failed.catch(() => undefined);
  await Promise.race([answers(url), failed]);
}

async function answers(url: string): Promise<void> {
  const last = Date.now() + patience;
  while (Date.now() < last) {
    const found = await fetch(url).catch(() => undefined);
    if (found?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} did not answer within ${patience / 1000} s`);
}
