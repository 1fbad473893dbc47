//! Subscriptions over the mock: sharing, grace, mappers, failure, resuming.

import { describe, expect, test, vi } from "vitest";
import { ClosedError, GaveUpError, SubscriptionError, type SubscriptionEvent, TopicError } from "../src/index.js";
import { connected, demo, recorder, sent } from "./support/demo.js";

const acme = { symbol: "ACME" };
const topic = 'ticks:{"symbol":"ACME"}';

describe("listeners", () => {
  test("listeners of one topic share a subscription; each has its own mapper", async () => {
    const { mock, client } = await connected();
    const plain: unknown[] = [];
    const mapped: string[] = [];
    client.ticks.subscribe(acme, (tick) => plain.push(tick));
    client.ticks.subscribe<string>({ ...acme }, (text) => mapped.push(text), { map: ({ n }) => `#${n}` });
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 1 });
    mock.publish(client.ticks, { symbol: "OTHER" }, { n: 9 });
    expect(plain).toEqual([{ n: 1 }]);
    expect(mapped).toEqual(["#1"]);
    expect(sent(mock).filter((type) => type === "ticks.subscribe")).toHaveLength(1);
    expect(client.ticks.latest(acme)).toEqual({ n: 1 });
  });

  test("the same function may listen twice, and is then called for each", async () => {
    const { mock, client } = await connected();
    const got: number[] = [];
    const listener = ({ n }: { n: number }) => got.push(n);
    const stop = client.ticks.subscribe(acme, listener);
    client.ticks.subscribe(acme, listener);
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 1 });
    stop();
    stop();
    mock.publish(client.ticks, acme, { n: 2 });
    expect(got).toEqual([1, 1, 2]);
  });

  test("listeners that come and go during an update", async () => {
    const { mock, client } = await connected();
    const got: string[] = [];
    client.ticks.subscribe(acme, ({ n }) => {
      got.push(`a${n}`);
      stop();
      if (n === 1) client.ticks.subscribe(acme, (late) => got.push(`late${late.n}`), { replay: true });
    });
    const stop = client.ticks.subscribe(acme, ({ n }) => got.push(`b${n}`));
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 1 });
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 2 });
    expect(got).toEqual(["a1", "late1", "a2", "late2"]);
  });

  test("a late listener gets the last update where it asks for it", async () => {
    const { mock, client } = await connected();
    client.ticks.subscribe(acme, () => {});
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 1 });
    const without: number[] = [];
    const withIt: number[] = [];
    client.ticks.subscribe(acme, ({ n }) => without.push(n));
    client.ticks.subscribe(acme, ({ n }) => withIt.push(n), { replay: true });
    await mock.advance();
    expect([without, withIt]).toEqual([[], [1]]);
  });

  test("what comes while a late listener waits for the last update is newer than that", async () => {
    const { mock, client } = await connected();
    client.ticks.subscribe(acme, () => {});
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 1 });
    const got: number[] = [];
    client.ticks.subscribe(acme, ({ n }) => got.push(n), { replay: true });
    mock.publish(client.ticks, acme, { n: 2 });
    await mock.advance();
    expect(got).toEqual([2]);
  });

  test("a listener that leaves with its first status gets no update", async () => {
    const { mock, client } = await connected();
    client.ticks.subscribe(acme, () => {});
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 1 });
    const got: number[] = [];
    const stop = client.ticks.subscribe(acme, ({ n }) => got.push(n), { replay: true, onStatus: () => stop() });
    await mock.advance();
    expect(got).toEqual([]);
  });

  test("a listener that throws stops nobody else", async () => {
    const { mock, client, errors } = await connected();
    const got: number[] = [];
    const broken = new Error("broken listener");
    client.ticks.subscribe(acme, () => {
      throw broken;
    });
    client.ticks.subscribe(acme, ({ n }) => got.push(n));
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 1 });
    expect(got).toEqual([1]);
    expect(errors).toEqual([broken]);
  });

  test("an aborted signal ends a subscription, and one that was aborted before starts none", async () => {
    const { mock, client } = await connected({ graceMs: 0 });
    const controller = new AbortController();
    const got: number[] = [];
    client.ticks.subscribe(acme, ({ n }) => got.push(n), { signal: controller.signal });
    await mock.advance();
    expect(mock.topics).toEqual([topic]);
    controller.abort();
    await mock.advance();
    expect(mock.topics).toEqual([]);
    client.ticks.subscribe(acme, ({ n }) => got.push(n), { signal: controller.signal });
    await mock.advance();
    expect([mock.topics, got]).toEqual([[], []]);
  });

  test("params are taken as they were, whatever happens to the object", async () => {
    const { mock, client } = await connected();
    const params = { symbol: "ACME" };
    client.ticks.subscribe(params, () => {});
    params.symbol = "CHANGED";
    await mock.advance();
    mock.disconnect();
    await mock.advance(500);
    expect(mock.topics).toEqual([topic]);
  });

  test("params without a topic are refused at once", async () => {
    const { client } = await connected();
    const none = { symbol: undefined } as unknown as typeof acme;
    expect(() => client.ticks.subscribe(none, () => {})).toThrow(TopicError);
    await expect(client.ticks.stream(none).next()).rejects.toThrow(TopicError);
  });
});

describe("the grace period", () => {
  test("a topic without listeners is given up only after it", async () => {
    const { mock, client } = await connected({ graceMs: 1000 });
    const first = client.ticks.subscribe(acme, () => {});
    await mock.advance();
    first();
    await mock.advance(999);
    const second = client.ticks.subscribe(acme, () => {});
    await mock.advance(5000);
    expect(sent(mock).filter((type) => type.startsWith("ticks"))).toEqual(["ticks.subscribe"]);
    second();
    await mock.advance(1000);
    expect(sent(mock).filter((type) => type.startsWith("ticks"))).toEqual(["ticks.subscribe", "ticks.unsubscribe"]);
    expect(mock.topics).toEqual([]);
  });

  test("a topic in grace is not asked for again after a reconnect", async () => {
    const { mock, client } = await connected({ graceMs: 60_000 });
    client.ticks.subscribe(acme, () => {})();
    mock.disconnect();
    await mock.advance(1000);
    expect(client.state).toBe("open");
    expect(mock.topics).toEqual([]);
  });
});

describe("what becomes of a subscription", () => {
  test("confirmed, lost, resumed", async () => {
    const { mock, client } = demo();
    const events: SubscriptionEvent[] = [];
    client.on("subscription", (event) => events.push(event));
    const { seen, onStatus } = recorder();
    client.ticks.subscribe(acme, () => {}, { onStatus });
    await mock.advance();
    mock.disconnect();
    await mock.advance(500);
    expect(seen).toEqual([
      { state: "pending" },
      { state: "active", resumed: false, message: "Subscribed" },
      { state: "lost" },
      { state: "pending" },
      { state: "active", resumed: true, message: "Subscribed" },
    ]);
    expect(events.at(-1)).toEqual({ route: "ticks", topic, status: seen.at(-1) });
  });

  test("a refusal is told, ends a stream, and stands until somebody asks anew", async () => {
    const { mock, client } = await connected();
    let refused = true;
    mock.refuse(client.ticks, ({ symbol }) => (refused ? `no such symbol ${symbol}` : undefined));
    const { seen, onStatus } = recorder();
    client.ticks.subscribe(acme, () => {}, { onStatus });
    const stream = client.ticks.stream(acme).next();
    await expect(Promise.all([stream, mock.advance(60_000)])).rejects.toThrow("no such symbol ACME");
    expect(seen.at(-1)).toMatchObject({ state: "failed", retrying: false, error: expect.any(SubscriptionError) });
    refused = false;
    client.ticks.subscribe(acme, () => {});
    await mock.advance();
    expect(seen.at(-1)).toMatchObject({ state: "active" });
  });

  test("what was confirmed before is asked for until it succeeds", async () => {
    const { mock, client } = await connected();
    const { states, onStatus } = recorder();
    client.ticks.subscribe(acme, () => {}, { onStatus });
    await mock.advance();
    let refusals = 3;
    mock.refuse(client.ticks, () => (refusals-- > 0 ? "starting" : undefined));
    mock.disconnect();
    await mock.advance(60_000);
    expect(states.slice(2)).toEqual([
      "lost",
      "pending",
      "failed",
      "pending",
      "failed",
      "pending",
      "failed",
      "pending",
      "active",
    ]);
  });

  test("updates before the confirmation are delivered, and those after the end are not", async () => {
    const { mock, client } = await connected({ graceMs: 0 });
    const got: number[] = [];
    const stop = client.ticks.subscribe(acme, ({ n }) => got.push(n));
    mock.send({ type: "ticks.update", payload: { topic, payload: { n: 1 } } });
    stop();
    mock.send({ type: "ticks.update", payload: { topic, payload: { n: 2 } } });
    expect(got).toEqual([1]);
  });

  test("an update that the server repeats after a reconnect is not delivered twice", async () => {
    const { mock, client } = await connected({}, { replays: ["ticks"] });
    const got: number[] = [];
    client.ticks.subscribe(acme, ({ n }) => got.push(n));
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 1 });
    mock.publish(client.ticks, acme, { n: 1 });
    mock.disconnect();
    await mock.advance(500);
    for (const n of [1, 2, 2]) mock.publish(client.ticks, acme, { n });
    mock.disconnect();
    await mock.advance(1000);
    for (const n of [2, 2, 2]) mock.publish(client.ticks, acme, { n });
    expect(got).toEqual([1, 1, 2, 2, 2, 2]);
  });

  test("an update equal to the last is news after a reconnect, where the server repeats nothing", async () => {
    const { mock, client } = await connected({}, { replays: ["orders"] });
    const got: number[] = [];
    client.ticks.subscribe(acme, ({ n }) => got.push(n));
    await mock.advance();
    mock.publish(client.ticks, acme, { n: 1 });
    mock.disconnect();
    await mock.advance(500);
    mock.publish(client.ticks, acme, { n: 1 });
    expect(got).toEqual([1, 1]);
  });

  test("a listener that comes when the last one leaves asks anew, though that one's retry was under way", async () => {
    const { mock, client } = await connected();
    let starting = false;
    mock.refuse(client.ticks, () => (starting ? "starting" : undefined));
    const first = recorder();
    const stop = client.ticks.subscribe(acme, () => {}, first);
    await mock.advance();
    starting = true;
    mock.disconnect();
    await mock.advance(500);
    expect(first.seen.at(-1)).toMatchObject({ state: "failed", retrying: true });
    starting = false;
    stop();
    const { states, onStatus } = recorder();
    client.ticks.subscribe(acme, () => {}, { onStatus });
    await mock.advance();
    expect(states).toEqual(["pending", "active"]);
    expect(mock.topics).toEqual([topic]);
  });

  test("a refusal in the grace period leaves nothing behind that ends a later listener", async () => {
    const { mock, client } = await connected({ latencyMs: 100, graceMs: 1000 });
    let starting = false;
    mock.refuse(client.ticks, () => (starting ? "starting" : undefined));
    const stop = client.ticks.subscribe(acme, () => {});
    await mock.advance(300);
    starting = true;
    mock.disconnect();
    await mock.advance(500);
    stop();
    await mock.advance(200);
    starting = false;
    const { states, onStatus } = recorder();
    const got: number[] = [];
    client.ticks.subscribe(acme, ({ n }) => got.push(n), { onStatus });
    await mock.advance(5000);
    mock.publish(client.ticks, acme, { n: 1 });
    await mock.advance(100);
    expect(states).toEqual(["pending", "active"]);
    expect([mock.topics, got]).toEqual([[topic], [1]]);
  });

  test("a topic that the server gives up fails, and is asked for again; requests have no part in it", async () => {
    const { mock, client, errors } = await connected();
    mock.handle(client.orders.place, () => new Promise(() => {}));
    const order = client.orders.place({ side: "buy", quantity: 1 }).catch((error: unknown) => error);
    const { seen, states, onStatus } = recorder();
    client.ticks.subscribe(acme, () => {}, { onStatus });
    await mock.advance();
    mock.send({ type: "error", payload: { code: "no_data", message: "feed down", topic } });
    expect(seen.at(-1)).toMatchObject({ state: "failed", retrying: true, error: { code: "no_data" } });
    await mock.advance(1000);
    expect(states).toEqual(["pending", "active", "failed", "pending", "active"]);
    expect(seen.at(-1)).toMatchObject({ resumed: true });
    expect(errors).toEqual([]);
    client.close();
    expect(await order).toBeInstanceOf(ClosedError);
  });

  test("an error of a topic that names a request is the answer to that request", async () => {
    const { mock, client } = await connected();
    mock.handle(client.orders.place, () => new Promise(() => {}));
    const { states, onStatus } = recorder();
    client.ticks.subscribe(acme, () => {}, { onStatus });
    await mock.advance();
    const order = client.orders.place({ side: "buy", quantity: 1 }).catch((error: unknown) => error);
    await mock.advance();
    mock.send({ type: "error", payload: { code: "service_error", topic }, id: mock.received.at(-1)?.id as number });
    expect(await order).toMatchObject({ code: "service_error" });
    expect(states).toEqual(["pending", "active"]);
  });

  test("once the client gave up, what is subscribed fails at once, until connect()", async () => {
    const { mock, client } = await connected({ retry: { minMs: 10_000 } });
    let starting = false;
    mock.refuse(client.ticks, () => (starting ? "starting" : undefined));
    const before = recorder();
    client.ticks.subscribe({ symbol: "BEFORE" }, () => {}, before);
    await mock.advance();
    starting = true;
    mock.disconnect();
    await mock.advance(10_000);
    expect(before.seen.at(-1)).toMatchObject({ state: "failed", retrying: true });
    mock.disconnect(4403, "no");
    expect(mock.clock?.pending).toBe(0);
    const error = expect.any(GaveUpError);
    const { seen, onStatus } = recorder();
    client.ticks.subscribe(acme, () => {}, { onStatus });
    await mock.advance();
    for (const one of [before, { seen }]) expect(one.seen.at(-1)).toEqual({ state: "failed", error, retrying: false });
    await expect(client.ticks.stream({ symbol: "OTHER" }).next()).rejects.toThrow(GaveUpError);
    starting = false;
    const again = client.connect();
    await mock.advance();
    await again;
    expect(seen.at(-1)).toMatchObject({ state: "active" });
  });

  test("everything is subscribed again before anything else is sent", async () => {
    const { mock, client } = await connected();
    client.on("status", ({ state }) => {
      if (state === "open") void client.orders.note({ text: "first?" });
    });
    for (const symbol of ["A", "B", "C"]) client.ticks.subscribe({ symbol }, () => {});
    await mock.advance();
    mock.disconnect();
    void client.orders.note({ text: "queued" });
    const before = mock.received.length;
    await mock.advance(500);
    expect(sent(mock).slice(before)).toEqual([
      "ticks.subscribe",
      "ticks.subscribe",
      "ticks.subscribe",
      "orders.note",
      "session.info",
      "orders.note",
    ]);
  });

  test("a server that writes topics in its own way is understood", async () => {
    const { mock, client } = await connected();
    const got: number[] = [];
    client.orders.subscribe({ account: "1" }, (order) => got.push(Number(order.id)));
    mock.send({ type: "orders.subscribe.response", payload: { status: "ok", message: "", topic: "orders/1" } });
    mock.send({ type: "orders.update", payload: { topic: "orders/1", payload: { id: "7" } } });
    expect(got).toEqual([]);
    await mock.advance();
    mock.send({ type: "orders.update", payload: { topic: "orders/1", payload: { id: "8" } } });
    expect(got).toEqual([8]);
  });

  test("after the server was told to drop every topic, those with listeners are asked for anew", async () => {
    const { mock, client } = await connected();
    const { states, onStatus } = recorder();
    client.ticks.subscribe(acme, () => {}, { onStatus });
    client.ticks.subscribe({ symbol: "GONE" }, () => {})();
    mock.handle(client.session.clear, () => ({}));
    await mock.advance();
    const cleared = client.session.clear();
    await mock.advance();
    await cleared;
    expect(states).toEqual(["pending", "active", "lost", "pending", "active"]);
    expect(mock.topics).toEqual([topic]);
  });

  test("after close(), nothing runs and nothing can be started", async () => {
    const { mock, client } = await connected();
    const { states, onStatus } = recorder();
    client.ticks.subscribe(acme, () => {}, { onStatus });
    await mock.advance();
    const controller = new AbortController();
    const left = vi.spyOn(controller.signal, "removeEventListener");
    client.ticks.subscribe(acme, () => {}, { signal: controller.signal });
    client.on("status", () => {}, { signal: controller.signal });
    client.close();
    client.close();
    expect(left).toHaveBeenCalledTimes(2);
    expect(states).toEqual(["pending", "active", "closed"]);
    expect([mock.clock?.pending, mock.connections.length, mock.topics]).toEqual([0, 0, []]);
    expect(() => client.ticks.subscribe(acme, () => {})).toThrow(ClosedError);
    await expect(client.ping()).rejects.toThrow(ClosedError);
    await expect(client.connect()).rejects.toThrow(ClosedError);
  });
});
