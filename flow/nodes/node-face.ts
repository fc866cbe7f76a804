/** What is shown of a node type and what a flow must know of it: plain data, which pages get without the parsers of its behaviour. */

/** What a node is to a flow: where a run starts, where a path finishes, work in between, or a container of other nodes. */
export type NodeRole = "start" | "end" | "step" | "container";

/** Drawings that the pages have. */
export type NodeIcon =
  | "start"
  | "end"
  | "api"
  | "condition"
  | "script"
  | "time"
  | "data"
  | "people"
  | "workflows"
  | "transfer"
  | "token"
  | "search"
  | "chart"
  | "link"
  | "node";

/**
 * The ways out of a node. A list of names, or for a setting that is a list one way for each item (`first`, then `next:1`,
 * `next:2`, …) and one more, `last`.
 */
export type Outcomes = readonly string[] | ItemOutcomes;
interface ItemOutcomes {
  readonly itemsOf: string;
  readonly first: string;
  readonly next: string;
  readonly last: string;
}

/**
 * One line that says what a node does. `settings`: a text with the values of settings in `{ }`, whose last one must be set.
 * `names`: the names in a setting that is a list. `code`: what a script returns. `branches`: the first of a list of
 * branches. `inputs`: the inputs of the workflow.
 */
export type CardLine =
  | { readonly kind: "settings"; readonly text: string }
  | { readonly kind: "names"; readonly of: string; readonly none: string }
  | { readonly kind: "code"; readonly of: string }
  | { readonly kind: "branches"; readonly of: string }
  | { readonly kind: "inputs" };

/** Fields of the pages for settings of which the schema does not say enough. */
export type SettingEditor = "request-url" | "request-body" | "profile" | "branches" | "outputs";

export interface NodeFace {
  readonly type: string;
  readonly family: "flow" | "data" | "ai" | "people" | "time";
  readonly icon: NodeIcon;
  readonly title: string;
  /** One sentence for a person who is new to it. */
  readonly summary: string;
  readonly role: NodeRole;
  /** Choosing a way is all that it does: an outcome that leads nowhere fails the run, and its output is never pinned. */
  readonly decides?: true;
  readonly outcomes: Outcomes;
  /** The outcomes that must lead somewhere; the others may be left open. */
  readonly required: readonly string[];
  /** Of several lines the first that has its settings is shown; where none has, the last. */
  readonly card: readonly CardLine[];
  /** The settings of a new node. */
  readonly initial: Readonly<Record<string, unknown>>;
  /** What its output always holds, for completion. */
  readonly outputFields?: readonly string[];
  readonly form?: {
    /** By the path of the setting, with dots. */
    readonly editors?: Readonly<Record<string, SettingEditor>>;
    /** Settings that are shown only where a switch is on: the path of the switch by the path of the setting. */
    readonly shownWith?: Readonly<Record<string, string>>;
    /** Settings of which a node has one: what the choice is called, and each setting with its name in it and an example. */
    readonly oneOf?: {
      readonly label: string;
      readonly ways: readonly { readonly setting: string; readonly label: string; readonly example: string }[];
    };
  };
}

/** The ways out of a node with these settings, which may be half-finished. */
export function outcomesOf(outcomes: Outcomes, config: Readonly<Record<string, unknown>>): readonly string[] {
  if (!("itemsOf" in outcomes)) return outcomes;
  const items: unknown = config[outcomes.itemsOf];
  return [...(Array.isArray(items) ? items : []).map((_, index) => outcomeOfItem(outcomes, index)), outcomes.last];
}

/** The way out that stands for the item at `index`, from 0. */
export function outcomeOfItem({ first, next }: Pick<ItemOutcomes, "first" | "next">, index: number): string {
  return index === 0 ? first : `${next}:${index}`;
}
