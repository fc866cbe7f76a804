/** The measures of a node's card on the canvas, which edges, layout and the minimap share. */
import { card } from "../drawing/layout.ts";
import type { FlowNode } from "./changes.ts";
import { outcomesOf } from "../drawing/node-kinds.ts";

export const cardWidth = card.width;
/** Where edges come in, and where the first way on leaves, so that a plain chain is one straight line. */
export const inletY = card.height / 2;
const outcomeStep = 22;
const edgeOfCard = 18;

export const cardHeight = (node: FlowNode): number => heightOf(outcomesOf(node));

/** The height of a card with these ways on. */
export function heightOf(outcomes: readonly string[]): number {
  return hasBranches(outcomes) ? Math.max(card.height, 2 * edgeOfCard + (outcomes.length - 1) * outcomeStep) : card.height;
}

/** How far below the card's upper edge an outcome leaves. */
export function outletY(outcomes: readonly string[], outcome: string): number {
  const at = outcomes.indexOf(outcome);
  if (!hasBranches(outcomes)) return at <= 0 ? inletY : card.height - 9;
  return edgeOfCard + at * outcomeStep;
}

const hasBranches = (outcomes: readonly string[]): boolean => outcomes.length > 2 || (outcomes.length === 2 && outcomes[1] !== "failure");
