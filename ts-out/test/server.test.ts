//! The generated clients against the real server, in a process of its own.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrokerClient, connectBroker, type Order } from "@specwire/client/broker";
import { type Bar, connectDatafeed, type DatafeedClient } from "@specwire/client/datafeed";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { Client, ClientOptions, ConnectionStatus, SkewEvent } from "../src/index.js";
import { binary } from "./support/binaries.js";
import { ServerProcess } from "./support/process.js";

const server = binary("server");

const apple = { symbol: "AAPL", resolution: "1" } as const;
const accountId = "TEST-001";

describe.skipIf(!server)("the server", () => {
  let folder: string;
  let running: ServerProcess;
  const clients: Client[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "specwire-server-"));
    running = await start("127.0.0.1:0");
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await running.stop();
    rmSync(folder, { recursive: true });
  });

  function start(listen: string, settings = ""): Promise<ServerProcess> {
    const config = join(folder, "server.toml");
    writeFileSync(config, settings);
    const pattern = /listening on http:\/\/(\S+)/;
    return ServerProcess.start(server ?? "", ["--listen", listen, "--config", config], pattern);
  }

  async function restart(settings: string): Promise<void> {
    await running.stop();
    running = await start("127.0.0.1:0", settings);
  }

  const options: ClientOptions = { webSocket: WebSocket, retry: { minMs: 20, maxMs: 200 } };

  function datafeed(more: ClientOptions = {}): DatafeedClient {
    const client = connectDatafeed(`http://${running.found}/api/v1/datafeed/ws`, { ...options, ...more });
    clients.push(client);
    return client;
  }

  function broker(more: ClientOptions = {}): BrokerClient {
    const client = connectBroker(`ws://${running.found}/api/v1/broker/ws`, { ...options, ...more });
    clients.push(client);
    return client;
  }

  /** The first value of the listener that passes. */
  function first<T>(listen: (listener: (value: T) => void) => () => void, passes: (value: T) => boolean = () => true) {
    return new Promise<T>((resolve) => {
      const off = listen((value) => {
        if (!passes(value)) return;
        off();
        resolve(value);
      });
    });
  }

  const status = (client: Client, passes: (value: ConnectionStatus) => boolean) =>
    first<ConnectionStatus>((listener) => client.on("status", listener), passes);

  test("updates are typed as the document says, and the document is this client's", async () => {
    const client = datafeed();
    const skews: SkewEvent[] = [];
    client.on("skew", (skew) => skews.push(skew));
    const bar = await first<Bar>((listener) => client.bars.subscribe(apple, listener));
    expect(bar).toMatchObject({ open: expect.any(Number), close: expect.any(Number), volume: expect.any(Number) });
    const info = await client.session.info();
    expect(info.hash).toBe(client.descriptor.hash);
    expect(info.topics).toEqual(['bars:{"resolution":"1","symbol":"AAPL"}']);
    expect(skews).toEqual([]);
    await client.ping();
  });

  test("an order placed over the socket is filled, and shows where it should", async () => {
    const client = broker();
    const filled = first<Order>(
      (listener) => client.orders.subscribe({ accountId }, listener),
      ({ status }) => status === "filled",
    );
    const execution = first((listener) => client.executions.subscribe({ accountId, symbol: "AAPL" }, listener));
    const position = first((listener) => client.positions.subscribe({ accountId }, listener));
    const order = { type: "market", symbol: "AAPL", side: "buy", quantity: 10, timeInForce: "day" } as const;
    const placed = await client.orders.place({ accountId, order });
    expect(await execution).toMatchObject({ accountId });
    expect(await position).toMatchObject({ accountId, symbol: "AAPL" });
    expect((await filled).id).toBe(placed.id);
  });

  test("what the schema forbids fails with its place, and the client goes on", async () => {
    const client = datafeed();
    const bars = client.bars.stream(apple);
    await bars.next();
    const wrong = { symbol: "AAPL", resolution: "nonsense" } as unknown as typeof apple;
    await expect(client.bars.stream(wrong).next()).rejects.toMatchObject({
      name: "ServerError",
      code: "validation_failed",
    });
    expect((await bars.next()).done).toBe(false);
    await bars.return?.();
  });

  test("killed and started again: the client comes back by itself", async () => {
    const client = datafeed();
    const states: string[] = [];
    client.bars.subscribe(apple, () => {}, { onStatus: ({ state }) => states.push(state) });
    await first((listener) => client.bars.subscribe(apple, listener));
    const { found } = running;
    const lost = status(client, ({ state }) => state === "waiting");
    await running.stop();
    await lost;
    running = await start(found);
    await first((listener) => client.bars.subscribe(apple, listener));
    expect(states).toEqual(["pending", "active", "lost", "pending", "active"]);
  });

  test("a draining server is left alone for as long as it asked", async () => {
    const client = datafeed();
    await client.connect();
    await client.ping();
    const waiting = status(client, ({ state }) => state === "waiting");
    const stopped = running.stop("SIGTERM");
    expect(await waiting).toMatchObject({ close: { code: 1001 } });
    await stopped;
  });

  test("tokens: the wrong one is renewed, and with none the client gives up", async () => {
    await restart('[[auth.tokens]]\ntoken = "right-token-for-tests"\nprincipal = "desk"\naccounts = ["TEST-001"]\n');
    const asked: boolean[] = [];
    const token = ({ expired }: { expired: boolean }) => {
      asked.push(expired);
      return expired ? "right-token-for-tests" : "wrong-token-for-tests";
    };
    const client = datafeed({ token });
    await first((listener) => client.bars.subscribe(apple, listener));
    expect(asked).toEqual([false, true]);
    const stranger = datafeed({ token: "wrong-token-for-tests" });
    await status(stranger, ({ state }) => state === "closed");
    const inQuery = datafeed({ token: "right-token-for-tests", tokenIn: "query" });
    await inQuery.ping();
  });

  test("a connection with nothing to say outlives the heartbeat", async () => {
    await restart("[ws]\nheartbeat_interval = 0.4\n");
    const client = datafeed({ heartbeatMs: 100 });
    await client.connect();
    const states: unknown[] = [];
    client.on("status", (change) => states.push(change));
    // The server talks and the client listens, for three times as long as it may be silent.
    const listening = performance.now();
    for await (const _ of client.bars.stream(apple)) if (performance.now() - listening > 1200) break;
    expect(states).toEqual([]);
  });
});
