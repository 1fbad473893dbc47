//! The state machine and its waits, as tables.

import { describe, expect, test } from "vitest";
import { backoff } from "../src/backoff.js";
import { type Event, initial, next, type State } from "../src/machine.js";

const open: State = { ...initial, phase: "open" };
const retry = { minMs: 100, maxMs: 1000 };
const drop = (more: Partial<Event & { type: "dropped" }> = {}): Event => ({
  type: "dropped",
  verdict: "retry",
  stable: false,
  random: 1,
  ...more,
});

describe("backoff", () => {
  test("the bound doubles up to the cap, and random numbers spread below it", () => {
    expect([0, 1, 2, 3, 4, 50, 5000].map((failures) => backoff(failures, 1, retry))).toEqual([
      100, 200, 400, 800, 1000, 1000, 1000,
    ]);
    expect(backoff(3, 0.5, retry)).toBe(400);
    expect(backoff(3, 0, retry)).toBe(0);
  });

  test("the defaults", () => {
    expect([backoff(0, 1), backoff(99, 1)]).toEqual([500, 20_000]);
  });
});

describe("transitions", () => {
  test("dialling, opening", () => {
    const connecting = next(initial, { type: "dial" });
    expect(connecting.phase).toBe("connecting");
    expect(next(connecting, { type: "dial" })).toBe(connecting);
    expect(next(connecting, { type: "opened" })).toEqual(open);
    expect(next(open, { type: "dial" })).toBe(open);
  });

  test("failures in a row wait longer and longer; a stable connection starts anew", () => {
    let state = next(initial, { type: "dial" });
    const delays = [1, 2, 3, 4, 5].map(() => {
      state = next(state, drop(), retry);
      const { delay } = state;
      state = next(state, { type: "dial" });
      return delay;
    });
    expect(delays).toEqual([100, 200, 400, 800, 1000]);
    const opened = next(state, { type: "opened" });
    expect(next(opened, drop(), retry)).toMatchObject({ attempt: 6, delay: 1000 });
    expect(next(opened, drop({ stable: true }), retry)).toMatchObject({ attempt: 1, delay: 100 });
  });

  test("a refused token is renewed at once, and a second refusal in a row waits", () => {
    const first = next(open, drop({ verdict: "refresh" }), retry);
    expect(first).toMatchObject({ phase: "connecting", expired: true });
    const second = next(first, drop({ verdict: "refresh" }), retry);
    expect(second).toMatchObject({ phase: "waiting", expired: true, delay: 200 });
    expect(next(next(second, { type: "dial" }), { type: "opened" }).expired).toBe(false);
  });

  test("giving up, by verdict or by count", () => {
    expect(next(open, drop({ verdict: "give-up" })).phase).toBe("closed");
    const limited = { ...retry, attempts: 2 };
    const once = next(open, drop(), limited);
    const twice = next(next(once, { type: "dial" }), drop(), limited);
    const thrice = next(next(twice, { type: "dial" }), drop(), limited);
    expect([once.phase, twice.phase, thrice.phase]).toEqual(["waiting", "waiting", "closed"]);
    expect(next(thrice, { type: "dial" }).phase).toBe("connecting");
  });

  test("the server's advice is waited out, whatever the network does", () => {
    const advised = next(open, { type: "advised", afterMs: 7000 });
    const waiting = next(advised, drop(), retry);
    expect(waiting).toMatchObject({ phase: "waiting", delay: 7000 });
    expect(next(waiting, { type: "network", online: true, random: 0 }, retry).delay).toBe(7000);
    expect(next(waiting, { type: "network", online: false, random: 0 }, retry).delay).toBe(7000);
    expect(next(next(waiting, { type: "dial" }), drop(), retry).delay).toBe(100);
  });

  test("without network the waits are the longest; with it, the next is short", () => {
    const waiting = next({ ...open, attempt: 3 }, drop(), retry);
    const offline = next(waiting, { type: "network", online: false, random: 1 }, retry);
    expect(offline).toMatchObject({ offline: true, delay: 1000 });
    expect(next(next(offline, { type: "dial" }), drop(), retry).delay).toBe(1000);
    expect(next(offline, { type: "network", online: true, random: 0.5 }, retry)).toMatchObject({
      offline: false,
      delay: 50,
    });
    expect(next(open, { type: "network", online: true, random: 1 }, retry)).toEqual(open);
  });
});
