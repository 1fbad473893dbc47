//! Tabs of a real Chromium that share one connection: they come, go, crash, and take over from one another.

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Chromium, haveChromium } from "./support/chromium.js";
import type { Harness } from "./support/page.js";
import { ScriptedServer, standard } from "./support/scripted-server.js";

declare const harness: Harness;

const topic = 'ticks:{"symbol":"ACME"}';

describe.skipIf(!haveChromium())("tabs that share a connection", () => {
  let chromium: Chromium;
  let server: ScriptedServer;
  let context: BrowserContext;
  let first: Page;
  /** Numbers every update of a test. */
  let next = 0;

  beforeAll(async () => {
    chromium = await Chromium.start();
  });

  afterAll(() => chromium.stop());

  beforeEach(async () => {
    next = 0;
    server = await ScriptedServer.start();
    first = await chromium.page();
    context = first.context();
    await start(first);
  });

  afterEach(async () => {
    await context.close();
    await server.stop();
  });

  /** Starts a client and waits until its subscription is confirmed. */
  async function start(page: Page, options: object = {}): Promise<Page> {
    await page.evaluate(([url, given]) => harness.start(url, { shared: "me", ...given }), [
      server.url,
      options,
    ] as const);
    await subscribed(page, 1);
    return page;
  }

  const tab = async () => start(await chromium.tab(context));

  /** Waits until the page has seen so many confirmations. */
  async function subscribed(page: Page, times: number): Promise<void> {
    await page.waitForFunction(
      (count) => harness.subscriptions.filter((state) => state === "active").length >= count,
      times,
    );
  }

  /** Sends so many updates to whoever is there, and waits until these pages have the last of them. */
  async function publish(times: number, ...pages: Page[]): Promise<number[]> {
    const sent = Array.from({ length: times }, () => next++);
    for (const n of sent) server.send({ type: "ticks.update", payload: { topic, payload: { n } } });
    for (const page of pages) await page.waitForFunction((n) => harness.ticks.at(-1) === n, sent.at(-1));
    return sent;
  }

  const seen = (page: Page) => page.evaluate(() => harness.ticks);

  const count = (type: string) => server.received.filter((message) => message.type === type).length;

  const locks = (page: Page) =>
    page.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      return held.length + pending.length;
    });

  const place = (page: Page, quantity: number) =>
    page.evaluate(
      (n) => harness.client?.orders.place({ side: "buy", quantity: n }).catch(({ name, code }) => ({ name, code })),
      quantity,
    );

  test("have one connection: each gets its updates once and in order, and the answers to its own requests", async () => {
    const [second, third] = [await tab(), await tab()];
    server.answer = (message) =>
      message.type === "orders.place"
        ? {
            type: "orders.place.response",
            id: message.id,
            payload: { id: `${(message.payload as { quantity: number }).quantity}` },
          }
        : standard(message);
    const sent = await publish(200, first, second, third);
    const pages = [first, second, third];
    const orders = await Promise.all(pages.map((page, index) => place(page, index)));
    expect(orders).toEqual([{ id: "0" }, { id: "1" }, { id: "2" }]);
    for (const page of pages) expect(await seen(page)).toEqual(sent);
    expect(server.offered).toHaveLength(1);
  });

  test("when the tab that holds it is closed, another takes over, and nothing comes twice", async () => {
    const [second, third] = [await tab(), await tab()];
    const before = await publish(3, second, third);
    await first.close({ runBeforeUnload: false });
    await Promise.all([subscribed(second, 2), subscribed(third, 2)]);
    const after = await publish(3, second, third);
    for (const page of [second, third]) expect(await seen(page)).toEqual([...before, ...after]);
    expect(server.offered).toHaveLength(2);
    expect(server.sockets.size).toBe(1);
  });

  test("when it crashes, another takes over", async () => {
    const second = await tab();
    const crashed = new Promise((resolve) => first.once("crash", resolve));
    first.goto("chrome://crash").catch(() => {});
    await crashed;
    await subscribed(second, 2);
    const sent = await publish(2, second);
    expect(await seen(second)).toEqual(sent);
    expect(server.sockets.size).toBe(1);
  });

  test("when its client is closed, another takes over, too", async () => {
    const second = await tab();
    await first.evaluate(() => harness.client?.close());
    await subscribed(second, 2);
    const sent = await publish(2, second);
    expect([await seen(first), await seen(second)]).toEqual([[], sent]);
    expect(server.sockets.size).toBe(1);
  });

  test("a tab that goes without a word gives up what only it held", async () => {
    const second = await tab();
    await second.evaluate(() => harness.client?.ticks.subscribe({ symbol: "ONLY" }, () => {}));
    await subscribed(second, 2);
    await second.close();
    await server.until(() => count("ticks.unsubscribe") > 0);
    expect(server.received.filter(({ type }) => type === "ticks.unsubscribe").map(({ payload }) => payload)).toEqual([
      { symbol: "ONLY" },
    ]);
    expect(await publish(1, first)).toEqual(await seen(first));
  });

  test("a server that is killed and comes back: every tab resumes", async () => {
    const second = await tab();
    const before = await publish(2, first, second);
    const { port } = server;
    await server.stop();
    await second.waitForFunction(() => harness.states.includes("waiting"));
    server = await ScriptedServer.start(port);
    await Promise.all([subscribed(first, 2), subscribed(second, 2)]);
    const after = await publish(2, first, second);
    for (const page of [first, second]) expect(await seen(page)).toEqual([...before, ...after]);
    expect(server.sockets.size).toBe(1);
  });

  test("an expired token is renewed, by every tab, with one connection", async () => {
    const tokens = { tokens: ["first", "second"] };
    const [one, two] = [await chromium.tab(context), await chromium.tab(context)];
    for (const page of [one, two]) await start(page, { shared: "with a token", ...tokens });
    server.admit = (protocols) => (protocols.includes("bearer.first") ? 4401 : undefined);
    for (const socket of server.sockets) socket.close(4401, "token expired");
    await Promise.all([subscribed(one, 2), subscribed(two, 2)]);
    expect(server.offered.filter((protocols) => protocols.includes("bearer"))).toEqual([
      "specwire.json, bearer.first",
      "specwire.json, bearer.second",
    ]);
  });

  test("a message that the server calls wrong is the fault of the tab that sent it", async () => {
    const second = await tab();
    server.answer = (message) => {
      if (message.type !== "orders.place") return standard(message);
      const { quantity } = message.payload as { quantity: number };
      if (quantity === 2) for (const socket of server.sockets) socket.close(1003, "Could not validate payload");
      return undefined;
    };
    const wrong = place(first, 1);
    await server.until(() => count("orders.place") === 1);
    const innocent = place(second, 2);
    expect(await wrong).toEqual({ name: "ServerError", code: "bad_message" });
    expect(await innocent).toEqual({ name: "ConnectionLostError" });
    await subscribed(second, 2);
  });

  test("one that drops every topic of the session does not rob the others", async () => {
    const second = await tab();
    server.answer = (message) =>
      message.type === "session.clear"
        ? { type: "session.clear.response", id: message.id, payload: {} }
        : standard(message);
    await first.evaluate(() => harness.client?.session.clear());
    await Promise.all([subscribed(first, 2), subscribed(second, 2)]);
    const sent = await publish(2, first, second);
    for (const page of [first, second]) expect(await seen(page)).toEqual(sent);
    expect(server.offered).toHaveLength(1);
  });

  test("after close() in each of them, nothing is left: no connection, no lock", async () => {
    const second = await tab();
    for (const page of [second, first]) await page.evaluate(() => harness.client?.close());
    await first.waitForFunction(async () => {
      const { held, pending } = await navigator.locks.query();
      return held?.length === 0 && pending?.length === 0;
    });
    expect(await locks(second)).toBe(0);
    expect(await seen(first)).toEqual([]);
    expect(server.offered).toHaveLength(1);
  });

  test("tabs of another user have another connection", async () => {
    await start(await chromium.tab(context), { shared: "somebody else" });
    expect(server.sockets.size).toBe(2);
  });
});
