import { limits } from "../limits.ts";
import { flowDocument, type FlowDocument } from "../model/document.ts";
import type { AppDefinition } from "./app-definition.ts";
import type { PackagedVariable } from "./env-variables.ts";
import { packageFiles } from "./package-files.ts";

export interface PackageContent {
  readonly flow: FlowDocument;
  readonly app: Omit<AppDefinition, "schemaVersion">;
  readonly variables: readonly PackagedVariable[];
}

/** The files of an export as texts. Keys and variables are in one order, so that equal contents are equal texts. */
export function buildPackage({ flow, app, variables }: PackageContent): Map<string, string> {
  const { name, description, version, endpoint, guardrails } = app;
  const { sync, async } = endpoint;
  return new Map([
    // Parsing puts the keys into the schema's order.
    [packageFiles.flow, text(flowDocument.parse(flow))],
    [
      packageFiles.app,
      text({
        schemaVersion: 1,
        name,
        description,
        version: { name: version.name, description: version.description, createdAt: version.createdAt },
        endpoint: {
          sync: { timeoutSec: sync.timeoutSec },
          async: { enabled: async.enabled, callbackUrl: async.callbackUrl, timeoutSec: async.timeoutSec },
        },
        guardrails: { input: guardrails.input, output: guardrails.output },
      }),
    ],
    [packageFiles.variables, text({ schemaVersion: 1, variables: variables.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(variable) })],
  ]);
}

function variable({ name, secure, value, notes, hosts }: PackagedVariable): PackagedVariable {
  return { name, secure, value: secure ? null : value, notes, ...(hosts === undefined ? {} : { hosts }) };
}

/** Indented, for people and for version control, unless it is large. */
function text(value: unknown): string {
  const compact = JSON.stringify(value);
  return compact.length > limits.indentedPackageChars ? compact : `${JSON.stringify(value, null, 2)}\n`;
}
