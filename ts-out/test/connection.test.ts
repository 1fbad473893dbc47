//! The life of a connection over the mock: opening, losing, tokens, close codes, heartbeat, skew.

import { afterEach, describe, expect, test, vi } from "vitest";
import { GaveUpError, ProtocolError, RequestTimeoutError, type SkewEvent } from "../src/index.js";
import type { DemoClient } from "./fixture/demo/client.js";
import { connected, demo, recorder, sent } from "./support/demo.js";

const acme = { symbol: "ACME" };

describe("opening", () => {
  test("at once, or with the first use of a lazy client", async () => {
    const eager = demo();
    const lazy = demo({ lazy: true });
    await Promise.all([eager.mock.advance(), lazy.mock.advance()]);
    expect([eager.client.state, lazy.client.state]).toEqual(["open", "idle"]);
    lazy.client.ticks.subscribe(acme, () => {});
    await lazy.mock.advance();
    expect(lazy.client.state).toBe("open");
  });

  test("connect() settles once the connection is open", async () => {
    const { mock, client } = demo({ lazy: true });
    const [first, second] = [client.connect(), client.connect()];
    await mock.advance();
    await Promise.all([first, second, client.connect()]);
    expect(mock.connections).toHaveLength(1);
  });

  test("an attempt that takes too long is given up, and another made", async () => {
    const url = vi.fn(() => new Promise<string>(() => {}));
    const { client, statuses, mock } = demo();
    client.close();
    expect(mock.clock?.pending).toBe(0);
    const { connect } = await import("../src/codegen.js");
    const { FakeClock } = await import("../src/mock/index.js");
    const clock = new FakeClock();
    const other = connect(client.descriptor, url, { clock, random: () => 1, webSocket: class {} as never });
    await clock.advance(10_000);
    expect(other.state).toBe("waiting");
    await clock.advance(500);
    expect(url).toHaveBeenCalledTimes(2);
    other.close();
    expect(statuses.at(-1)?.state).toBe("closed");
  });

  test("addresses: http becomes ws, and tokens travel as they should", async () => {
    const { connect } = await import("../src/codegen.js");
    const made: [string, string[] | undefined][] = [];
    class Fake {
      constructor(url: string, protocols?: string[]) {
        made.push([url, protocols]);
      }
      close() {}
    }
    const webSocket = Fake as never;
    const { descriptor } = demo({ lazy: true }).client;
    const clients = [
      connect(descriptor, "https://host/ws", { webSocket }),
      connect(descriptor, new URL("ws://host/ws?a=1"), { webSocket, token: "t/1", tokenIn: "query" }),
      connect(descriptor, async () => "wss://host/ws", { webSocket, token: async () => "abc" }),
    ];
    await vi.waitFor(() => expect(made).toHaveLength(3));
    expect(made.sort()).toEqual([
      ["ws://host/ws?a=1&access_token=t%2F1", undefined],
      ["wss://host/ws", undefined],
      ["wss://host/ws", ["specwire.json", "bearer.abc"]],
    ]);
    for (const client of clients) client.close();
  });

  test("without any WebSocket class, everything that waits is told what to do", async () => {
    vi.stubGlobal("WebSocket", undefined);
    const { connect } = await import("../src/codegen.js");
    const client = connect<DemoClient>(demo({ lazy: true }).client.descriptor, "ws://host/");
    const help = /pass the option `webSocket`/;
    await expect(client.connect()).rejects.toThrow(help);
    await expect(client.ping()).rejects.toThrow(help);
    await expect(client.ticks.stream(acme).next()).rejects.toThrow(help);
    expect(client.state).toBe("closed");
    client.close();
    vi.unstubAllGlobals();
  });

  test("an address that is none is told with the status", async () => {
    const { connect } = await import("../src/codegen.js");
    const client = connect(demo({ lazy: true }).client.descriptor, "no address", { webSocket: class {} as never });
    const error = await new Promise((resolve) => client.on("status", (status) => resolve(status.error)));
    expect(`${error}`).toMatch(/Invalid URL/);
    client.close();
  });
});

describe("losing and coming back", () => {
  test("never gives up by default", async () => {
    const { mock, client, statuses } = await connected();
    mock.down = true;
    mock.disconnect(1001, "gone");
    await mock.advance(3_600_000);
    expect(client.state).not.toBe("closed");
    const delays = statuses.filter(({ state }) => state === "waiting").map(({ retryInMs }) => retryInMs);
    expect(delays.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
    mock.down = false;
    await mock.advance(20_000);
    expect(client.state).toBe("open");
  });

  test("a server that accepts and drops is not hammered", async () => {
    const { mock, statuses } = await connected();
    for (let times = 0; times < 4; times++) {
      mock.disconnect();
      await mock.advance(500 * 2 ** times);
    }
    expect(statuses.filter(({ state }) => state === "waiting").map(({ retryInMs }) => retryInMs)).toEqual([
      500, 1000, 2000, 4000,
    ]);
  });

  test("the advice to reconnect is waited out, and is also an event for who listens", async () => {
    const { mock, client, statuses } = await connected();
    const unknown = vi.fn();
    client.on("unknown", unknown);
    mock.send({ type: "system.reconnect", payload: { afterMs: 7000 } });
    expect(client.state).toBe("open");
    mock.disconnect(1001, "Server shutting down");
    expect(statuses.at(-1)).toMatchObject({ state: "waiting", retryInMs: 7000, close: { code: 1001 } });
    await mock.advance(6999);
    expect(client.state).toBe("waiting");
    await mock.advance(1);
    expect(client.state).toBe("open");
    expect(unknown).not.toHaveBeenCalled();
    mock.down = true;
    mock.disconnect();
    expect(statuses.at(-1)?.retryInMs).toBeLessThan(7000);
  });

  test("a thousand reconnects leave nothing behind, and every update comes once", async () => {
    const { mock, client } = await connected({ checkSpec: false });
    const got: number[] = [];
    client.ticks.subscribe(acme, ({ n }) => got.push(n));
    await mock.advance(6000);
    const timers = mock.clock?.pending;
    for (let n = 0; n < 1000; n++) {
      mock.publish(client.ticks, acme, { n });
      mock.disconnect();
      await mock.advance(6500);
    }
    expect(got).toEqual(Array.from({ length: 1000 }, (_, n) => n));
    expect(mock.connections).toHaveLength(1);
    expect(mock.topics).toHaveLength(1);
    expect(mock.clock?.pending).toBe(timers);
    client.close();
    expect(mock.clock?.pending).toBe(0);
  });
});

describe("close codes", () => {
  test("4401 asks the provider for a fresh token, at once", async () => {
    const token = vi.fn(({ expired }: { expired: boolean }) => (expired ? "fresh" : "stale"));
    const { mock, client } = await connected({ token });
    expect(mock.connections[0]?.protocols).toEqual(["specwire.json", "bearer.stale"]);
    mock.disconnect(4401, "token expired");
    await mock.advance();
    expect(client.state).toBe("open");
    expect(mock.connections[0]?.protocols).toEqual(["specwire.json", "bearer.fresh"]);
  });

  test("a fresh token that is refused, too, is not asked for again and again", async () => {
    const token = vi.fn(() => "t");
    const { mock, statuses } = await connected({ token });
    for (const wait of [0, 1000, 2000, 4000]) {
      mock.disconnect(4401, "no");
      expect(statuses.at(-1)).toMatchObject({ state: "waiting", retryInMs: wait });
      await mock.advance(wait);
    }
    expect(token).toHaveBeenCalledTimes(5);
    expect(token).toHaveBeenLastCalledWith({ expired: true });
    // One that held for a while was a good one.
    await mock.advance(5000);
    mock.disconnect(4401, "expired");
    expect(statuses.at(-1)).toMatchObject({ state: "waiting", retryInMs: 0 });
  });

  test("a rule that throws is told with the status, and the client tries again", async () => {
    const broken = new Error("broken rule");
    const { mock, client, statuses } = await connected({
      onClose() {
        throw broken;
      },
    });
    mock.disconnect(4403);
    expect(statuses.at(-1)).toMatchObject({ state: "waiting", error: broken });
    await mock.advance(500);
    expect(client.state).toBe("open");
  });

  test("4403, and 4401 without a provider, end it; connect() starts anew", async () => {
    for (const [code, token] of [
      [4403, () => "t"],
      [4401, "fixed"],
    ] as const) {
      const { mock, client } = await connected({ token });
      const { seen, onStatus } = recorder();
      client.ticks.subscribe(acme, () => {}, { onStatus });
      await mock.advance();
      mock.disconnect(code, "no");
      expect(client.state).toBe("closed");
      expect(seen.at(-1)).toMatchObject({ state: "failed", retrying: false, error: expect.any(GaveUpError) });
      await expect(client.ping()).rejects.toThrow(GaveUpError);
      const again = client.connect();
      await mock.advance();
      await again;
      expect(seen.at(-1)).toMatchObject({ state: "active" });
    }
  });

  test("a limit of attempts, and rules of the user's own", async () => {
    const { mock, client } = demo({ retry: { attempts: 2 } });
    mock.down = true;
    const failure = expect(client.connect()).rejects.toThrow(/gave up \(1006 the mock is down\)/);
    await mock.advance(60_000);
    await failure;
    const strict = await connected({ onClose: ({ code }) => (code === 1013 ? "give-up" : undefined) });
    strict.mock.disconnect(1001);
    await strict.mock.advance(500);
    strict.mock.disconnect(1013);
    expect(strict.client.state).toBe("closed");
  });

  test("a token provider that fails is asked again", async () => {
    let fails = 2;
    const token = () => {
      if (fails-- > 0) throw new Error("identity service is down");
      return "t";
    };
    const { mock, client, statuses } = await connected({ token });
    expect(statuses[0]).toMatchObject({ state: "waiting", error: new Error("identity service is down") });
    await mock.advance(60_000);
    expect(client.state).toBe("open");
  });

  test("a token provider may fail with an error of another client's", async () => {
    let fails = 2;
    const error = new RequestTimeoutError("no reply", { request: "token" });
    const { mock, client, statuses } = await connected({ token: () => (fails-- > 0 ? Promise.reject(error) : "t") });
    expect(statuses[0]).toMatchObject({ state: "waiting", error });
    await mock.advance(60_000);
    expect(client.state).toBe("open");
  });
});

describe("the heartbeat", () => {
  test("asks after quiet time, and drops a connection that gives silent", async () => {
    const { mock, client, statuses } = await connected({
      heartbeatMs: 1000,
      heartbeatTimeoutMs: 200,
      checkSpec: false,
    });
    await mock.advance(1000);
    expect(sent(mock)).toEqual(["ping"]);
    await mock.advance(5000);
    expect(client.state).toBe("open");
    mock.handle(client.ping, () => new Promise(() => {}));
    await mock.advance(1200);
    expect(statuses.at(-1)).toMatchObject({ state: "waiting", close: { code: 1006, reason: "silent" } });
    await mock.advance(500);
    expect(client.state).toBe("open");
  });

  test("speaks up where the server does all the talking", async () => {
    const { mock, client } = await connected({ heartbeatMs: 1000, checkSpec: false });
    mock.feed(client.ticks, 100, (_, { index }) => ({ n: index }));
    client.ticks.subscribe(acme, () => {});
    await mock.advance(10_000);
    expect(sent(mock).filter((type) => type === "ping").length).toBeGreaterThan(3);
  });

  test("a server that does not know the questions is not asked again", async () => {
    const { mock, client, statuses } = await connected({ heartbeatMs: 1000, heartbeatTimeoutMs: 200 });
    mock.handle(client.ping, () => new Promise(() => {}));
    await mock.advance(1000);
    mock.disconnect(1003, "No matching type");
    await mock.advance(60_000);
    expect(sent(mock).filter((type) => type === "ping")).toHaveLength(1);
    expect(statuses.filter(({ state }) => state === "waiting")).toHaveLength(1);
  });
});

describe("browsers", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("back online: a short wait; shown again: the connection is probed; close() unlistens", async () => {
    const page = new EventTarget();
    const navigator = { onLine: true };
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    vi.stubGlobal("navigator", navigator);
    const { mock, client, statuses } = await connected({ checkSpec: false });
    page.dispatchEvent(new Event("visibilitychange"));
    await mock.advance();
    expect(sent(mock)).toEqual(["ping"]);
    mock.disconnect();
    navigator.onLine = false;
    page.dispatchEvent(new Event("offline"));
    expect(statuses.at(-1)).toMatchObject({ state: "waiting", retryInMs: 20_000 });
    navigator.onLine = true;
    page.dispatchEvent(new Event("online"));
    expect(statuses.at(-1)).toMatchObject({ state: "waiting", retryInMs: 500 });
    await mock.advance(500);
    expect(client.state).toBe("open");
    client.close();
    const before = statuses.length;
    page.dispatchEvent(new Event("online"));
    await mock.advance(60_000);
    expect([statuses.length, mock.connections.length]).toEqual([before, 0]);
  });
});

describe("other versions", () => {
  test("a server with another document is a skew event, once", async () => {
    const { mock, client } = demo();
    const skews: SkewEvent[] = [];
    client.on("skew", (skew) => skews.push(skew));
    mock.handle(client.session.info, () => ({ connectionId: "1", hash: "def", version: "2.0.0" }));
    await mock.advance();
    mock.disconnect();
    await mock.advance(500);
    expect(client.state).toBe("open");
    expect(skews).toEqual([{ expected: "abc", actual: "def", expectedVersion: "1.0.0", actualVersion: "2.0.0" }]);
  });

  test("unknown messages are events, unknown enum values are delivered, broken frames are errors", async () => {
    const { mock, client, errors } = await connected();
    const unknown: unknown[] = [];
    const notices: unknown[] = [];
    const moods: unknown[] = [];
    client.on("unknown", (message) => unknown.push(message));
    client.on("system.notification", (notice) => notices.push(notice));
    client.ticks.subscribe(acme, ({ mood }) => moods.push(mood));
    await mock.advance();
    mock.send({ type: "new.thing", payload: 1 });
    mock.send({ type: "orders.place.response", payload: { id: "nobody asked" } });
    mock.emit("system.notification", { text: "hi" });
    mock.publish(client.ticks, acme, { n: 1, mood: "sideways" as "up" });
    mock.send(null as never);
    expect(unknown).toEqual([{ type: "new.thing", payload: 1 }]);
    expect(notices).toEqual([{ text: "hi" }]);
    expect(moods).toEqual(["sideways"]);
    expect(errors).toEqual([expect.any(ProtocolError)]);
  });

  test("messages that only look right break nothing", async () => {
    const { mock, client } = await connected();
    for (const type of ["ticks.update", "error", "system.reconnect", "system.notification", "pong", "status"]) {
      mock.send({ type });
      mock.send({ type, payload: null });
      mock.send({ type, payload: "text", id: "unknown" });
    }
    const pong = client.ping();
    await mock.advance();
    expect(await pong).toEqual({});
  });
});

describe("events", () => {
  test("once, ended, signals, and listeners that throw", async () => {
    const { mock, client, errors } = await connected();
    const calls: string[] = [];
    const twice = () => calls.push("twice");
    const controller = new AbortController();
    client.on("system.notification", () => calls.push("once"), { once: true });
    const off = client.on("system.notification", twice);
    client.on("system.notification", () => calls.push("signal"), { signal: controller.signal });
    client.on("system.notification", () => {
      throw new Error("listener");
    });
    mock.emit("system.notification", { text: "1" });
    controller.abort();
    mock.emit("system.notification", { text: "2" });
    off();
    mock.emit("system.notification", { text: "3" });
    expect(calls).toEqual(["once", "twice", "signal", "twice"]);
    expect(errors).toHaveLength(3);
  });
});
