import { checkFlow } from "#flow/check/check-flow.ts";
import type { FlowDocument } from "#flow/model/document.ts";

/** The problems of a flow, as the wire has them. Environment variables do not exist yet, so none is declared. */
export function problemsOf(flow: FlowDocument) {
  return [...checkFlow(flow, { variables: [] })];
}
