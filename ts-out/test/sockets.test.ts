//! The client over real sockets, against a server that breaks in every way that servers break.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { ClientOptions } from "../src/index.js";
import { connectDemo, type DemoClient } from "./fixture/demo/client.js";
import { ScriptedServer, standard } from "./support/scripted-server.js";

const acme = { symbol: "ACME" };
const topic = 'ticks:{"symbol":"ACME"}';

let server: ScriptedServer;
const clients: DemoClient[] = [];

beforeEach(async () => {
  server = await ScriptedServer.start();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.stop();
});

function connect(options: ClientOptions = {}): DemoClient {
  const client = connectDemo(server.url, { webSocket: WebSocket, retry: { minMs: 1, maxMs: 20 }, ...options });
  clients.push(client);
  return client;
}

/** Resolves with the next value of an event that passes. */
function once<T>(on: (listener: (value: T) => void) => () => void, passes: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const off = on((value) => {
      if (!passes(value)) return;
      off();
      resolve(value);
    });
  });
}

const opened = (client: DemoClient) =>
  once<{ state: string }>(
    (listener) => client.on("status", listener),
    ({ state }) => state === "open",
  );

const types = () => server.received.map(({ type }) => type);

describe("over real sockets", () => {
  test("subscribes, requests, and closes cleanly", async () => {
    const client = connect();
    const tick = new Promise((resolve) => client.ticks.subscribe(acme, resolve));
    expect(await client.orders.place({ side: "buy", quantity: 1 })).toEqual({ id: "1" });
    server.send({ type: "ticks.update", payload: { topic, payload: { n: 1 } } });
    expect(await tick).toEqual({ n: 1 });
    const [socket] = server.sockets;
    const ended = new Promise<number>((resolve) => socket?.once("close", resolve));
    client.close();
    expect(await ended).toBe(1005);
  });

  test("closing while connecting raises nothing", async () => {
    const client = connect();
    const attempt = expect(client.connect()).rejects.toThrow("client closed");
    client.close();
    await attempt;
  });

  test("a cut connection is resumed, with nothing before the subscriptions", async () => {
    const client = connect();
    client.ticks.subscribe(acme, () => {});
    await server.until(() => types().includes("ticks.subscribe"));
    await client.ping();
    const again = opened(client);
    server.received.length = 0;
    server.cut();
    await again;
    await client.ping();
    expect(types().slice(0, 2)).toEqual(["ticks.subscribe", "session.info"]);
  });

  test("a server that was away is found again at the same address", async () => {
    const client = connect();
    await client.connect();
    const { port } = server;
    const away = once<{ state: string }>(
      (listener) => client.on("status", listener),
      ({ state }) => state === "waiting",
    );
    await server.stop();
    await away;
    const again = opened(client);
    server = await ScriptedServer.start(port);
    await again;
    expect(await client.ping()).toEqual({});
  });

  test("an expired token is renewed", async () => {
    server.admit = (protocols) => (protocols.includes("bearer.fresh") ? undefined : 4401);
    const client = connect({ token: ({ expired }) => (expired ? "fresh" : "stale") });
    expect(await client.orders.place({ side: "buy", quantity: 1 })).toEqual({ id: "1" });
    expect(await client.ping()).toEqual({});
    await server.until(() => server.offered.length === 2);
    expect(server.offered).toEqual(["specwire.json,bearer.stale", "specwire.json,bearer.fresh"]);
  });

  test("a server that goes silent is noticed", async () => {
    const client = connect({ heartbeatMs: 20, heartbeatTimeoutMs: 500 });
    await client.connect();
    server.answer = () => undefined;
    const { close } = await once<{ close?: { reason: string } | undefined }>(
      (listener) => client.on("status", listener),
      ({ close: seen }) => seen !== undefined,
    );
    expect(close?.reason).toBe("silent");
    server.answer = standard;
    await client.connect();
    expect(await client.ping()).toEqual({});
  });

  test("another document is a skew event", async () => {
    server.answer = (message) =>
      message.type === "session.info"
        ? { type: "session.info.response", id: message.id, payload: { connectionId: "1", hash: "other", version: "9" } }
        : standard(message);
    const client = connect();
    const skew = await once<{ actual: string }>(
      (listener) => client.on("skew", listener),
      () => true,
    );
    expect(skew).toMatchObject({ expected: "abc", actual: "other", actualVersion: "9" });
  });

  test("updates come in order, and none that arrived is lost on the way", async () => {
    const client = connect();
    const stream = client.ticks.stream<number>(acme, { map: ({ n }) => n });
    const first = stream.next();
    await server.until(() => types().includes("ticks.subscribe"));
    for (let n = 0; n < 1000; n++) server.send({ type: "ticks.update", payload: { topic, payload: { n } } });
    const got = [(await first).value];
    while (got.length < 1000) got.push((await stream.next()).value);
    expect(got).toEqual(Array.from({ length: 1000 }, (_, n) => n));
    await stream.return?.();
  });

  test("a thousand reconnects leak nothing and double nothing", async () => {
    const client = connect({ checkSpec: false });
    const got: number[] = [];
    client.ticks.subscribe(acme, ({ n }) => got.push(n));
    const confirmed = () =>
      once<{ status: { state: string } }>(
        (listener) => client.on("subscription", listener),
        ({ status }) => status.state === "active",
      );
    await confirmed();
    const resources = () => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length;
    const before = resources();
    for (let n = 0; n < 1000; n++) {
      const again = confirmed();
      server.cut();
      await again;
      server.send({ type: "ticks.update", payload: { topic, payload: { n } } });
    }
    await client.ping();
    expect(got).toEqual(Array.from({ length: 1000 }, (_, n) => n));
    expect(server.sockets.size).toBe(1);
    expect(resources()).toBeLessThan(before + 20);
  });
});
