import { defineConfig } from "drizzle-kit";

/** `npx drizzle-kit generate --name what-changed` writes the next file of `migrations`, which wrangler applies in order. */
export default defineConfig({ dialect: "sqlite", schema: "./store/schema.ts", out: "./migrations" });
