// The control API of the stand-ins (crates/standins/README.md): what the outside systems have seen, and how they fail.

import { expect } from "@playwright/test";

export type Fault = {
  system: "openedx" | "cybersource" | "mailgun";
  kind: "delay" | "status" | "garbage" | "drop" | "duplicate";
  path_prefix?: string;
  method?: string;
  code?: number;
  ms?: number;
  times?: number;
};
export type Mail = { id: number; to: string[]; subject: string; text: string | null };
export type Enrollment = { username: string; course_id: string; mode: string; is_active: boolean; posts: number };
export type Payment = {
  id: string;
  reference_number: string;
  transaction_uuid: string;
  amount: string;
  currency: string;
  finished: string | null;
  notices: { decision: string; status: number | null }[];
};
type EdxUser = { username: string; email: string };

export class StandIns {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** Makes a system fail; gives the fault's number. */
  async fail(fault: Fault): Promise<number> {
    const answer = await fetch(`${this.#url}/control/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fault),
    });
    expect(answer.status, "the stand-in takes the fault").toBe(201);
    return ((await answer.json()) as { id: number }).id;
  }

  /** How often a fault has struck. */
  async hits(fault: number): Promise<number> {
    const faults = await this.#get<{ id: number; hits: number }[]>("/control/faults");
    return faults.find(({ id }) => id === fault)?.hits ?? 0;
  }

  /** Makes a system behave again. */
  async heal(system: Fault["system"]): Promise<void> {
    const answer = await fetch(`${this.#url}/control/faults?system=${system}`, { method: "DELETE" });
    expect(answer.ok, "the stand-in forgets its faults").toBe(true);
  }

  /** Letters to an address, newest first. */
  async mails(to: string): Promise<Mail[]> {
    return this.#get<Mail[]>(`/control/inbox?to=${encodeURIComponent(to)}`);
  }

  /** Waits for a letter whose subject fits. */
  async mail(to: string, subject: RegExp): Promise<Mail> {
    let found: Mail | undefined;
    await expect
      .poll(
        async () => {
          found = (await this.mails(to)).find((mail) => subject.test(mail.subject));
          return found?.subject ?? "";
        },
        { message: `a letter to ${to}`, timeout: 20_000 },
      )
      .toMatch(subject);
    if (found === undefined) throw new Error("there is no such letter");
    return found;
  }

  /** What Open edX knows of the enrollments of the person with this address. */
  async enrollments(email: string): Promise<Enrollment[]> {
    const users = await this.#get<EdxUser[]>("/control/edx/users");
    const user = users.find((user) => user.email.toLowerCase() === email.toLowerCase());
    if (user === undefined) return [];
    return this.#get<Enrollment[]>(`/control/edx/enrollments?user=${encodeURIComponent(user.username)}`);
  }

  /** The payment of an opened hosted page, named by its address. */
  async payment(page: string): Promise<Payment> {
    const id = new URL(page).pathname.split("/").pop();
    const found = (await this.#get<Payment[]>("/control/cybersource/payments")).find((payment) => payment.id === id);
    if (found === undefined) throw new Error(`${page} is no payment`);
    return found;
  }

  /** Presses a button of a hosted page without a browser. */
  async press(page: string, action: string, more: Record<string, string> = {}): Promise<void> {
    const answer = await fetch(page, { method: "POST", body: new URLSearchParams({ action, ...more }) });
    expect(answer.status, `the stand-in does "${action}"`).toBe(200);
  }

  async #get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.#url}${path}`);
    expect(answer.ok, `${path} of the stand-ins`).toBe(true);
    return (await answer.json()) as T;
  }
}
