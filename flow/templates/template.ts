/**
 * A workflow to begin from. It can be deployed as it is. Addresses that it calls stand in environment variables that it
 * brings along, so that whoever takes it names their own system in one place and without touching the flow.
 */
import type { FlowDocument } from "../model/document.ts";

/** In the order in which a gallery shows them. */
export const templateCategories = ["Decisions", "Integrations", "Data", "Watching and waiting"] as const;
export type TemplateCategory = (typeof templateCategories)[number];

export interface TemplateVariable {
  readonly name: string;
  /** An address of example.com, to be replaced by one's own. */
  readonly value: string;
  /** What it is for, and what is expected to answer there. */
  readonly notes: string;
}

export interface Template {
  /** Stands in addresses of pages. */
  readonly id: string;
  readonly name: string;
  /** One line: what it is good for. */
  readonly purpose: string;
  readonly category: TemplateCategory;
  readonly flow: FlowDocument;
  readonly variables: readonly TemplateVariable[];
  /** An input that it can be tried with. */
  readonly sample: Readonly<Record<string, unknown>>;
  /** Set where a run waits longer than a caller would. */
  readonly waits?: true;
}
