// What belongs to no module: the landing page and the REST reference.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { closeBrowser, faultsOfAccess, openPage } from "./support/browser.js";
import { start } from "./support/process.js";

after(closeBrowser);

test("the landing page leads to everything and says how the server is", async (t) => {
  const { host } = await start(t, "server", ["--listen", "127.0.0.1:0"]);
  const page = await openPage(t, `http://${host}/`);
  await page.getByText("up and well").waitFor();
  await page.getByText(`websocat ws://${host}/api/v1/datafeed/ws`).waitFor();
  const links = await page.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
  for (const path of ["/api/v1/datafeed/ws/asyncapi", "/api/v1/broker/ws/asyncapi.yaml", "/api/v1/docs", "/api/v1/health", "/metrics"]) assert.ok(links.includes(path), path);
  for (const path of new Set(links)) assert.equal((await fetch(`http://${host}${path}`)).status, 200, path);
  await page.getByRole("link", { name: "Docs and console" }).first().click();
  await page.getByRole("heading", { level: 1, name: "Datafeed" }).waitFor();
});

test("the REST reference shows what is answered, and asks", async (t) => {
  const { host } = await start(t, "server", ["--listen", "127.0.0.1:0"]);
  const page = await openPage(t, `http://${host}/api/v1/docs`);
  const health = page.locator("details", { hasText: "/api/v1/health" }).first();
  await health.locator("summary").click();
  await health.getByText("uptimeSeconds").first().waitFor();
  await health.getByRole("button", { name: "Send" }).click();
  await health.locator("pre", { hasText: /^200 OK[^]*"status": "ok"/ }).waitFor();
});

test("axe finds nothing on either, in either theme, on any width", async (t) => {
  const { host } = await start(t, "server", ["--listen", "127.0.0.1:0"]);
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 390]) {
      for (const path of ["/", "/api/v1/docs"]) {
        const page = await openPage(t, `http://${host}${path}`, { colorScheme, viewport: { width, height: 900 } });
        await page.getByText(path === "/" ? "up and well" : "/api/v1/health").first().waitFor();
        for (const summary of await page.locator("summary").all()) await summary.click();
        assert.deepEqual(await faultsOfAccess(page), [], `${path} ${colorScheme} ${width}`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} ${width}`);
        // It asks how the server is; the server ends first.
        await page.context().close();
      }
    }
  }
});
