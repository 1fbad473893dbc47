// The page from disk: read, searched, copied from, by mouse, by keyboard and without a script.

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { closeBrowser, faultsOfAccess, openPage } from "./support/browser.js";
import { root, run } from "./support/process.js";

const folder = mkdtempSync(join(tmpdir(), "specwire-docs-"));

/** The page of a fixture, as a file. */
function pageOf(name: string): string {
  const file = join(folder, `${name}.html`);
  run("codegen", ["docs", `codegen/tests/data/docs/${name}.json`, "-o", file]);
  return pathToFileURL(file).href;
}

const weather = pageOf("weather");
const plain = pageOf("plain");

after(closeBrowser);

test("the contents lead to everything", async (t) => {
  const page = await openPage(t, weather);
  const links = await page.locator("#nav a").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  for (const section of ["#overview", "#connecting", "#routes", "#requests", "#events", "#messages", "#schemas", "#codes"]) assert.ok(links.includes(section), section);
  for (const target of links) assert.equal(await page.locator(`[id="${target.slice(1)}"]`).count(), 1, target);
  assert.ok(links.includes("#route-readings") && links.includes("#request-instrument.calibrate") && links.includes("#schema-Wind"));
});

test("the choices of a named string stand once, whoever adds words to it", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "specwire-choices-"));
  const side = { description: "Who was in a hurry.", allOf: [{ $ref: "#/components/schemas/Side" }] };
  const spec = {
    asyncapi: "2.4.0", info: { title: "Trades", version: "1" },
    channels: { "/": { subscribe: { message: { name: "trade", payload: { type: "object", properties: { side, other: { $ref: "#/components/schemas/Side" } } } } } } },
    components: { schemas: { Side: { type: "string", enum: ["buy", "sell"] } } },
  };
  writeFileSync(join(folder, "trades.json"), JSON.stringify(spec));
  run("codegen", ["docs", join(folder, "trades.json"), "-o", join(folder, "trades.html")]);
  const page = await openPage(t, pathToFileURL(join(folder, "trades.html")).href);
  for (const name of ["side", "other"]) assert.equal(await page.locator(`#channels .f > li:has(> p > code:text-is("${name}")) .e`).count(), 1, name);
});

test("a schema that is mentioned opens in place, as deep as one likes", async (t) => {
  const page = await openPage(t, weather);
  const route = page.locator("#route-readings");
  await route.locator("summary", { hasText: "Wind" }).click();
  await route.getByText("Metres per second.").waitFor();
  await route.locator("summary", { hasText: "Cell" }).first().click();
  await route.locator("details details summary", { hasText: "Cell" }).click();
  await route.locator("details details details summary", { hasText: "Cell" }).waitFor();
});

test("a named string says in place what it allows", async (t) => {
  const page = await openPage(t, weather);
  const row = page.locator("#route-readings .f > li", { hasText: "station" }).first();
  assert.match(await row.innerText(), /at most 24 characters/);
  assert.match(await row.innerText(), /short name of a station/);
});

test("search finds routes, messages, members and codes, by keyboard alone", async (t) => {
  const page = await openPage(t, weather);
  await page.keyboard.press("/");
  const input = page.getByRole("combobox", { name: "Search this page" });
  assert.ok(await input.evaluate((node) => node === document.activeElement));
  for (const [words, id] of [["readings", "route-readings"], ["instrument.cal", "request-instrument.calibrate"], ["gust", "schema-Wind"], ["readings.unsub", "message-readings.unsubscribe"], ["1013", "close-codes"], ["rate_limited", "error-codes"]] as const) {
    await input.fill(words);
    await page.getByRole("option").first().waitFor();
    const before = page.url();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href !== before);
    assert.equal(new URL(page.url()).hash, `#${id}`, words);
    await page.keyboard.press("/");
  }
  await input.fill("no such thing at all");
  assert.equal(await page.getByRole("option").innerText(), "Nothing found");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#found").isVisible(), false);
});

test("a deep link opens at its place", async (t) => {
  const page = await openPage(t, `${weather}#schema-Reading`);
  const top = await page.locator("#schema-Reading").evaluate((node) => node.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 200, String(top));
});

test("the first stop of the keyboard skips to the content", async (t) => {
  const page = await openPage(t, weather);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Skip to content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
});

test("the theme follows the system until it is chosen", async (t) => {
  const page = await openPage(t, weather, { colorScheme: "dark" });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  const button = page.getByRole("button", { name: "Dark theme" });
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  await button.click();
  assert.notEqual(await background(), dark);
  await page.reload();
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  assert.notEqual(await background(), dark);
});

test("samples are copied as JSON, TypeScript, Rust and a shell line", async (t) => {
  const page = await openPage(t, weather, { permissions: ["clipboard-read", "clipboard-write"] });
  const route = page.locator("#route-readings");
  const copied = async (tab: string): Promise<string> => {
    await route.getByRole("tab", { name: tab }).click();
    await route.getByRole("button", { name: "Copy" }).click();
    await route.getByRole("button", { name: "Copied" }).waitFor();
    await route.getByRole("button", { name: "Copy", exact: true }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  assert.deepEqual(JSON.parse(await copied("JSON")), { type: "readings.subscribe", payload: { station: "roof", interval: 5 } });
  assert.match(await copied("TypeScript"), /connectWeather\([^]*weather\.readings\.subscribe\(\s*\{ station: "roof", interval: 5 \}/);
  assert.match(await copied("Rust"), /tokio_tungstenite::connect_async[^]*"readings\.subscribe"/);
  assert.match(await copied("websocat"), /^echo '\{"type":"readings\.subscribe".*\}' \\\n {2}\| websocat .*ws:\/\/localhost:8000\/api\/v1\/weather\/ws$/);
  const schema = page.locator("#schema-Wind");
  // The language that was chosen last is chosen wherever there is one.
  assert.equal(await schema.getByRole("tab", { name: "Rust" }).getAttribute("aria-selected"), "true");
  await schema.getByRole("tab", { name: "Rust" }).click();
  assert.match(await schema.locator("pre:visible").innerText(), /pub struct Wind \{\n {4}\/\/\/ Metres per second\.\n {4}pub speed: f64,[^]*pub gust: Option<f64>,/);
  await schema.getByRole("tab", { name: "TypeScript" }).click();
  assert.match(await schema.locator("pre:visible").innerText(), /export interface Wind \{[^]*speed: number;[^]*gust\?: number;/);
});

test("on a phone the contents are a drawer and nothing is wider than the screen", async (t) => {
  for (const url of [weather, plain]) {
    const page = await openPage(t, url, { viewport: { width: 390, height: 844 } });
    assert.equal(await page.locator("#nav").isVisible(), false);
    await page.getByRole("button", { name: "Menu" }).click();
    await page.locator("#nav a", { hasText: "Schemas" }).click();
    assert.equal(await page.locator("#nav").isVisible(), false);
    assert.equal(new URL(page.url()).hash, "#schemas");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }
});

test("without a script the whole document is there", async (t) => {
  const page = await openPage(t, weather, { javaScriptEnabled: false });
  const text = await page.locator("main").innerText();
  for (const words of ["Degrees Celsius, two metres above ground.", "readings.unsubscribe.response", "Slow consumer", "Sets the zero of one instrument."]) assert.ok(text.includes(words), words);
  assert.equal(await page.getByRole("button").count(), 0);
  assert.ok(await page.locator("#nav a[href='#route-readings']").isVisible());
});

test("on paper there are no controls", async (t) => {
  const page = await openPage(t, weather);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.getByRole("button").count(), 0);
  assert.equal(await page.locator("nav").isVisible(), false);
  assert.ok(await page.getByText("Degrees Celsius, two metres above ground.").first().isVisible());
});

test("axe finds nothing, in either theme, on any width, console open or closed", async (t) => {
  for (const url of [weather, plain, pageOf("hostile")]) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [1440, 390]) {
        const page = await openPage(t, url, { colorScheme, viewport: { width, height: 900 } });
        assert.deepEqual(await faultsOfAccess(page), [], `${url} ${colorScheme} ${width}`);
        await page.locator("#console-toggle").click();
        await page.locator("#console-url").waitFor();
        assert.deepEqual(await faultsOfAccess(page), [], `${url} ${colorScheme} ${width}, console`);
      }
    }
  }
});

test("a hostile document runs nothing", async (t) => {
  const page = await openPage(t, pageOf("hostile"));
  await page.locator("#console-toggle").click();
  await page.locator("#console-op").waitFor();
  for (const tab of await page.getByRole("tab").all()) await tab.click();
  await page.keyboard.press("Escape");
  await page.locator("#find").fill("script");
  await page.getByRole("option").first().waitFor();
  assert.equal(await page.evaluate(() => document.querySelectorAll("script").length), 5);
});

test("beside the overview stands what a newcomer types first", async (t) => {
  const page = await openPage(t, weather);
  const first = page.locator("#overview figure");
  assert.match(await first.locator("pre:visible").innerText(), /import \{ connectWeather \}[^]*weather\.readings\.subscribe\(/);
  await first.getByRole("button", { name: "Try it" }).click();
  assert.equal(await page.locator("#console-op").locator("option:checked").innerText(), "readings");
});

test("search shows the meaning of what it finds and marks what was typed", async (t) => {
  const page = await openPage(t, weather);
  await page.locator("#find").fill("wind");
  const hit = page.getByRole("option").first();
  assert.equal(await hit.locator("b").innerText(), "Wind");
  assert.equal(await hit.locator("mark").innerText(), "Wind");
  assert.match(await hit.innerText(), /schema/);
});

test("a document without a WebSocket server offers neither a wrong address nor a wrong line to copy", async (t) => {
  const page = await openPage(t, plain);
  assert.equal(await page.locator("#overview figure").count(), 0);
  assert.deepEqual(await page.locator("article figure").first().getByRole("tab").allInnerTexts(), ["JSON"]);
  await page.locator("#console-toggle").click();
  await page.locator("#console").getByText(/names no WebSocket server/).waitFor();
  assert.equal(await page.getByLabel("Server").inputValue(), "");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  assert.ok(await page.getByLabel("Server").evaluate((node) => node === document.activeElement));
});

test("a document without the envelope is told by its channels", async (t) => {
  const page = await openPage(t, plain);
  assert.ok(await page.locator("#channels").getByText("{lampId}").first().isVisible());
  await page.getByRole("button", { name: "Try it: Dim" }).click();
  assert.equal(await page.locator("#console").getByLabel("percent", { exact: true }).inputValue(), "40");
});

test("the embedded script and style are what their sources say", async () => {
  const { embedded } = await import(new URL("../build.mjs", import.meta.url).href) as { embedded(): Promise<{ name: string; text: string; old: string }[]> };
  for (const { name, text, old } of await embedded()) assert.ok(old === text, `${name}: run npm run build in ${root}e2e`);
});
