//! The project's own binaries, for tests that need both halves.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Path of a built binary, from $BIN_DIR or target/; where it is missing, CI fails and others are told loudly. */
export function binary(name: string): string | undefined {
  const target = (profile: string) => fileURLToPath(new URL(`../../../target/${profile}`, import.meta.url));
  const folders = [process.env["BIN_DIR"], target("debug"), target("release")];
  const found = folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
  if (found) return found;
  const message = `no binary \`${name}\` under target/: run \`cargo build --workspace --bins\` first`;
  if (process.env["CI"]) throw new Error(message);
  process.stderr.write(`\n*** TESTS SKIPPED: ${message} ***\n\n`);
  return undefined;
}
