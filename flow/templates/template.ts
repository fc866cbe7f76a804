/**
 * A workflow to start from. It can be deployed unchanged. The addresses that it calls are in its environment variables,
 * so a person enters their own system in one place, without editing the flow.
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
