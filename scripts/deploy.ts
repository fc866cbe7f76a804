/**
 * Deploys to Cloudflare. What must exist there is looked for first, and what is missing is said with the command that
 * makes it, before anything is changed.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";
import { runTool } from "./run-tool.ts";

const requiredSecrets = ["MILLRACE_AUTH_SECRET", "MILLRACE_ENCRYPTION_KEYS"];
const makeSecret: Record<string, string> = {
  MILLRACE_AUTH_SECRET: "openssl rand -base64 32 | npx wrangler secret put MILLRACE_AUTH_SECRET",
  MILLRACE_ENCRYPTION_KEYS: 'echo "k1:$(openssl rand -base64 32)" | npx wrangler secret put MILLRACE_ENCRYPTION_KEYS',
};

const config = readFileSync(join(root, "wrangler.toml"), "utf8");

if (!(await runTool("wrangler", ["whoami"])).output.includes("Account ID")) {
  stop("You are not signed in to Cloudflare.", ["npx wrangler login", "or set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID"]);
}
const databaseId = /^database_id = "(.*)"/m.exec(config)?.[1] ?? "";
if (/^[0-]*$/.test(databaseId)) {
  stop("There is no database yet.", ["npx wrangler d1 create millrace", "then copy the database_id from its output to wrangler.toml"]);
}

console.log("Applying migrations to the database …");
await step("wrangler", ["d1", "migrations", "apply", "millrace", "--remote"]);
console.log("Building and deploying …");
await step("wrangler", ["deploy"]);

const { ok, output } = await runTool("wrangler", ["secret", "list", "--format", "json"]);
const missing = requiredSecrets.filter((name) => !ok || !output.includes(`"${name}"`));
if (missing.length > 0) {
  stop(
    "The Worker is deployed but needs these secrets before it works. Set each secret once. Before you change one, read README.md, Secrets:",
    missing.map((name) => makeSecret[name]!),
  );
}
console.log("Deployed. Open the address above and sign up. The first person to sign up owns the installation.");

async function step(command: string, args: readonly string[]): Promise<void> {
  const { ok } = await runTool(command, args, { echo: true });
  if (!ok) stop("This step failed. See the message above. The remaining steps were not run.", []);
}

function stop(what: string, commands: readonly string[]): never {
  console.error(`\n${what}\n${commands.map((command) => `  ${command}\n`).join("")}`);
  process.exit(1);
}
