/**
 * The differences between two flow documents as people see them: nodes, their settings, inputs, outputs, edges and
 * notes. Their order does not matter. Applied to the first document, the listed changes give the second.
 */
import * as z from "zod";
import { flowEdge, flowNode, flowNote, inputDefinition, outputDefinition } from "../model/document.ts";

const lineHunk = z.object({
  fromLine: z.int().meta({ description: "The first line of the hunk in the old text, counted from 1." }),
  toLine: z.int().meta({ description: "The first line of the hunk in the new text." }),
  lines: z.array(z.string()).meta({ description: "Each line starts with `-` (removed), `+` (added) or a space (unchanged)." }),
});

export const valueChange = z
  .object({
    path: z.string().meta({ description: "An RFC 6901 pointer into the node, the input or the output." }),
    before: z.unknown().optional().meta({ description: "Missing where the setting was not there." }),
    after: z.unknown().optional().meta({ description: "Missing where the setting is gone." }),
    lines: z.array(lineHunk).optional().meta({ description: "For texts of several lines, such as scripts and prompts." }),
  })
  .meta({ id: "ValueChange" });

const position = z.object({ x: z.number(), y: z.number() });

const nodeChange = z.object({
  id: z.string().meta({ description: "The node's id in the first document." }),
  type: z.string(),
  name: z.string().meta({ description: "Its name in the first document." }),
  newId: z.string().optional().meta({ description: "Set where the second document knows the same node by another id." }),
  renamed: z.object({ before: z.string(), after: z.string() }).optional(),
  moved: z.object({ before: position.nullable(), after: position.nullable() }).optional(),
  settings: z.array(valueChange),
});

const fieldChange = z.object({ name: z.string(), changes: z.array(valueChange) });

export const flowDiff = z
  .object({
    nodes: z.object({ added: z.array(flowNode), removed: z.array(flowNode), changed: z.array(nodeChange) }),
    inputs: z.object({ added: z.array(inputDefinition), removed: z.array(inputDefinition), changed: z.array(fieldChange) }),
    outputs: z.object({ added: z.array(outputDefinition), removed: z.array(outputDefinition), changed: z.array(fieldChange) }),
    edges: z.object({ added: z.array(flowEdge), removed: z.array(flowEdge) }),
    notes: z.object({
      added: z.array(flowNote),
      removed: z.array(flowNote),
      changed: z.array(z.object({ before: flowNote, after: flowNote })),
    }),
  })
  .meta({ id: "FlowDiff" });

export type FlowDiff = z.output<typeof flowDiff>;
export type NodeChange = z.output<typeof nodeChange>;
export type ValueChange = z.output<typeof valueChange>;
export type LineHunk = z.output<typeof lineHunk>;

/** Whether nothing differs. */
export function isEmptyDiff({ nodes, inputs, outputs, edges, notes }: FlowDiff): boolean {
  return [nodes, inputs, outputs, edges, notes].every((part) => Object.values(part).every((list) => list.length === 0));
}
