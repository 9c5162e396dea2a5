// Measures the Studio in a real browser against its bars of speed, and prints the figures. Not a test: a busy
// machine makes every figure worse, so the load is printed beside them.
//
//   XPRO_BIN=path/to/xpro node scripts/studio-speed.mjs
//
// It opens a scratch site of its own (database, server, a second server on the same database) and removes it again.
// psql must be installed, for the pages of a large site.

import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "@playwright/test";

const root = resolve(import.meta.dirname, "..");
const program = process.env.XPRO_BIN ?? join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/xpro");
const assets = process.env.XPRO_ASSETS ?? join(root, "var/assets");
const HOME = 1;
const COURSE_PAGE = 18;
const BLOCKS = 200;
const PAGES = 5_000;

const folder = mkdtempSync(join(tmpdir(), "xpro-speed-"));
// Postgres does not run as root, and its account must reach the folder.
chmodSync(folder, 0o755);
const children = [];

try {
  await measure();
} finally {
  // The second server first: the first one stops the database.
  for (const child of children.reverse()) await end(child);
  rmSync(folder, { recursive: true, force: true });
}

async function measure() {
  const [port, standins, second] = [await freePort(), await freePort(), await freePort()];
  const site = `http://127.0.0.1:${port}`;
  const { DATABASE_URL: _, ...outside } = process.env;
  const settings = {
    ...outside,
    XPRO_VAR: folder,
    XPRO_ASSETS: assets,
    XPRO_BASE_URL: site,
    XPRO_LISTEN: `127.0.0.1:${port}`,
    XPRO_STANDINS_LISTEN: `127.0.0.1:${standins}`,
    XPRO_TRUSTED_PROXIES: "127.0.0.1",
    MAILGUN_API_URL: `http://127.0.0.1:${standins}`,
    BLOG_FEED_URL: `http://127.0.0.1:${standins}/rss.xml`,
    OPENEDX_API_BASE_URL: `http://127.0.0.1:${standins}`,
    CYBERSOURCE_SECURE_ACCEPTANCE_URL: `http://127.0.0.1:${standins}/pay`,
  };
  start(["up"], settings);
  await answers(site);
  const other = `http://127.0.0.1:${second}`;
  const database = databaseUrl();
  start(["serve"], {
    ...settings,
    DATABASE_URL: database,
    XPRO_LISTEN: `127.0.0.1:${second}`,
    XPRO_WORKER_CONCURRENCY: "0",
  });
  await answers(other);

  const browser = await chromium.launch({
    ...(process.env.XPRO_CHROMIUM || existsChromium()
      ? { executablePath: process.env.XPRO_CHROMIUM ?? "/usr/bin/chromium" }
      : {}),
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--no-first-run"],
  });
  try {
    const context = await browser.newContext({ baseURL: site, viewport: { width: 1440, height: 900 } });
    await signIn(context.request);
    const studio = calls(context.request);
    console.log(
      `load ${loadavg()
        .map((load) => load.toFixed(1))
        .join(" ")}, program ${program}`,
    );

    const plain = await plainPage(studio, BLOCKS);
    const course = await coursePage(studio, BLOCKS);
    await editor(
      context,
      plain,
      `a plain page with ${BLOCKS} parts`,
      '[data-list="content"] > li',
      '[data-path="sub_heading"] input',
    );
    await editor(context, course, `a course page with ${BLOCKS} sections`, null, '[data-path="subhead"] input');
    await publishing(context.request, studio, plain, other);
    manyPages(database);
    await tree(context);
    console.log(
      `load ${loadavg()
        .map((load) => load.toFixed(1))
        .join(" ")}`,
    );
  } finally {
    await browser.close();
  }
}

/** Opening to typing, a key's way to the screen, and the preview behind a pause. */
async function editor(context, id, what, inside, head) {
  const page = await context.newPage();
  // The bundle and the declarations are in the browser's cache, as on any day but the first.
  await page.goto(`/studio/pages/${COURSE_PAGE}`);
  await page.locator("#editor-form").waitFor();
  const opens = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const begin = Date.now();
    await page.goto(`/studio/pages/${id}`);
    await page.locator(head).click();
    await page.keyboard.press("End");
    await page.keyboard.type("x");
    await page.waitForFunction((head) => document.querySelector(head).value.endsWith("x"), head);
    opens.push(Date.now() - begin);
  }
  report(`open ${what} from a cold tab to typing`, opens, 1_000);

  // Within the Studio, as from the list.
  const within = [];
  for (let turn = 0; turn < 3; turn += 1) {
    await page.goto("/studio/pages?q=measured&everywhere=true");
    const link = page.locator(`#page-${id}`);
    await link.waitFor();
    const begin = Date.now();
    await link.click();
    await page.locator(head).click();
    await page.keyboard.type("x");
    within.push(Date.now() - begin);
  }
  report(`open ${what} from the list to typing`, within, 1_000);

  for (const [name, selector] of [
    ["the head", head],
    ["a part in the middle", inside],
  ]) {
    if (selector === null) continue;
    await (await fieldOf(page, selector)).click();
    report(`a key's way to the screen in ${name} of ${what}`, await keys(page), 50);
  }

  await page.locator(head).click();
  const frame = page.frameLocator('[data-testid="preview"]').locator("body");
  const previews = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const word = `measured${turn}${Date.now()}`;
    await page.locator(head).fill(word);
    const begin = Date.now();
    await frame.getByText(word).first().waitFor();
    previews.push(Date.now() - begin);
  }
  report(`preview of ${what} after the last key`, previews, 300);
  await page.close();
}

/** The field itself, or that of the entry in the middle, which may have to be opened. */
async function fieldOf(page, selector) {
  const found = page.locator(selector);
  const count = await found.count();
  if (count === 1) return found;
  const entry = found.nth(Math.floor(count / 2));
  const title = entry.locator(".edit-entry__title");
  if ((await title.getAttribute("aria-expanded")) === "false") await title.click();
  return entry.locator("textarea");
}

/** Milliseconds from each key to the frame that shows it. */
async function keys(page) {
  await page.evaluate(() => {
    window.measured = [];
    if (window.measures) return;
    window.measures = true;
    window.addEventListener(
      "keydown",
      (event) => {
        const begin = event.timeStamp;
        requestAnimationFrame(() => setTimeout(() => window.measured.push(performance.now() - begin), 0));
      },
      true,
    );
  });
  await page.keyboard.type("the quick brown fox jumps over the lazy dog ", { delay: 60 });
  await page.waitForFunction(() => window.measured.length >= 44);
  return page.evaluate(() => window.measured);
}

/** From the act's answer to the second process showing it. */
async function publishing(request, studio, id, other) {
  const { url_path: path } = await studio.open(id);
  const times = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const word = `published${turn}x${Date.now()}`;
    await studio.save(id, { sub_heading: word });
    await request.get(other + path);
    const begin = Date.now();
    await studio.publish(id);
    const done = Date.now();
    for (;;) {
      const answer = await (await fetch(other + path)).text();
      if (answer.includes(word)) break;
      if (Date.now() - done > 30_000) throw new Error(`${other}${path} never showed ${word}`);
    }
    times.push(Date.now() - begin);
  }
  report("publish, until a second process shows it", times, 1_000);
}

/** The list and the tree of a site with many pages. */
async function tree(context) {
  const page = await context.newPage();
  await page.goto("/studio/pages/trash");
  const times = [];
  for (let turn = 0; turn < 3; turn += 1) {
    const begin = Date.now();
    await page.goto(`/studio/pages?in=${HOME}`);
    await page.getByTestId("page-row").nth(5).waitFor();
    await page.getByTestId("page-tree").locator("[data-tree-link]").nth(50).waitFor();
    times.push(Date.now() - begin);
  }
  report(`list and tree of a page with ${PAGES} below it`, times, 1_000);

  const frames = await page.evaluate(async () => {
    const gaps = [];
    let before = performance.now();
    for (let step = 0; step < 240; step += 1) {
      scrollBy(0, 400);
      await new Promise((done) => requestAnimationFrame(done));
      const now = performance.now();
      gaps.push(now - before);
      before = now;
    }
    return gaps;
  });
  report("frames while the list is scrolled through", frames, 50);
  const rows = await page.getByTestId("page-row").count();
  console.log(`rows drawn after scrolling: ${rows}`);

  const searches = [];
  for (const word of ["measured 4321", "measured 77", "quantum"]) {
    await page.goto("/studio/pages");
    await page.getByTestId("page-row").first().waitFor();
    const begin = Date.now();
    await page.getByTestId("page-search").fill(word);
    await page.getByTestId("page-count").filter({ hasText: "found" }).waitFor();
    searches.push(Date.now() - begin);
  }
  report(`search over ${PAGES} pages, with its pause of 200 ms`, searches, 1_000);
  await page.close();
}

/** Median and worst against a bar. */
function report(what, times, bar) {
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  const p95 = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))];
  const word = median <= bar ? "ok" : "OVER";
  console.log(
    `${word.padEnd(5)}${what}: median ${median.toFixed(0)} ms, 95th ${p95.toFixed(0)} ms, worst ${sorted.at(-1).toFixed(0)} ms (bar ${bar} ms, ${times.length} times)`,
  );
}

async function plainPage(studio, parts) {
  const id = await studio.add(HOME, "ResourcePage", "Measured plain page");
  const content = Array.from({ length: parts }, (_, at) => ({
    id: crypto.randomUUID(),
    value: {
      heading: `Part ${at}`,
      detail: `Words of part **${at}**, with a [link](https://example.com/) and more.\n\n- one\n- two`,
    },
  }));
  await studio.save(id, { content });
  await studio.publish(id);
  return id;
}

/** Sections of the page stand once each, so the many are paragraphs of its text for feeds. */
async function coursePage(studio, sections) {
  const content = Array.from({ length: sections }, (_, at) => ({
    id: crypto.randomUUID(),
    type: "paragraph",
    value: { text: `Words of paragraph **${at}**.` },
  }));
  const { document } = await studio.open(COURSE_PAGE);
  await studio.save(COURSE_PAGE, { content, title: `Measured ${document.title}` });
  return COURSE_PAGE;
}

function manyPages(database) {
  const sql = `
    INSERT INTO page (parent_id, position, kind, slug, url_path, title, draft_title, created_at, updated_at, tree_path)
    SELECT ${HOME}, n + 100, 'ResourcePage', 'measured-' || n, '/measured-' || n || '/', 'Measured ' || n, 'Measured ' || n, now(), now(), ''
    FROM generate_series(1, ${PAGES}) AS n;
    INSERT INTO page_revision (page_id, state, schema, body, created_at, updated_at)
    SELECT page.id, 'rolling', model.schema, model.body, now(), now()
    FROM page, (SELECT revision.schema, revision.body FROM page_revision AS revision JOIN page ON page.latest_revision_id = revision.id
                WHERE page.kind = 'ResourcePage' LIMIT 1) AS model
    WHERE page.slug LIKE 'measured-%' AND page.latest_revision_id IS NULL;
    UPDATE page SET latest_revision_id = revision.id FROM page_revision AS revision
    WHERE revision.page_id = page.id AND page.latest_revision_id IS NULL;
    ANALYZE page;`;
  const done = spawnSync("psql", [database, "-q", "-v", "ON_ERROR_STOP=1", "-c", sql], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`psql: ${done.stderr ?? done.error}`);
}

function databaseUrl() {
  const password = readFileSync(join(folder, "postgres/password"), "utf8").trim();
  const port = readFileSync(join(folder, "postgres/port"), "utf8").trim();
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/xpro`;
}

function calls(request) {
  const json = async (answer) => {
    if (answer.status() !== 200) throw new Error(`${answer.url()} answered ${answer.status()}: ${await answer.text()}`);
    return answer.json();
  };
  const get = async (path) => json(await request.get(`/api/studio/${path}`));
  const post = async (path, data) => json(await request.post(`/api/studio/${path}`, { data }));
  const open = (id) => get(`page?id=${id}`);
  const act = (id, deed) => post("page-act", { id, deed });
  return {
    open,
    act,
    add: async (parent, kind, title) => (await act(parent, { act: "add", kind, title })).made,
    // Confirms what the checks ask.
    publish: async (id) => {
      const { version } = await open(id);
      const findings = await post("page-check", { id, document: null });
      const command = { act: "publish", version, acknowledged: findings.map(({ key }) => key) };
      const { outcome } = await post("page-command", { id, command });
      if (outcome !== "done") throw new Error(`page ${id} is not published: ${outcome}`);
    },
    save: async (id, fields) => {
      const { version, document } = await open(id);
      const draft = { page: id, version, document: { ...document, ...fields }, slug: null };
      const saved = await post("page-save", { draft });
      if (saved.outcome !== "saved") throw new Error(JSON.stringify(saved).slice(0, 500));
    },
  };
}

async function signIn(request) {
  await request.post("/signin/", { form: { email: "moderator@example.com", next: "" } });
  await request.post("/signin/password/", { form: { password: "demo-pass-1" } });
}

function start(args, env) {
  const child = spawn(program, args, { cwd: root, env, stdio: "ignore" });
  children.push(child);
}

async function end(child) {
  if (child.exitCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await gone;
}

async function answers(url) {
  const last = Date.now() + 180_000;
  while (Date.now() < last) {
    if ((await fetch(url).catch(() => undefined))?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} did not answer`);
}

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

function existsChromium() {
  return spawnSync("/usr/bin/chromium", ["--version"]).status === 0;
}
