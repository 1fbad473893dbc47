// The live console against a mock of the document that its page shows.

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, test, type TestContext } from "node:test";
import type { Locator, Page } from "playwright-core";
import { closeBrowser, faultsOfAccess, openPage } from "./support/browser.js";
import { run, start } from "./support/process.js";
import { flood } from "./support/socket.js";

after(closeBrowser);

const fixture = "codegen/tests/data/docs/weather.json";

async function openConsole(t: TestContext, ...flags: string[]): Promise<{ page: Page; console: Locator; stop: () => void }> {
  const mock = await start(t, "codegen", ["mock", fixture, "--listen", "127.0.0.1:0", "--interval", "20", ...flags]);
  const page = await openPage(t, `http://${mock.host}/`);
  await page.locator("#console-toggle").click();
  return { page, console: page.locator("#console"), stop: () => void mock.child.kill() };
}

/** The page of the fixture, as a file. */
function pageOf(): string {
  const file = join(mkdtempSync(join(tmpdir(), "specwire-console-")), "weather.html");
  run("codegen", ["docs", fixture, "-o", file]);
  return file;
}

async function subscribe(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `Try it: ${name}`, exact: true }).click();
  await page.getByRole("button", { name: /\bsubscribe$/i }).click();
}

test("subscribes with a form and shows updates, their rate and a chart", async (t) => {
  const { page, console } = await openConsole(t);
  assert.match(await page.getByLabel("Server").inputValue(), /^ws:\/\/127\.0\.0\.1:\d+\/api\/v1\/weather\/ws$/);
  await subscribe(page, "readings");
  const card = console.locator("article", { hasText: 'readings:{"interval":5,"station":"roof"}' });
  await card.getByText("live").waitFor();
  await card.getByText(/^[1-9]\d+ updates/).waitFor();
  await card.getByText(/[1-9]\d*\.\d a second/).waitFor();
  assert.match(await card.locator("pre").innerText(), /"temperature": -?\d/);
  // What is charted unasked is a number that moves.
  await card.getByRole("img", { name: /over \d\d+ updates$/ }).waitFor();
  const [, from, to] = /from (\S+) to (\S+) over/.exec(await card.getByRole("img").getAttribute("aria-label") ?? "") ?? [];
  assert.notEqual(from, to);
  await card.getByLabel("Number to chart").selectOption("wind.speed");
  await card.getByRole("img", { name: /^wind\.speed: now .* over \d+ updates$/ }).waitFor();
  assert.match(await card.locator("svg path").last().getAttribute("d") ?? "", /^M[\d.]+ [\d.]+L/);
});

test("filters and pauses updates, and unsubscribes", async (t) => {
  const { page, console } = await openConsole(t);
  await subscribe(page, "readings");
  const card = console.locator("article").first();
  await card.getByText(/^[1-9]\d* updates/).waitFor();
  await card.getByRole("searchbox").fill("temperature > 1000");
  await card.getByText(/ shown/).waitFor();
  await card.getByRole("searchbox").fill("");
  await card.getByRole("button", { name: "Pause" }).click();
  const frozen = await card.locator("pre").innerText();
  const count = Number.parseInt(await card.locator(".stats").innerText(), 10);
  await page.waitForFunction((count) => Number.parseInt(document.querySelector("#console .stats:has(+ .row)")?.textContent ?? "0", 10) > count + 20, count);
  assert.equal(await card.locator("pre").innerText(), frozen);
  await card.getByRole("button", { name: "Go on" }).click();
  await card.getByRole("button", { name: "Unsubscribe" }).click();
  await console.locator("#log").getByText("readings.unsubscribe.response").waitFor();
  assert.equal(await console.locator("article").count(), 0);
});

test("holds several subscriptions, of one route and of others", async (t) => {
  const { page, console } = await openConsole(t);
  await subscribe(page, "readings");
  await console.getByLabel("station", { exact: true }).fill("garden");
  await page.getByRole("button", { name: "Subscribe", exact: true }).click();
  await subscribe(page, "warnings");
  for (const topic of ['readings:{"interval":5,"station":"roof"}', 'readings:{"interval":5,"station":"garden"}', 'warnings:{"region":"coast"}']) {
    await console.locator("article", { hasText: topic }).getByText(/^[1-9]\d* updates/).waitFor();
  }
});

test("checks before it sends, at the field that is wrong", async (t) => {
  const { page, console } = await openConsole(t);
  await page.getByRole("button", { name: "Try it: readings" }).click();
  await console.getByLabel("interval", { exact: true }).fill("0");
  await console.getByLabel("station", { exact: true }).fill("No Such Name");
  await page.getByRole("button", { name: /\bsubscribe$/i }).click();
  assert.equal(await console.getByLabel("interval", { exact: true }).getAttribute("aria-invalid"), "true");
  await console.getByText("should be at least 1").waitFor();
  await console.getByText("should match ^[a-z][a-z0-9-]*$").waitFor();
  assert.equal(await console.locator("#log li").count(), 0);
  await console.getByLabel("interval", { exact: true }).fill("x");
  await console.getByText("should be integer, is string").waitFor();
  await console.getByLabel("interval", { exact: true }).fill("7");
  await console.getByLabel("station", { exact: true }).fill("roof");
  await page.getByRole("button", { name: /\bsubscribe$/i }).click();
  await console.locator("article", { hasText: '"interval":7' }).getByText("live").waitFor();
});

test("sends requests and shows replies with their round trip", async (t) => {
  const { page, console } = await openConsole(t);
  await page.getByRole("button", { name: "Try it: instrument.calibrate" }).click();
  await console.getByLabel("instrument", { exact: true }).selectOption("barometer");
  await console.getByLabel("offset", { exact: true }).fill("0.5");
  await page.getByRole("button", { name: "Connect, then send" }).click();
  const reply = console.locator("#log details", { hasText: "instrument.calibrate.response" });
  await reply.locator("summary", { hasText: /\d ms/ }).click();
  assert.match(await reply.locator("pre").innerText(), /"accepted": (true|false)/);
  await console.getByText(/round trip [\d.]+ ms/).waitFor();
  const sent = console.locator("#log details", { hasText: /^↑/ }).first();
  await sent.locator("summary").click();
  const frame = JSON.parse(await sent.locator("pre").innerText()) as { payload: { offset: number; instrument: string } };
  assert.deepEqual([frame.payload.offset, frame.payload.instrument], [0.5, "barometer"]);
});

test("takes raw JSON, and keeps what was typed between form and JSON", async (t) => {
  const { page, console } = await openConsole(t);
  await page.getByRole("button", { name: "Try it: readings" }).click();
  await console.getByLabel("interval", { exact: true }).fill("9");
  await page.getByRole("button", { name: "Edit as JSON" }).click();
  const area = page.getByLabel("Payload as JSON");
  assert.deepEqual(JSON.parse(await area.inputValue()), { station: "roof", interval: 9 });
  await area.fill("{ nonsense");
  await page.getByRole("button", { name: /\bsubscribe$/i }).click();
  await console.getByRole("alert").getByText("The payload").waitFor();
  await area.fill('{"station": "hill", "interval": 2}');
  await page.getByRole("button", { name: /\bsubscribe$/i }).click();
  await console.locator("article", { hasText: "hill" }).getByText("live").waitFor();
  await page.getByRole("button", { name: "Edit as form" }).click();
  assert.equal(await console.getByLabel("station", { exact: true }).inputValue(), "hill");
});

test("explains why the server closed", async (t) => {
  const { page, console } = await openConsole(t);
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await console.getByText(/Connected in/).waitFor();
  await page.getByRole("button", { name: "Try it: readings" }).click();
  await console.getByLabel("interval", { exact: true }).fill("0");
  await page.getByRole("button", { name: "Subscribe", exact: true }).click();
  await page.getByRole("button", { name: "Send anyway" }).click();
  await console.getByText("Closed: 1003 Could not validate payload.").waitFor();
  await console.getByText(/A payload did not fit its schema/).waitFor();
  await console.locator("#log").getByText("error", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Connect", exact: true }).waitFor();
});

test("takes the keyboard in, and back to where it came from", async (t) => {
  const page = await openPage(t, pathToFileURL(pageOf()).href);
  for (const button of [page.locator("#console-toggle"), page.getByRole("button", { name: "Try it: readings" })]) {
    await button.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.locator("#console").evaluate((node) => node.contains(document.activeElement)));
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#console").isVisible(), false);
    assert.ok(await button.evaluate((node) => node === document.activeElement));
  }
});

test("the form has a field for every shape", async (t) => {
  const payload = {
    type: "object",
    required: ["kind", "side", "note", "legs", "labels", "shape", "live"],
    properties: {
      kind: { const: "basket" },
      side: { type: "string", enum: ["buy", "sell"] },
      note: { type: ["string", "null"] },
      legs: { type: "array", minItems: 1, items: { type: "object", required: ["symbol"], properties: { symbol: { type: "string", minLength: 1 }, weight: { type: "number", maximum: 1 } } } },
      labels: { type: "object", additionalProperties: { type: "integer", minimum: 0 } },
      shape: { oneOf: [{ title: "Round", type: "object", required: ["r"], properties: { r: { type: "number" } } }, { title: "Square", type: "object", required: ["side"], properties: { side: { type: "number" } } }] },
      live: { type: "boolean" },
      extra: { type: "object", properties: { deep: { type: "object", properties: { er: { type: "string" } } } } },
    },
  };
  const folder = mkdtempSync(join(tmpdir(), "specwire-form-"));
  const spec = { asyncapi: "2.4.0", info: { title: "Baskets", version: "1" }, servers: { local: { url: "localhost", protocol: "ws" } }, channels: { "/": { publish: { message: { name: "basket", payload } } } } };
  writeFileSync(join(folder, "baskets.json"), JSON.stringify(spec));
  run("codegen", ["docs", join(folder, "baskets.json"), "-o", join(folder, "baskets.html")]);
  const page = await openPage(t, pathToFileURL(join(folder, "baskets.html")).href);
  await page.getByRole("button", { name: "Try it: basket" }).click();
  const console = page.locator("#console");
  await console.getByRole("button", { name: "Edit as JSON" }).click();
  const area = page.getByLabel("Payload as JSON");
  await area.fill(JSON.stringify({ kind: "basket", side: "sell", note: null, legs: [{ symbol: "AAPL" }], labels: { risk: 2 }, shape: { side: 3 }, live: true }));
  await console.getByRole("button", { name: "Edit as form" }).click();
  assert.deepEqual(await console.getByLabel("kind").locator("option").allInnerTexts(), ["basket"]);
  assert.equal(await console.getByLabel("note is null").isChecked(), true);
  assert.equal(await console.getByLabel("shape", { exact: true }).locator("option:checked").innerText(), "Square");
  await console.getByLabel("note is null").uncheck();
  await console.getByLabel("note", { exact: true }).fill("by hand");
  await console.getByRole("button", { name: "Add an item" }).click();
  await console.getByLabel("symbol", { exact: true }).last().fill("MSFT");
  await console.getByRole("button", { name: "Add an entry" }).click();
  await page.keyboard.type("size");
  await page.keyboard.press("Tab");
  await console.getByLabel("size", { exact: true }).fill("-1");
  await console.getByRole("button", { name: /send$/ }).click();
  await console.getByText("should be at least 0").waitFor();
  assert.ok(await console.getByLabel("size", { exact: true }).evaluate((node) => node === document.activeElement));
  await console.getByLabel("size", { exact: true }).fill("7");
  await console.getByLabel("extra").check();
  await console.getByLabel("deep").check();
  await console.getByLabel("er optional").fill("down");
  await console.getByRole("button", { name: "Edit as JSON" }).click();
  assert.deepEqual(JSON.parse(await area.inputValue()), {
    kind: "basket", side: "sell", note: "by hand", legs: [{ symbol: "AAPL" }, { symbol: "MSFT" }],
    labels: { risk: 2, size: 7 }, shape: { side: 3 }, live: true, extra: { deep: { er: "down" } },
  });
});

test("from disk it reaches a server on this machine", async (t) => {
  const mock = await start(t, "codegen", ["mock", fixture, "--interval", "20"]);
  const page = await openPage(t, pathToFileURL(pageOf()).href);
  await page.locator("#console-toggle").click();
  await page.getByLabel("Server").fill(`ws://${mock.host}/api/v1/weather/ws`);
  await subscribe(page, "readings");
  await page.locator("#console article").getByText(/^[1-9]\d* updates/).waitFor();
});

test("stays quick and bounded under a flood", async (t) => {
  const topic = 'readings:{"interval":5,"station":"roof"}';
  const update = (at: number): string => JSON.stringify({ type: "readings.update", payload: { topic, payload: { temperature: at, note: "x".repeat(200) } } });
  const host = await flood(t, Array.from({ length: 10_000 }, (_, at) => update(at + 1)));
  const page = await openPage(t, pathToFileURL(pageOf()).href);
  await page.locator("#console-toggle").click();
  await page.getByLabel("Server").fill(`ws://${host}/`);
  await subscribe(page, "readings");
  await page.locator("#console article").getByText(/^10000 updates/).waitFor();
  assert.ok((await page.locator("#log li").count()) <= 400);
  assert.match(await page.locator("#console article pre").innerText(), /"temperature": 10000/);
  const points = await page.locator("#console article svg path").last().getAttribute("d");
  assert.ok((points ?? "").split("L").length <= 240);
  // It still answers.
  await page.locator("#console article").getByRole("button", { name: "Unsubscribe" }).click();
  assert.equal(await page.locator("#console article").count(), 0);
});

test("axe finds nothing in a console that is at work", async (t) => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 390]) {
      const mock = await start(t, "codegen", ["mock", fixture, "--interval", "20", "--on-bad-message", "reply"]);
      const page = await openPage(t, `http://${mock.host}/`, { colorScheme, viewport: { width, height: 900 } });
      await subscribe(page, "readings");
      await page.locator("#console article").getByText(/^[1-9]\d* updates/).waitFor();
      await page.locator("#console article").getByRole("button", { name: "Pause" }).click();
      await page.locator("#log").getByText("readings.subscribe.response").first().click();
      await page.locator("#console").getByLabel("interval", { exact: true }).fill("0");
      assert.deepEqual(await faultsOfAccess(page), [], `${colorScheme} ${width}`);
    }
  }
});

test("says so when there is nobody", async (t) => {
  const { page, console, stop } = await openConsole(t);
  await subscribe(page, "readings");
  await console.locator("article").getByText("live").waitFor();
  stop();
  await console.getByText(/Closed: 1006/).waitFor();
  await console.locator("article").getByText("not connected").waitFor();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await console.getByText(/Is the server running/).waitFor();
});

test("sends a token as a subprotocol or in the query", async (t) => {
  const { page, console } = await openConsole(t);
  await console.getByText("Token", { exact: true }).first().click();
  await page.getByLabel("Token", { exact: true }).fill("secret");
  const opened = page.waitForEvent("websocket");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  assert.ok(!(await opened).url().includes("secret"));
  await console.getByText(/speaking specwire\.json/).waitFor();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByLabel("Sent").selectOption("query");
  const again = page.waitForEvent("websocket");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  assert.match((await again).url(), /\?access_token=secret$/);
});
