//! Requests over the mock: queue, replies, timeouts, failures.

import { describe, expect, test } from "vitest";
import { ClosedError, ConnectionLostError, QueueFullError, RequestTimeoutError, ServerError } from "../src/index.js";
import { MockRefusal } from "../src/mock/index.js";
import { connected, demo, sent } from "./support/demo.js";

const order = { side: "buy", quantity: 1 } as const;

describe("replies", () => {
  test("many at once, each to its own request", async () => {
    const { mock, client } = await connected();
    const gates: (() => void)[] = [];
    mock.handle(
      client.orders.place,
      ({ quantity }) => new Promise((done) => gates.push(() => done({ id: `${quantity}` }))),
    );
    const placed = [1, 2, 3].map((quantity) => client.orders.place({ ...order, quantity }));
    await mock.advance();
    for (const open of gates.reverse()) open();
    expect(await Promise.all(placed)).toEqual([{ id: "1" }, { id: "2" }, { id: "3" }]);
  });

  test("without ids, in order and by type; the reply of one that timed out is not the next one's", async () => {
    const { mock, client } = await connected({ echoIds: false });
    mock.handle(client.orders.place, () => new Promise(() => {}));
    const late = client.orders.place(order, { timeoutMs: 10 });
    const failure = expect(late).rejects.toThrow(RequestTimeoutError);
    await mock.advance(10);
    await failure;
    const [first, second] = [client.orders.place(order), client.orders.place(order)];
    await mock.advance();
    for (const id of ["late", "1", "2"]) mock.send({ type: "orders.place.response", payload: { id } });
    expect(await Promise.all([first, second])).toEqual([{ id: "1" }, { id: "2" }]);
  });

  test("a request without a reply settles when it was sent", async () => {
    const { mock, client } = demo();
    const noted = client.orders.note({ text: "hello" });
    await mock.advance();
    expect(await noted).toBeUndefined();
    expect(await client.orders.note({ text: "again" })).toBeUndefined();
  });

  test("the server's error comes as a typed one", async () => {
    const { mock, client } = await connected();
    mock.handle(client.orders.place, () => {
      throw new MockRefusal("service_error", "market closed");
    });
    const failure = client.orders.place(order).catch((error: unknown) => error);
    await mock.advance();
    expect(await failure).toMatchObject({ name: "ServerError", code: "service_error", message: "market closed" });
  });

  test("an error that names no request is an event, unless it speaks of a bad message", async () => {
    const { mock, client, errors } = await connected();
    mock.handle(client.orders.place, () => new Promise(() => {}));
    const failure = client.orders.place(order).catch((error: unknown) => error);
    await mock.advance();
    mock.send({ type: "error", payload: { code: "rate_limited", message: "slow down" } });
    expect(errors).toMatchObject([{ code: "rate_limited" }]);
    mock.send({
      type: "error",
      payload: { code: "validation_failed", message: "bad", path: "/quantity", expected: 5 },
    });
    expect(await failure).toMatchObject({ code: "validation_failed", path: "/quantity", expected: 5 });
  });

  test("a 1003 without an error before it is blamed on the oldest request", async () => {
    const { mock, client } = await connected();
    mock.handle(client.orders.place, () => new Promise(() => {}));
    const failures = [client.orders.place(order), client.orders.place(order)].map((call) =>
      call.catch((error: unknown) => error),
    );
    await mock.advance();
    mock.disconnect(1003, "Could not validate payload");
    expect(await failures[0]).toBeInstanceOf(ServerError);
    expect(await failures[0]).toMatchObject({ code: "bad_message", message: "Could not validate payload" });
    expect(await failures[1]).toBeInstanceOf(ConnectionLostError);
  });

  test("a 1003 for silence is nobody's fault", async () => {
    const { mock, client } = await connected();
    mock.handle(client.orders.place, () => new Promise(() => {}));
    const failure = client.orders.place(order).catch((error: unknown) => error);
    await mock.advance();
    mock.disconnect(1003, "Connection timed out. Heartbeat interval 30.0. Max connection lifespan 3600.0");
    expect(await failure).toBeInstanceOf(ConnectionLostError);
  });
});

describe("the queue", () => {
  test("requests wait for the connection, in order, up to a bound", async () => {
    const { mock, client } = demo({ queueLimit: 2 });
    mock.handle(client.orders.place, ({ quantity }) => ({ id: `${quantity}` }));
    const placed = [1, 2].map((quantity) => client.orders.place({ ...order, quantity }));
    await expect(client.orders.place(order)).rejects.toThrow(QueueFullError);
    await mock.advance();
    expect(await Promise.all(placed)).toEqual([{ id: "1" }, { id: "2" }]);
  });

  test("queued ones survive a lost connection, those under way do not", async () => {
    const { mock, client } = await connected();
    const lost = client.orders.place(order).catch((error: unknown) => error);
    mock.disconnect(1006, "cable");
    const queued = client.ping();
    await mock.advance(500);
    expect(await lost).toMatchObject({ name: "ConnectionLostError", close: { code: 1006, reason: "cable" } });
    expect(await queued).toEqual({});
  });

  const refusal = (code: string) => ({ type: "error", payload: { code, message: "" } });

  test.each([
    [4401, undefined],
    [4401, "unauthenticated"],
    [4401, "token_expired"],
    [4429, "too_many_connections"],
  ] as const)(
    "a connection that is refused (%i %s) has taken nothing: it goes out with the next one",
    async (close, code) => {
      const { mock, client } = await connected({ checkSpec: false, token: () => "t" });
      mock.handle(client.orders.place, () => new Promise(() => {}));
      const placed = client.orders.place(order);
      await mock.advance();
      if (code) mock.send(refusal(code));
      mock.disconnect(close, "no");
      mock.handle(client.orders.place, () => ({ id: "1" }));
      await mock.advance(500);
      expect(await placed).toEqual({ id: "1" });
      expect(sent(mock)).toEqual(["orders.place", "orders.place"]);
    },
  );

  test.each([
    [4002, []],
    [4429, []],
    [4429, ["rate_limited"]],
    [4401, ["internal"]],
    [4401, ["internal", "token_expired"]],
    [4401, ["unauthenticated", "unauthenticated"]],
  ] as const)("after any other close (%i %j) no request is sent twice", async (close, codes) => {
    const { mock, client } = await connected({ checkSpec: false, token: () => "t" });
    mock.handle(client.orders.place, () => new Promise(() => {}));
    const lost = client.orders.place(order).catch((error: unknown) => error);
    await mock.advance();
    for (const code of codes) mock.send(refusal(code));
    mock.disconnect(close, "no");
    expect(await lost).toBeInstanceOf(ConnectionLostError);
    await mock.advance(500);
    expect(sent(mock)).toEqual(["orders.place"]);
  });

  test("the timeout counts while queued, and a request that timed out is not sent", async () => {
    const { mock, client } = demo();
    mock.down = true;
    const failure = expect(client.orders.place(order)).rejects.toThrow(/no reply to orders.place in 10000 ms/);
    await mock.advance(10_000);
    await failure;
    mock.down = false;
    await mock.advance(60_000);
    expect(sent(mock)).not.toContain("orders.place");
  });

  test("aborting ends the waiting with the signal's reason", async () => {
    const { mock, client } = demo();
    const controller = new AbortController();
    const queued = client.orders.place(order, { signal: controller.signal });
    controller.abort(new Error("changed my mind"));
    await expect(queued).rejects.toThrow("changed my mind");
    await expect(client.orders.place(order, { signal: controller.signal })).rejects.toThrow("changed my mind");
    await mock.advance();
    expect(sent(mock)).not.toContain("orders.place");
  });

  test("payloads that JSON cannot hold fail their own request only", async () => {
    const { client, mock } = await connected();
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    await expect(client.orders.note(cycle as never)).rejects.toThrow(TypeError);
    const pong = client.ping();
    await mock.advance();
    expect(await pong).toEqual({});
  });

  test("close() fails what waits", async () => {
    const { client } = demo();
    const queued = expect(client.ping()).rejects.toThrow(ClosedError);
    client.close();
    await queued;
  });
});
