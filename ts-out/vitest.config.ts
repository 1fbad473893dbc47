//! How the tests are run: sources in place of the built package, one file for each part.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: { "@specwire/client/codegen": fileURLToPath(new URL("src/codegen.ts", import.meta.url)) },
  },
  test: { include: ["test/**/*.test.{ts,tsx}"], testTimeout: 30_000, hookTimeout: 120_000, globals: false },
});
