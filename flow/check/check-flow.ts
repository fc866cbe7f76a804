import { pointer } from "../problems/issue.ts";
import type { FlowDocument } from "../model/document.ts";
import type { CheckEnvironment } from "./check-environment.ts";
import { checkEdges } from "./check-edges.ts";
import { checkFields } from "./check-fields.ts";
import { checkNames } from "./check-names.ts";
import { checkReferences } from "./check-references.ts";
import { checkSettings } from "./check-settings.ts";
import { checkShape } from "./check-shape.ts";
import { collectTexts } from "./collect-texts.ts";
import { buildGraph } from "./graph.ts";
import { severityOf, type Note, type Problem } from "./problem.ts";

/** Everything that keeps a flow from being deployed, each with the node to go to and what to do; empty where it can be. */
export function checkFlow(document: FlowDocument, environment: CheckEnvironment): Problem[] {
  const problems: Problem[] = [];
  const note: Note = (code, message, suggestion, where = {}) => {
    problems.push({
      severity: severityOf(code),
      code,
      message,
      suggestion,
      ...(where.node === undefined ? {} : { node: where.node }),
      ...(where.path ? { path: pointer(where.path) } : {}),
    });
  };
  const graph = buildGraph(document);
  checkFields(document, graph.starts[0]?.node.id, note);
  checkNames(graph, note);
  checkEdges(document, graph, note);
  const { ordered } = checkShape(graph, note);
  const profiles = new Set(environment.profiles);
  const open = new Set(environment.openProfiles);
  checkSettings(graph, { hasProfile: (id) => profiles.has(id), namesHosts: (id) => !open.has(id) }, note);
  checkReferences({ document, graph, environment, ordered, texts: collectTexts(graph, note) }, note);
  return problems;
}
