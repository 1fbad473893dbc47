//! How the tests are run: sources in place of the built package, one file for each part.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: "@specwire/client/codegen", replacement: here("src/codegen.ts") },
      { find: /^@specwire\/client\/(datafeed|broker)$/, replacement: here("dist/modules/$1/index.js") },
      { find: /^@specwire\/client\/(datafeed|broker)\/spec$/, replacement: here("dist/modules/$1/spec/index.js") },
      { find: /^@specwire\/client\/(mock)$/, replacement: here("src/$1/index.ts") },
      { find: /^@specwire\/client\/(react)$/, replacement: here("src/$1.ts") },
    ],
  },
  test: { include: ["test/**/*.test.{ts,tsx}"], testTimeout: 30_000, hookTimeout: 120_000, globals: false },
});
