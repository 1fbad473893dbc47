// codegen docs --serve: the page follows the document as it is written.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { closeBrowser, openPage } from "./support/browser.js";
import { root, start } from "./support/process.js";

after(closeBrowser);

test("a save reloads the page, findings take its place, mending them brings it back", async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), "specwire-serve-")), "weather.json");
  const text = readFileSync(`${root}codegen/tests/data/docs/weather.json`, "utf8");
  writeFileSync(file, text);
  const server = await start(t, "codegen", ["docs", file, "--serve"]);
  const page = await openPage(t, `http://${server.host}/`);
  await page.getByRole("heading", { level: 1, name: "Weather station" }).waitFor();
  writeFileSync(file, text.replace('"Weather station"', '"Harbour station"'));
  await page.getByRole("heading", { level: 1, name: "Harbour station" }).waitFor();
  writeFileSync(file, text.replace('"version": "2.1.0",', ""));
  await page.getByRole("heading", { level: 1, name: "The document has findings" }).waitFor();
  assert.match(await page.locator("pre").innerText(), /version[^]*weather\.json:\d+:\d+/);
  writeFileSync(file, text);
  await page.getByRole("heading", { level: 1, name: "Weather station" }).waitFor();
  // The console of the page is answered with made-up data.
  await page.getByRole("button", { name: "Try it: readings" }).click();
  await page.getByRole("button", { name: "Connect, then subscribe" }).click();
  await page.locator("#console article").getByText(/^[1-9]\d* updates/).waitFor();
});
