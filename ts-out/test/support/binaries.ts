//! The project's own binaries, for tests that need both halves.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Path of a built binary; where it is missing, CI fails and others are told loudly. */
export function binary(name: string): string | undefined {
  for (const profile of ["debug", "release"]) {
    const path = fileURLToPath(new URL(`../../../target/${profile}/${name}`, import.meta.url));
    if (existsSync(path)) return path;
  }
  const message = `no binary \`${name}\` under target/: run \`cargo build --workspace --bins\` first`;
  if (process.env["CI"]) throw new Error(message);
  process.stderr.write(`\n*** TESTS SKIPPED: ${message} ***\n\n`);
  return undefined;
}
