// The Studio for journeys: people at work in browsers of their own, the calls behind its screens for setting a scene, and
// its fields by the names that people read.

import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  expect,
  type Locator,
  type Page,
} from "@playwright/test";
import type { Guard } from "./guard.ts";
import { signIn } from "./people.ts";
import { hydrated } from "./test.ts";

export const EDITOR = "editor@example.com";
export const MODERATOR = "moderator@example.com";
export const ADMIN = "admin@example.com";

/** The page below which a site's plain pages stand, and those of its courses and programs. */
export const HOME = 1;
export const COURSES = 5;
export const PROGRAMS = 6;

/** Somebody with a browser of their own. */
export type Seat = { context: BrowserContext; page: Page };

/** Opens a browser for somebody, watched like the test's own. */
export async function seat(browser: Browser, guard: Guard, baseURL: string | undefined, email: string): Promise<Seat> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 }, timezoneId: "UTC" });
  guard.watch(context);
  const page = await context.newPage();
  await signIn(page.request, email);
  return { context, page };
}

/** Goes to a screen of the Studio and waits until it listens. */
export async function enter(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page, "studio");
}

/** Opens a page in the editor, and waits for its form. */
export async function edit(page: Page, id: number): Promise<void> {
  await enter(page, `/studio/pages/${id}`);
  await expect(page.locator("#editor-form")).toBeVisible();
}

/** A page as the editor opens it. */
export type Opened = {
  id: number;
  url_path: string;
  slug: string;
  version: number;
  document: Record<string, unknown>;
  standing: { live: boolean; has_unpublished: boolean };
};

/** The calls behind the screens, as the person whose cookies `request` has. */
export class Studio {
  readonly #request: APIRequestContext;

  constructor(request: APIRequestContext) {
    this.#request = request;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.#request.get(`/api/studio/${path}`);
    expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
    return (await answer.json()) as T;
  }

  async post<T>(path: string, data: unknown): Promise<T> {
    const answer = await this.#request.post(`/api/studio/${path}`, { data });
    expect(answer.status(), `${path} ${JSON.stringify(data)}: ${await answer.text()}`).toBe(200);
    return (await answer.json()) as T;
  }

  open(id: number): Promise<Opened> {
    return this.get<Opened>(`page?id=${id}`);
  }

  /** The page at a public address. */
  async at(path: string): Promise<number> {
    const answer = await this.#request.get(`/studio/edit?path=${encodeURIComponent(path)}`, { maxRedirects: 0 });
    return Number(answer.headers().location?.split("/").pop());
  }

  /** Makes a draft below a page. */
  async add(parent: number, kind: string, title: string): Promise<number> {
    const done = await this.post<{ made: number }>("page-act", { id: parent, deed: { act: "add", kind, title } });
    return done.made;
  }

  act(id: number, deed: Record<string, unknown>): Promise<unknown> {
    return this.post("page-act", { id, deed });
  }

  /** Saves the document with these fields changed. */
  async save(id: number, fields: Record<string, unknown>, slug: string | null = null): Promise<void> {
    const { version, document } = await this.open(id);
    const draft = { page: id, version, document: { ...document, ...fields }, slug };
    const outcome = await this.post<{ outcome: string }>("page-save", { draft });
    expect(outcome.outcome, JSON.stringify(outcome)).toBe("saved");
  }

  /** A plain page with a text, complete enough to be published. */
  async text(title: string, detail = "Something to read.", parent = HOME): Promise<number> {
    const id = await this.add(parent, "ResourcePage", title);
    const { document } = await this.open(id);
    // Without a description the checks ask before it is published.
    const search_description =
      "A page of the journeys: it has a heading, a text, and this sentence for search engines.";
    const promote = { ...(document.promote as object), search_description };
    await this.save(id, { promote, content: [{ id: crypto.randomUUID(), value: { heading: "First", detail } }] });
    return id;
  }

  /** Publishes the newest text, and confirms what the checks ask. */
  async publish(id: number): Promise<void> {
    const { version } = await this.open(id);
    const findings = await this.post<{ key: string }[]>("page-check", { id, document: null });
    const command = { act: "publish", version, acknowledged: findings.map(({ key }) => key) };
    const { outcome } = await this.post<{ outcome: string }>("page-command", { id, command });
    expect(outcome, `page ${id} is published`).toBe("done");
  }
}

/** A word that no other page of the shop has. */
export function unique(word: string): string {
  return `${word} ${crypto.randomUUID().slice(0, 6)}`;
}

/** The frame around a field. */
export function field(page: Page, path: string): Locator {
  return page.locator(`.edit-field[data-path="${path}"]`);
}

/** Waits until the server has everything. */
export async function saved(page: Page): Promise<void> {
  await expect(page.getByTestId("save-state")).toContainText("Saved", { timeout: 15_000 });
}

/** The publish panel, opened. */
export async function publishPanel(page: Page): Promise<Locator> {
  await page.getByTestId("publish").click();
  const panel = page.getByTestId("panel");
  await expect(panel).toBeVisible();
  return panel;
}

/** Waits for the checks in the panel, and confirms their warnings when there are any. */
export async function confirmFindings(panel: Locator): Promise<void> {
  const box = panel.getByTestId("confirm-findings");
  await expect(box.or(panel.getByText("nothing to say"))).toBeVisible();
  if (await box.isVisible()) await box.check();
}

/** What `datetime-local` takes for so many milliseconds from now; the journeys' browsers live in UTC. */
export function fromNow(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString().slice(0, 19);
}

/** A picture of this size that nobody uploaded before: one color, as PNG, made by the browser. */
export async function picture(page: Page, width: number, height: number): Promise<Buffer> {
  const url = await page.evaluate(
    ([width, height]) => {
      const canvas = document.createElement("canvas");
      canvas.width = width;
      canvas.height = height;
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("the browser draws nothing");
      context.fillStyle = `hsl(${Math.random() * 360} 60% 40%)`;
      context.fillRect(0, 0, width, height);
      context.fillStyle = `hsl(${Math.random() * 360} 60% 70%)`;
      context.fillRect(width * Math.random(), height * Math.random(), width / 3, height / 3);
      return canvas.toDataURL("image/png");
    },
    [width, height] as const,
  );
  return Buffer.from(url.split(",")[1] ?? "", "base64");
}
