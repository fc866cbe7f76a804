/**
 * The flow document: what a builder draws, stores, imports and deploys. The schema refuses only what is not a flow
 * document. Anything that a half-finished flow may contain (a blank name, a missing setting, a number out of range) is
 * accepted here and is a problem for `checkFlow`, so saving never loses work.
 */
import * as z from "zod";

/** Bounds that keep one document small enough to compile and to store in one row. */
export const documentLimits = {
  nodes: 10_000,
  edges: 50_000,
  inputs: 200,
  outputs: 200,
  notes: 500,
  nameLength: 200,
  textLength: 2_000,
  noteLength: 4_000,
  depth: 64,
} as const;

const shortText = z.string().max(documentLimits.nameLength);
const longText = z.string().max(documentLimits.textLength);

const inputTypes = ["text", "number", "boolean", "enum", "json", "file"] as const;
const outputTypes = ["string", "number", "boolean", "json"] as const;

/** SPEC: how inputs and outputs may be called. */
export const fieldName = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
/** Names that JavaScript keeps for itself on every object, so that no reference could reach such a node, input or variable. */
export const reservedNames: readonly string[] = ["__proto__", "constructor", "prototype"];

export const inputDefinition = z
  .strictObject({
    name: shortText,
    type: z.enum(inputTypes),
    description: longText.optional(),
    mandatory: z.boolean().optional(),
    default: z.unknown().optional(),
    values: z.array(z.string().max(1_000)).max(1_000).optional().meta({ description: "The choices of an enum." }),
    schema: z.unknown().optional().meta({ description: "A JSON Schema 2020-12 for a json input." }),
    checkFormats: z.boolean().optional().meta({
      description: "Whether the schema's `format` is checked. JSON inputs that are added in the builder have it on; left out, it is off.",
    }),
  })
  .meta({ title: "Input" });

export const outputDefinition = z
  .strictObject({ name: shortText, type: z.enum(outputTypes), description: longText.optional() })
  .meta({ title: "Output" });

const retryReasons = ["network", "timeout", "429", "5xx", "any"] as const;
const retrySettings = z
  .strictObject({
    attempts: z.number(),
    backoff: z.enum(["fixed", "exponential"]).optional(),
    delayMs: z.number().optional(),
    maxDelayMs: z.number().optional(),
    on: z.array(z.enum(retryReasons)).max(retryReasons.length).optional(),
  })
  .meta({ title: "Retry" });

export const flowNode = z
  .strictObject({
    id: z.string().min(1).max(documentLimits.nameLength),
    type: z.string(),
    name: shortText,
    config: z.record(z.string(), z.unknown()),
    description: longText.optional(),
    position: z.strictObject({ x: z.number(), y: z.number() }).optional(),
    parent: z.string().max(documentLimits.nameLength).optional().meta({ description: "The id of the loop that the node is inside." }),
    timeoutSec: z.number().nullable().optional().meta({ description: "Null means none." }),
    onAmbiguous: z.enum(["retry", "fail"]).optional(),
    retry: retrySettings.optional(),
  })
  .meta({ title: "Node" });

export const flowEdge = z
  .strictObject({
    from: z.string().max(documentLimits.nameLength),
    outcome: z.string().max(documentLimits.nameLength),
    to: z.string().max(documentLimits.nameLength),
  })
  .meta({ title: "Edge" });

export const noteColours = ["yellow", "green", "blue", "pink", "grey"] as const;
/** In the canvas's own units, as positions are. */
export const noteSides = { min: 80, max: 2_000 } as const;
const side = z.number().min(noteSides.min).max(noteSides.max);

export const flowNote = z
  .strictObject({
    id: z.string().min(1).max(documentLimits.nameLength),
    text: z.string().max(documentLimits.noteLength),
    position: z.strictObject({ x: z.number(), y: z.number() }),
    size: z.strictObject({ width: side, height: side }),
    colour: z.enum(noteColours),
  })
  .meta({ title: "Note" });

export const flowDocument = z
  .strictObject({
    schemaVersion: z.literal(1),
    inputs: z.array(inputDefinition).max(documentLimits.inputs),
    outputs: z.array(outputDefinition).max(documentLimits.outputs),
    nodes: z.array(flowNode).max(documentLimits.nodes),
    edges: z.array(flowEdge).max(documentLimits.edges),
    notes: z.array(flowNote).max(documentLimits.notes).optional().meta({ description: "Notes on the canvas. They do not affect runs." }),
  })
  .meta({ id: "FlowDocument", title: "Flow document" });

export type InputDefinition = z.output<typeof inputDefinition>;
export type OutputDefinition = z.output<typeof outputDefinition>;
export type FlowNode = z.output<typeof flowNode>;
export type FlowEdge = z.output<typeof flowEdge>;
export type FlowNote = z.output<typeof flowNote>;
export type FlowDocument = z.output<typeof flowDocument>;
