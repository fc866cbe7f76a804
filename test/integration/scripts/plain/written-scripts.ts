/** Scripts as builders write them: those of test/fixtures/scripts, and those of the templates. */
import { allTemplates } from "#flow/templates/all-templates.ts";

interface WrittenScript {
  readonly code: string;
  readonly context: Record<string, unknown>;
}

const files = import.meta.glob<string>("../../../fixtures/scripts/*.{txt,json}", { query: "?raw", import: "default", eager: true });

export const scriptEnv = { BASE: "https://api.example.com", TAX: "0.19", REGION: "eu", LIMIT: "100" };

export const writtenScripts: readonly WrittenScript[] = [
  ...Object.entries(files).flatMap(([path, text]) =>
    path.endsWith(".txt")
      ? text
          .trim()
          .split(/\n---\n/)
          .map((code) => ({ code, context: sharedContext() }))
      : [],
  ),
  ...allTemplates.flatMap(({ flow, sample }) =>
    flow.nodes.flatMap(({ type, config }) =>
      type === "script" ? [{ code: (config as { code: string }).code, context: { steps: { Start: sample }, env: scriptEnv } }] : [],
    ),
  ),
];

function sharedContext(): Record<string, unknown> {
  const text = Object.entries(files).find(([path]) => path.endsWith("context.json"))![1];
  return JSON.parse(text) as Record<string, unknown>;
}
