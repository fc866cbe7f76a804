/** The files of an export as data. Each file is parsed separately, and every error names the file and the position in it. */
import type * as z from "zod";
import { limits } from "../limits.ts";
import { flowDocument, type FlowDocument } from "../model/document.ts";
import { findUnsafe } from "../json/find-unsafe.ts";
import { toIssue, type Issue } from "../problems/issue.ts";
import { parseDocument } from "../check/parse-document.ts";
import { appDefinition, type AppDefinition } from "./app-definition.ts";
import { envVariables, type PackagedVariable } from "./env-variables.ts";
import { packageFiles, type PackagePart } from "./package-files.ts";

export interface Package {
  readonly flow: FlowDocument;
  /** Nodes of types that do not exist here; such a flow can be looked at, but not stored. */
  readonly unknownNodes: readonly Issue[];
  readonly app: AppDefinition | undefined;
  readonly variables: readonly PackagedVariable[] | undefined;
}

/** The JSON values of the files that there are. */
export type PackageValues = { readonly flow: unknown } & { readonly [Part in Exclude<PackagePart, "flow">]?: unknown };

const versionsThatWork: readonly number[] = [1];

/** The package, or everything that makes it none. Paths are `file#pointer`. */
export function parsePackage(
  values: PackageValues,
): { readonly ok: true; readonly package: Package } | { readonly ok: false; readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const fault = (part: PackagePart, found: readonly Issue[]) =>
    void issues.push(...found.map((issue) => ({ ...issue, path: `${packageFiles[part]}#${issue.path}` })));
  const flow = parseFlow(values.flow);
  fault("flow", flow.issues);
  const app = values.app === undefined ? undefined : parsePart(values.app, appDefinition);
  if (app) fault("app", app.issues);
  const variables = values.variables === undefined ? undefined : parsePart(values.variables, envVariables);
  if (variables) fault("variables", variables.issues);
  if (issues.length > 0 || !flow.document) return { ok: false, issues };
  const { document, unknownNodes } = flow;
  return { ok: true, package: { flow: document, unknownNodes, app: app?.data, variables: variables?.data?.variables } };
}

function parseFlow(value: unknown): { issues: readonly Issue[]; document?: FlowDocument; unknownNodes: readonly Issue[] } {
  const other = otherVersion(value);
  if (other) return { issues: [other], unknownNodes: [] };
  const parsed = parseDocument(value);
  if (parsed.ok) return { issues: [], document: parsed.document, unknownNodes: [] };
  const unknownNodes = parsed.issues.filter(({ code }) => code === "unknown_node_type");
  const issues = parsed.issues.filter(({ code }) => code !== "unknown_node_type");
  // Types are looked at only in what the schema accepted.
  return issues.length > 0 ? { issues, unknownNodes } : { issues, document: flowDocument.parse(value), unknownNodes };
}

function parsePart<Schema extends z.ZodType>(value: unknown, schema: Schema): { issues: readonly Issue[]; data?: z.output<Schema> } {
  const fault = otherVersion(value) ?? findUnsafe(value, limits.maxJsonDepth);
  if (fault) return { issues: [fault] };
  const parsed = schema.safeParse(value);
  return parsed.success ? { issues: [], data: parsed.data } : { issues: parsed.error.issues.flatMap((issue) => toIssue(issue)) };
}

function otherVersion(value: unknown): Issue | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { schemaVersion } = value as { readonly schemaVersion?: unknown };
  if (versionsThatWork.some((version) => version === schemaVersion)) return undefined;
  const said =
    schemaVersion === undefined
      ? "There is no schemaVersion"
      : typeof schemaVersion === "number"
        ? `Unknown schemaVersion ${schemaVersion}`
        : "The schemaVersion must be a number";
  return { path: "/schemaVersion", code: "schema_version", message: `${said}. This installation reads ${versionsThatWork.join(", ")}.` };
}
