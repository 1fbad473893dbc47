// Programs under test: started on a free port, ended with the test.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { TestContext } from "node:test";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The path of a program that the workspace builds. */
export function program(name: string): string {
  const folder = process.env["CARGO_TARGET_DIR"] ?? `${root}target`;
  const path = `${folder}/debug/${name}`;
  if (!existsSync(path)) throw new Error(`${path} is missing: run cargo build --workspace --bins`);
  return path;
}

/** Runs a program to its end and gives what it printed. */
export function run(name: string, args: readonly string[]): string {
  return execFileSync(program(name), args, { cwd: root, encoding: "utf8" });
}

/** Starts a program and waits until it prints where it listens. */
export async function start(t: TestContext, name: string, args: readonly string[]): Promise<Running> {
  const child = spawn(program(name), args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => void child.kill());
  const address = await listening(child);
  return { child, host: address };
}

export interface Running {
  readonly child: ChildProcess;
  /** `127.0.0.1:43210`. */
  readonly host: string;
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const read = (chunk: unknown): void => {
      printed += String(chunk);
      const found = /127\.0\.0\.1:(\d+)/.exec(printed);
      if (found !== null && found[1] !== "0") resolve(found[0]);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.on("exit", (code) => reject(new Error(`ended with ${code}: ${printed}`)));
    child.on("error", reject);
  });
}
