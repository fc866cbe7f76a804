import type { Welcome } from "./first-run.ts";
import type { Settings } from "./settings.ts";

/** What a person reads when the server is up. */
export function welcomeText({ url, ownerPassword }: Settings, { email, password, example }: Welcome): string {
  const lines = [`Millrace is running at ${url}`, `  Sign in at ${url} as ${email}`];
  if (password !== undefined) lines.push(`  Password: ${password} (shown only once)`);
  else if (example && ownerPassword !== undefined) lines.push("  Password: the one in MILLRACE_OWNER_PASSWORD");
  if (example) {
    lines.push(
      "",
      `The example "${example.name}" is deployed. Call it (the key is shown only once):`,
      `curl -X POST ${url}/v1/workflows/${example.workflowId}/sync -H 'x-api-key: ${example.key}' -H 'content-type: application/json' -d '{"input":{"total":1250,"country":"DE"}}'`,
      "",
    );
  }
  return lines.join("\n");
}
