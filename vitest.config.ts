import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { nodeTypes } from "./vite.config.ts";
import { listedNetwork, publicNetwork } from "./flow/outbound/public-network.ts";

const processes = {
  environment: "node" as const,
  globalSetup: ["./test/faults/build.ts"],
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      { plugins: [nodeTypes], test: { name: "unit", include: ["test/unit/**/*.test.ts"], environment: "node", testTimeout: 30_000 } },
      // Real processes need their time, above all on a machine that does other things too.
      { test: { ...processes, name: "faults", include: ["test/faults/**/*.test.ts"] } },
      // Waits end immediately if the machine is idle.
      { test: { ...processes, name: "e2e", include: ["test/e2e/**/*.test.ts"], expect: { poll: { timeout: 10_000 } } } },
      {
        plugins: [
          cloudflareTest({
            main: "./worker/index.ts",
            wrangler: { configPath: "./wrangler.toml" },
            // docs/decisions/outbound.md
            miniflare: {
              serviceBindings: { PUBLIC_NETWORK: { network: publicNetwork }, LISTED_NETWORK: { network: listedNetwork } },
              bindings: {
                // The servers that the tests call.
                MILLRACE_ALLOW_HOSTS: "127.0.0.1",
                MILLRACE_AUTH_SECRET: "a secret for tests, of more than 32 characters",
                MILLRACE_ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
                MIGRATIONS: await readD1Migrations("migrations"),
              },
            },
          }),
        ],
        test: {
          name: "integration",
          // Waits are part of what is shown, and a machine can be busy.
          testTimeout: 30_000,
          hookTimeout: 30_000,
          include: ["test/integration/**/*.test.ts"],
          globalSetup: [
            "./test/integration/outbound/server.ts",
            "./test/integration/profiles/server.ts",
            "./test/integration/models/server.ts",
          ],
          // The module rules of wrangler.toml make the test runner take every .js for a module; CommonJS packages must be bundled first.
          deps: { optimizer: { ssr: { enabled: true, include: ["standardwebhooks"] } } },
        },
      },
    ],
  },
});
