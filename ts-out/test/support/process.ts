//! A server in a process of its own.

import { type ChildProcess, spawn } from "node:child_process";

export class ServerProcess {
  readonly #child: ChildProcess;
  /** What the pattern found in the output. */
  readonly found: string;

  private constructor(child: ChildProcess, found: string) {
    this.#child = child;
    this.found = found;
  }

  /** Resolves once a line of the output matches, and rejects with the whole output if the process ends before. */
  static start(command: string, args: readonly string[], pattern: RegExp): Promise<ServerProcess> {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    return new Promise((resolve, reject) => {
      let output = "";
      const read = (chunk: Buffer) => {
        output += chunk;
        const found = pattern.exec(output)?.[1];
        if (found !== undefined) resolve(new ServerProcess(child, found));
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`${command} ended with ${code}:\n${output}`)));
    });
  }

  /** Kills the process, without giving it a chance to say goodbye unless the signal does. */
  async stop(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill(signal);
    await ended;
  }
}
