// The pages of the real server: every route of every module is reachable and streams into its console.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ChildProcess, spawn } from "node:child_process";
import { closeBrowser, faultsOfAccess, openPage } from "./support/browser.js";
import { program, root } from "./support/process.js";

let child: ChildProcess | undefined;
let host = "";

before(async () => {
  child = spawn(program("server"), ["--listen", "127.0.0.1:0"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  host = await new Promise((resolve, reject) => {
    let printed = "";
    const read = (chunk: unknown): void => {
      printed += String(chunk);
      const found = /127\.0\.0\.1:([1-9]\d*)/.exec(printed);
      if (found !== null) resolve(found[0]);
    };
    child?.stdout?.on("data", read);
    child?.stderr?.on("data", read);
    child?.on("exit", () => reject(new Error(printed)));
  });
});

after(async () => {
  child?.kill();
  await closeBrowser();
});

for (const module of ["datafeed", "broker"]) {
  test(`${module}: every route streams`, async (t) => {
    const page = await openPage(t, `http://${host}/api/v1/${module}/ws/asyncapi`);
    const routes = await page.locator("#routes h3 a").allInnerTexts();
    assert.ok(routes.length >= 4, routes.join());
    const console = page.locator("#console");
    for (const name of routes) {
      await page.getByRole("link", { name, exact: true }).first().click();
      await page.getByRole("button", { name: `Try it: ${name}`, exact: true }).click();
      await page.getByRole("button", { name: /\bsubscribe$/i }).click();
      await console.locator("article", { hasText: `${name}:` }).first().getByText("live").waitFor();
    }
    await console.getByText(/^[1-9]\d* updates/).first().waitFor();
  });

  test(`${module}: every request is answered or refused in words`, async (t) => {
    const page = await openPage(t, `http://${host}/api/v1/${module}/ws/asyncapi`);
    const requests = await page.locator("#requests h3 a").allInnerTexts();
    const log = page.locator("#log");
    for (const name of requests) {
      await page.getByRole("button", { name: `Try it: ${name}`, exact: true }).click();
      await page.getByRole("button", { name: /send$/i }).first().click();
      await log.locator("summary", { hasText: / ms · / }).first().waitFor().catch(async () => assert.fail(`${name}: ${await page.locator("#console").innerText()}`));
      await page.getByRole("button", { name: "Clear", exact: true }).click();
    }
  });

  test(`${module}: axe finds nothing`, async (t) => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await openPage(t, `http://${host}/api/v1/${module}/ws/asyncapi`, { colorScheme });
      assert.deepEqual(await faultsOfAccess(page), []);
    }
  });
}
