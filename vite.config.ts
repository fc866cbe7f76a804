import { defineConfig, type Plugin } from "vite";
import { describeTypes } from "./flow/nodes/describe-types.ts";

/** Browsers that know `light-dark()`, nesting and `popover`, so that the styles are shipped as they are written. */
const browsers = ["chrome125", "edge125", "firefox125", "safari17.5"];

/** What the pages know of each node type is worked out here: the declarations would bring the parsers with them. */
const typesId = "virtual:node-types";
export const nodeTypes: Plugin = {
  name: "node-types",
  resolveId: (id) => (id === typesId ? `\0${typesId}` : undefined),
  load: (id) => (id === `\0${typesId}` ? `export const nodeTypes = ${JSON.stringify(describeTypes())};` : undefined),
};

export default defineConfig({
  root: "web",
  plugins: [nodeTypes],
  // The pages have no other entry, and an inlined asset would need a wider content security policy.
  build: {
    outDir: "../dist/web",
    emptyOutDir: true,
    target: browsers,
    cssTarget: browsers,
    assetsInlineLimit: 0,
    // What the licences of bundled packages ask for: their notices go along.
    license: { fileName: "third-party-notices.txt" },
    rolldownOptions: {
      // The canvas library says "use client" to frameworks that render on a server; here there is none.
      onLog: (level, log, handle) => (log.code === "MODULE_LEVEL_DIRECTIVE" ? undefined : handle(level, log)),
    },
  },
  // The canvas library is written for React; Preact stands in for it.
  resolve: {
    alias: {
      react: "preact/compat",
      "react-dom": "preact/compat",
      "react/jsx-runtime": "preact/jsx-runtime",
    },
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: {
    proxy: Object.fromEntries(["/api", "/v1", "/healthz"].map((path) => [path, process.env.MILLRACE_SERVER ?? "http://127.0.0.1:8787"])),
  },
});
