// Chromium, with whatever goes wrong on a page turned into a failure.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import type { TestContext } from "node:test";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let shared: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  shared ??= chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: flags });
  return shared;
}

/** Ends the browser of this file. */
export async function closeBrowser(): Promise<void> {
  await (await shared)?.close();
}

/** A page that fails its test when a script fails, a dialog opens or anything is asked of another host. */
export async function openPage(t: TestContext, url: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await (await browser()).newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("WebSocket connection to")) faults.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== "file:" && protocol !== "data:" && hostname !== "127.0.0.1") faults.push(`request: ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(faults, []);
  });
  await page.goto(url);
  if (options.javaScriptEnabled !== false) await ready(page);
  return page;
}

/** Waits until the script of a docs page has done its part; any other page is ready as it is. */
export async function ready(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getElementById("packed") === null || document.documentElement.dataset["ready"] === "");
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on the page as it stands: rule, impact and the first places. */
export async function faultsOfAccess(page: Page): Promise<string[]> {
  // The page's policy forbids foreign scripts; the debugger's own evaluation is not bound by it.
  await page.evaluate(axe);
  const { violations } = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })") as {
    violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
  };
  return violations.map((found) => `${found.impact} ${found.id}: ${found.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} (${node.failureSummary.replaceAll("\n", " ")})`).join("; ")}`);
}
