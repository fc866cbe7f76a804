import { collectTexts } from "./collect-texts.ts";
import { buildGraph } from "./graph.ts";
import type { FlowDocument } from "../model/document.ts";

/** The nodes of a flow that name an environment variable, in expressions or scripts, in the order of the document. */
export function findUses(document: FlowDocument, name: string): { id: string; name: string }[] {
  const { references, scripts } = collectTexts(buildGraph(document), () => {});
  const users = new Set([
    ...references.filter(({ reference }) => reference.root === "env" && reference.name === name).map(({ asker }) => asker.index),
    ...scripts.filter(({ facts }) => facts.env.includes(name)).map(({ asker }) => asker.index),
  ]);
  return document.nodes.filter((_, index) => users.has(index)).map((node) => ({ id: node.id, name: node.name }));
}
