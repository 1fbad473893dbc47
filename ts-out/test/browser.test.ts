//! The client in a real Chromium, against a server over real sockets that comes and goes.

import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Chromium, haveChromium } from "./support/chromium.js";
import type { Harness } from "./support/page.js";
import { ScriptedServer, standard } from "./support/scripted-server.js";

declare const harness: Harness;

const topic = 'ticks:{"symbol":"ACME"}';

describe.skipIf(!haveChromium())("in Chromium", () => {
  let chromium: Chromium;
  let server: ScriptedServer;
  let page: Page;
  /** Numbers every update of a test. */
  let next = 0;

  beforeAll(async () => {
    chromium = await Chromium.start();
  });

  afterAll(() => chromium.stop());

  beforeEach(async () => {
    next = 0;
    server = await ScriptedServer.start();
    page = await chromium.page();
  });

  afterEach(async () => {
    await page.context().close();
    await server.stop();
  });

  const start = (options = {}) =>
    page.evaluate(([url, given]) => harness.start(url, given), [server.url, options] as const);

  /** Waits until the server has confirmed a subscription that it was asked for `times` in all. */
  const subscribed = async (times: number) => {
    await page.waitForFunction(
      (count) => harness.subscriptions.filter((state) => state === "active").length >= count,
      times,
    );
  };

  /** Sends an update to whoever is there, and says its number. */
  const publish = () => {
    server.send({ type: "ticks.update", payload: { topic, payload: { n: next } } });
    return next++;
  };

  const seen = () => page.evaluate(() => harness.ticks);

  const seenUpTo = (n: number) => page.waitForFunction((last) => harness.ticks.at(-1) === last, n);

  test("connects, subscribes, gets updates", async () => {
    await start();
    await subscribed(1);
    for (let times = 0; times < 100; times++) publish();
    await seenUpTo(99);
    expect(await seen()).toEqual(Array.from({ length: 100 }, (_, n) => n));
    expect(await page.evaluate(() => harness.client?.orders.place({ side: "buy", quantity: 1 }))).toEqual({ id: "1" });
  });

  test("a server that is killed and started again: nothing that it still had is lost, nothing comes twice", async () => {
    await start();
    await subscribed(1);
    const before = [publish(), publish()];
    await seenUpTo(1);
    const { port } = server;
    await server.stop();
    await page.waitForFunction(() => harness.states.includes("waiting"));
    publish();
    server = await ScriptedServer.start(port);
    await subscribed(2);
    const after = [publish(), publish()];
    await seenUpTo(after[1] ?? 0);
    expect(await seen()).toEqual([...before, ...after]);
  });

  test("a network that goes and comes back", async () => {
    await start({ heartbeatMs: 200, heartbeatTimeoutMs: 200 });
    await subscribed(1);
    await page.context().setOffline(true);
    server.cut();
    await page.waitForFunction(() => harness.states.includes("waiting"));
    await page.context().setOffline(false);
    await subscribed(2);
    const last = publish();
    await seenUpTo(last);
    expect(await seen()).toEqual([last]);
  });

  test("a connection that died while the page was frozen is noticed when it is shown again", async () => {
    await start({ heartbeatTimeoutMs: 200 });
    await subscribed(1);
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    server.answer = () => undefined;
    await session.send("Page.setWebLifecycleState", { state: "active" });
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    await page.waitForFunction(() => harness.states.includes("waiting"));
    server.answer = standard;
    await subscribed(2);
    const last = publish();
    await seenUpTo(last);
    expect(await seen()).toEqual([last]);
  });

  test("a hidden page keeps its connection; hidden or shown, it asks whether the server is there", async () => {
    await start();
    await subscribed(1);
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    });
    const hidden = publish();
    await seenUpTo(hidden);
    await server.until(() => server.received.some(({ type }) => type === "ping"));
    server.received.length = 0;
    await page.evaluate(() => {
      Reflect.deleteProperty(document, "visibilityState");
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    });
    await server.until(() => server.received.some(({ type }) => type === "ping"));
    const shown = publish();
    await seenUpTo(shown);
    expect(await page.evaluate(() => harness.states)).toEqual(["open"]);
    expect(await seen()).toEqual([hidden, shown]);
  });

  test("a token that expires is renewed", async () => {
    let valid = "bearer.first";
    server.admit = (protocols) => (protocols.includes(valid) ? undefined : 4401);
    await start({ tokens: ["first", "second"] });
    await subscribed(1);
    valid = "bearer.second";
    for (const socket of server.sockets) socket.close(4401, "token expired");
    await subscribed(2);
    const last = publish();
    await seenUpTo(last);
    expect(await seen()).toEqual([last]);
    expect(server.offered).toEqual(["specwire.json, bearer.first", "specwire.json, bearer.second"]);
  });

  test("close() leaves nothing behind", async () => {
    await start();
    await subscribed(1);
    const [socket] = server.sockets;
    const ended = new Promise((resolve) => socket?.once("close", resolve));
    await page.evaluate(() => harness.client?.close());
    await ended;
    await page.evaluate(() => dispatchEvent(new Event("online")));
    expect(await page.evaluate(() => harness.states.at(-1))).toBe("closed");
    expect(server.offered).toHaveLength(1);
  });
});
