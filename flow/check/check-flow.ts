import { pointer } from "../model/issue.ts";
import type { FlowDocument } from "../model/document.ts";
import { checkEdges } from "./check-edges.ts";
import { checkFields } from "./check-fields.ts";
import { checkNames } from "./check-names.ts";
import { checkReferences } from "./check-references.ts";
import { checkSettings } from "./check-settings.ts";
import { checkShape } from "./check-shape.ts";
import { collectTexts } from "./collect-texts.ts";
import { buildGraph } from "./graph.ts";
import { problemCodes, type Note, type Problem } from "./problem.ts";

/** What a flow is checked against besides itself. `variables` are the names of the workflow's environment variables. */
export interface CheckEnvironment {
  readonly variables: readonly string[];
  /** Those of them that scripts do not see. */
  readonly secure?: readonly string[];
  /** Those of them that have no value yet. */
  readonly needValue?: readonly string[];
  /** The ids of authorization profiles that the account has, at least those that the flow names. */
  readonly profiles?: readonly string[];
}

/** Everything that keeps a flow from being deployed, each with the node to go to and what to do; empty where it can be. */
export function checkFlow(document: FlowDocument, environment: CheckEnvironment): Problem[] {
  const problems: Problem[] = [];
  const note: Note = (code, message, suggestion, where = {}) => {
    problems.push({
      severity: problemCodes[code],
      code,
      message,
      suggestion,
      ...(where.node === undefined ? {} : { node: where.node }),
      ...(where.path ? { path: pointer(where.path) } : {}),
    });
  };
  const graph = buildGraph(document);
  checkFields(document, note);
  checkNames(graph, note);
  checkEdges(document, graph, note);
  const { ordered } = checkShape(graph, note);
  const profiles = new Set(environment.profiles);
  checkSettings(graph, { hasProfile: (id) => profiles.has(id) }, note);
  checkReferences({ document, graph, environment, ordered, texts: collectTexts(graph, note) }, note);
  return problems;
}
