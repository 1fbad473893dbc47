//! Random lives of a client: connections that break, servers that refuse, listeners that come and go at any time.

import fc from "fast-check";
import { expect, test } from "vitest";
import { connected, type Demo } from "./support/demo.js";

const symbols = ["A", "B", "C"] as const;
type Symbol = (typeof symbols)[number];

/** A listener, and what it must see: each update once, in order, with gaps only where it was told of one. */
interface Watch {
  readonly symbol: Symbol;
  last: number;
  mayMiss: boolean;
  ended: boolean;
  state: string;
  /** Failed, and not tried again. */
  refused: boolean;
  stop(): void;
}

class Life {
  readonly #demo: Demo;
  readonly #next = { A: 0, B: 0, C: 0 };
  readonly #watches: Watch[] = [];
  readonly #replies: Promise<void>[] = [];
  readonly faults: string[] = [];
  #refusals = 0;

  constructor(demo: Demo) {
    this.#demo = demo;
    const { mock, client } = demo;
    mock.refuse(client.ticks, () => (this.#refusals-- > 0 ? "starting" : undefined));
    mock.handle(client.orders.place, ({ quantity }) => ({ id: `${quantity}` }));
  }

  publish(symbol: Symbol): void {
    const { mock, client } = this.#demo;
    mock.publish(client.ticks, { symbol }, { n: this.#next[symbol]++ });
  }

  watch(symbol: Symbol): void {
    const one: Watch = { symbol, last: -1, mayMiss: true, ended: false, state: "", refused: false, stop: () => {} };
    const check = (wrong: boolean, what: string) => wrong && this.faults.push(what);
    one.stop = this.#demo.client.ticks.subscribe(
      { symbol },
      ({ n }) => {
        check(one.ended, `${n} after the end`);
        check(n <= one.last, `${n} after ${one.last}`);
        check(n > one.last + 1 && !one.mayMiss, `nothing between ${one.last} and ${n}`);
        one.last = n;
        one.mayMiss = false;
      },
      {
        onStatus(status) {
          check(one.ended, `${status.state} after the end`);
          one.state = status.state;
          one.refused = status.state === "failed" && !status.retrying;
          one.mayMiss ||= status.state === "lost" || (status.state === "active" && status.resumed);
        },
      },
    );
    this.#watches.push(one);
  }

  leave(index: number): void {
    const one = this.#watches[index % this.#watches.length];
    if (!one) return;
    one.ended = true;
    one.stop();
  }

  place(quantity: number): void {
    const reply = this.#demo.client.orders.place({ side: "buy", quantity }, { timeoutMs: 3000 });
    const right = ({ id }: { id: string }) => void (id !== `${quantity}` && this.faults.push(`${id} for ${quantity}`));
    this.#replies.push(reply.then(right, () => {}));
  }

  async live(action: number, value: number): Promise<void> {
    const { mock } = this.#demo;
    const symbol = symbols[value % 3] ?? "A";
    if (action === 0) this.watch(symbol);
    else if (action === 1) this.leave(value);
    else if (action === 2) mock.disconnect([1006, 1001, 1013, 4429][value % 4], "chaos");
    else if (action === 3) mock.down = value % 2 === 0;
    else if (action === 4) this.#refusals = value % 3;
    else if (action === 5) this.place(value);
    else if (action === 6) mock.send({ type: "system.reconnect", payload: { afterMs: value } });
    else this.publish(symbol);
    await mock.advance([0, 1, 50, 700, 3000][value % 5]);
  }

  /** Everything comes to rest: who listens has the last update, and nothing else is held; then nothing at all. */
  async rest(): Promise<void> {
    const { mock, client } = this.#demo;
    mock.down = false;
    this.#refusals = 0;
    await mock.advance(120_000);
    await Promise.all(this.#replies);
    for (const symbol of symbols) this.publish(symbol);
    await mock.advance(100);
    const listening = this.#watches.filter(({ ended, refused }) => !ended && !refused);
    for (const { symbol, last, state } of listening) expect([state, last]).toEqual(["active", this.#next[symbol] - 1]);
    expect(mock.topics).toHaveLength(new Set(listening.map(({ symbol }) => symbol)).size);
    expect(mock.connections).toHaveLength(1);
    client.close();
    await mock.advance(100);
    expect([mock.clock?.pending, mock.topics, mock.connections]).toEqual([0, [], []]);
    expect(this.faults).toEqual([]);
  }
}

test("no update twice, none out of order, none missing without a word; nothing left behind", async () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 14 }), fc.nat(10_000)), { minLength: 20, maxLength: 120 });
  const settings = fc.record({
    latencyMs: fc.constantFrom(0, 5, 50),
    graceMs: fc.constantFrom(0, 100, 1000),
    echoIds: fc.boolean(),
  });
  const property = fc.asyncProperty(
    steps,
    settings,
    fc.double({ min: 0.1, max: 1, noNaN: true }),
    async (all, given, luck) => {
      const life = new Life(
        await connected({ ...given, random: () => luck, heartbeatMs: 1000, heartbeatTimeoutMs: 500 }),
      );
      for (const [action, value] of all) await life.live(action, value);
      await life.rest();
    },
  );
  await fc.assert(property, { numRuns: 200 });
});
