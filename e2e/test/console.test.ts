// The live console against a mock of the document that its page shows.

import assert from "node:assert/strict";
import { after, test, type TestContext } from "node:test";
import type { Locator, Page } from "playwright-core";
import { closeBrowser, openPage } from "./support/browser.js";
import { start } from "./support/process.js";

after(closeBrowser);

const fixture = "codegen/tests/data/docs/weather.json";

async function openConsole(t: TestContext, ...flags: string[]): Promise<{ page: Page; console: Locator; stop: () => void }> {
  const mock = await start(t, "codegen", ["mock", fixture, "--listen", "127.0.0.1:0", "--interval", "20", ...flags]);
  const page = await openPage(t, `http://${mock.host}/`);
  await page.locator("#console-toggle").click();
  return { page, console: page.locator("#console"), stop: () => void mock.child.kill() };
}

async function subscribe(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `Try it: ${name}`, exact: true }).click();
  await page.getByRole("button", { name: /subscribe/i }).first().click();
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
  await page.getByRole("button", { name: /subscribe/i }).first().click();
  assert.equal(await console.getByLabel("interval", { exact: true }).getAttribute("aria-invalid"), "true");
  await console.getByText("should be at least 1").waitFor();
  await console.getByText("should match ^[a-z][a-z0-9-]*$").waitFor();
  assert.equal(await console.locator("#log li").count(), 0);
  await console.getByLabel("interval", { exact: true }).fill("x");
  await console.getByText("should be integer, is string").waitFor();
  await console.getByLabel("interval", { exact: true }).fill("7");
  await console.getByLabel("station", { exact: true }).fill("roof");
  await page.getByRole("button", { name: /subscribe/i }).first().click();
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
  await page.getByRole("button", { name: /subscribe/i }).first().click();
  await console.getByRole("alert").getByText("The payload").waitFor();
  await area.fill('{"station": "hill", "interval": 2}');
  await page.getByRole("button", { name: /subscribe/i }).first().click();
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
