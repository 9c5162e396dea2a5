// What staff see of orders, asked over the studio's own calls: the tests' way to know what the shop has written down.

import { type APIRequestContext, expect, request } from "@playwright/test";
import { signIn } from "./people.ts";

export type Order = {
  id: number;
  status: "created" | "fulfilled" | "failed" | "refunded";
  needs_review: string | null;
  total: string;
};
export type TimelineEntry = { kind: string; title: string; detail: string; outcome: string };

export class Desk {
  readonly #request: APIRequestContext;

  private constructor(context: APIRequestContext) {
    this.#request = context;
  }

  /** Signs in as a member of the support team. */
  static async open(url: string): Promise<Desk> {
    const context = await request.newContext({ baseURL: url });
    await signIn(context, "support@example.com");
    return new Desk(context);
  }

  async close(): Promise<void> {
    await this.#request.dispose();
  }

  /** Orders of the person with this address, newest first. */
  async orders(email: string): Promise<Order[]> {
    return (await this.#get<{ rows: Order[] }>("/api/studio/orders", { "filter[q]": email })).rows;
  }

  /** The person's only order. */
  async onlyOrder(email: string): Promise<Order> {
    const [order, ...more] = await this.orders(email);
    if (order === undefined) throw new Error(`${email} has no order`);
    expect(more, `further orders of ${email}`).toEqual([]);
    return order;
  }

  /** Every fact about an order, oldest first. */
  async timeline(order: number): Promise<TimelineEntry[]> {
    return (await this.#get<{ timeline: TimelineEntry[] }>("/api/studio/order", { id: String(order) })).timeline;
  }

  async #get<T>(path: string, params: Record<string, string>): Promise<T> {
    const answer = await this.#request.get(path, { params });
    expect(answer.status(), `${path} ${JSON.stringify(params)}: ${await answer.text()}`).toBe(200);
    return (await answer.json()) as T;
  }
}
