import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], environment: "node" } },
      {
        plugins: [
          cloudflareTest({
            main: "./worker/index.ts",
            wrangler: { configPath: "./wrangler.toml" },
            // docs/decisions/outbound.md
            miniflare: { serviceBindings: { PUBLIC_NETWORK: { network: { allow: ["public"], tlsOptions: { trustBrowserCas: true } } } } },
          }),
        ],
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          globalSetup: ["./test/integration/outbound/server.ts"],
          // The module rules of wrangler.toml make the test runner take every .js for a module; CommonJS packages must be bundled first.
          deps: { optimizer: { ssr: { enabled: true, include: ["standardwebhooks"] } } },
        },
      },
    ],
  },
});
