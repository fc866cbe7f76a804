import { defineConfig } from "vite";

/** Browsers that know `light-dark()`, nesting and `popover`, so that the styles are shipped as they are written. */
const browsers = ["chrome125", "edge125", "firefox125", "safari17.5"];

export default defineConfig({
  root: "web",
  // The pages have no other entry, and an inlined asset would need a wider content security policy.
  build: { outDir: "../dist/web", emptyOutDir: true, target: browsers, cssTarget: browsers, assetsInlineLimit: 0 },
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
