import { quoteName } from "../expressions/quote-name.ts";
import type { FlowDocument } from "../model/document.ts";
import type { CheckEnvironment } from "./check-environment.ts";
import type { CollectedTexts, FoundReference } from "./collect-texts.ts";
import type { CheckedGraph, CheckedNode } from "./connect-nodes.ts";
import { explainDoubt } from "./explain-doubt.ts";
import { nearestNames } from "./nearest-name.ts";
import type { Note } from "./problem.ts";
import { ranBefore } from "./ran-before.ts";

/** SPEC: what `steps.<Name>` holds. */
const stepFields: readonly string[] = ["input", "output", "error", "status", "attempts", "startedAt", "endedAt", "durationMs"];
const loopRoots: readonly string[] = ["currentItem", "currentIndex", "currentOutput"];
const otherRoots: readonly string[] = ["steps", "env", "run", "trigger"];

/** A variable that more scripts set is taken as known: each question about it costs a search of its own. */
const maxSetters = 50;

interface Subject {
  readonly document: FlowDocument;
  readonly graph: CheckedGraph;
  readonly environment: CheckEnvironment;
  /** Whether "before" has a meaning in this graph. */
  readonly ordered: boolean;
  readonly texts: CollectedTexts;
}
/** A reference to what other nodes make, to be asked about once all are known. */
interface Dependence {
  readonly found: FoundReference;
  readonly steps: readonly number[];
  readonly what: string;
  readonly kind: "step" | "variable";
}

/** Every reference: to steps, inputs, variables and environment variables, in expressions and scripts. */
export function checkReferences(subject: Subject, note: Note): void {
  const { document, graph, environment, ordered, texts } = subject;
  const byName = new Map<string, CheckedNode>();
  for (const each of graph.nodes) if (!byName.has(each.node.name)) byName.set(each.node.name, each);
  const start = graph.starts[0]?.node.name;
  const inputs = new Set(document.inputs.map((input) => input.name));
  const variables = new Set(environment.variables);
  const setters = settersOf(texts);
  const depends: Dependence[] = [];
  const nearest = nearestNames();

  const unknownStep = (asker: CheckedNode, name: string, path: readonly (string | number)[]): void => {
    const near = nearest(name, byName.keys());
    note(
      "reference_unknown_step",
      `“${asker.node.name}” refers to the step “${name}”, which does not exist.`,
      near === undefined ? "Correct the name or add the node." : `Did you mean “${near}”?`,
      { node: asker.node.id, path },
    );
  };
  const toEnv = (asker: CheckedNode, name: string, path: readonly (string | number)[], inScript: boolean): void => {
    if (!variables.has(name)) return unknownEnv(asker, name, path);
    if (inScript && environment.secure?.includes(name))
      note(
        "reference_secure_env",
        `The script of “${asker.node.name}” uses the secure variable “${name}”. Scripts cannot read secure variables.`,
        "Use the variable in an expression of the node that sends it, or turn off “Secure” for it.",
        { node: asker.node.id, path },
      );
    if (environment.needValue?.includes(name))
      note(
        "reference_env_without_value",
        `“${asker.node.name}” uses the environment variable “${name}”, which has no value yet.`,
        "Enter its value under Environment variables.",
        { node: asker.node.id, path },
      );
  };
  const unknownEnv = (asker: CheckedNode, name: string, path: readonly (string | number)[]): void => {
    const near = nearest(name, variables);
    note(
      "reference_unknown_env",
      `“${asker.node.name}” uses the environment variable “${name}”, which does not exist.`,
      near === undefined
        ? "Add it under Environment variables, or correct the name."
        : `Did you mean “${near}”? Otherwise add the variable under Environment variables.`,
      { node: asker.node.id, path },
    );
  };

  /** Names of the flow that lie one level deeper than they were looked for. */
  const meantByRoot = (name: string): string | undefined => {
    if (byName.has(name)) return `steps.${quoteName(name)}`;
    if (inputs.has(name) && start !== undefined) return `steps.${quoteName(start)}.${name}`;
    return variables.has(name) ? `env.${name}` : undefined;
  };

  const toStep = (found: FoundReference, name: string): void => {
    const { asker, reference } = found;
    const where = { node: asker.node.id, path: found.path };
    const step = byName.get(name);
    if (!step) return unknownStep(asker, name, found.path);
    depends.push({ found, steps: [step.index], what: `the step “${name}”`, kind: "step" });
    const [field] = reference.path;
    if (field === undefined) return;
    if (step.role === "start") {
      // What a caller sends beyond the declared inputs is kept, so a criterion may look whether it is there.
      if (inputs.has(field) || found.lenient === "operand") return;
      const near = nearest(field, inputs);
      note(
        "reference_unknown_input",
        `“${asker.node.name}” uses the input “${field}”, which does not exist.`,
        near === undefined
          ? "Add the input to the workflow, or correct the name."
          : `Did you mean “${near}”? Otherwise add the input to the workflow.`,
        where,
      );
    } else if (!stepFields.includes(field)) {
      note(
        "reference_unknown_field",
        `“${asker.node.name}” refers to “${field}” of the step “${name}”. Steps have no such field.`,
        `The values that a step returns are in its output: steps.${name}.output.${field}.`,
        where,
      );
    }
  };

  const toRoot = (found: FoundReference): void => {
    const { asker, reference } = found;
    const where = { node: asker.node.id, path: found.path };
    const { root, name } = reference;
    if (root === "steps" && name !== undefined) toStep(found, name);
    else if (root === "env" && name !== undefined) toEnv(asker, name, found.path, false);
    else if (loopRoots.includes(root))
      note(
        "reference_outside_loop",
        `“${asker.node.name}” uses “${root}”, which exists only inside a loop.`,
        "Move the node into a loop, or use another value.",
        where,
      );
    else if (!otherRoots.includes(root)) {
      const steps = setters.byName.get(root) ?? [];
      if (steps.length > maxSetters) return;
      if (steps.length > 0) depends.push({ found, steps, what: `the variable “${root}”`, kind: "variable" });
      else if (!setters.anything) {
        const near = meantByRoot(root) ?? nearest(root, [...otherRoots, ...setters.byName.keys()]);
        note(
          "reference_unknown_variable",
          `“${asker.node.name}” uses the variable “${root}”, which no script sets.`,
          near === undefined
            ? `Set it in a script with context.${root} = …, or correct the name.`
            : `Did you mean “${near}”? Otherwise set it in a script with context.${root} = ….`,
          where,
        );
      }
    }
  };

  for (const found of texts.references) toRoot(found);
  const known = { steps: new Set(byName.keys()), start, inputs, variables, nearest };
  for (const { asker, path, doubt } of texts.doubts) {
    const { code, message, suggestion } = explainDoubt(doubt, asker.node.name, known);
    note(code, message, suggestion, { node: asker.node.id, path });
  }
  for (const { asker, path, facts } of texts.scripts) {
    for (const name of facts.env) toEnv(asker, name, path, true);
    for (const name of facts.steps) {
      const step = byName.get(name);
      // A script can look for itself whether a step has run, so only what can never be there is a problem.
      if (!step) unknownStep(asker, name, path);
      else
        depends.push({
          found: { asker, path, reference: { root: "steps", name, path: [], start: 0, end: 0 }, lenient: "script" },
          steps: [step.index],
          what: `the step “${name}”`,
          kind: "step",
        });
    }
  }
  if (ordered) checkOrder(graph, depends, note);
}

function checkOrder(graph: CheckedGraph, depends: readonly Dependence[], note: Note): void {
  const answers = ranBefore(
    graph,
    depends.map(({ steps, found }) => ({ steps, asker: found.asker.index })),
  );
  depends.forEach(({ found, what, kind }, index) => {
    const { asker } = found;
    const where = { node: asker.node.id, path: found.path };
    const answer = answers[index];
    if (answer === "never") {
      note(
        "reference_not_before",
        `“${asker.node.name}” refers to ${what}, which never ${kind === "step" ? "runs" : "is set"} before it.`,
        "Refer to a step on the path to this node, or connect the nodes in that order.",
        where,
      );
    } else if (answer === "possibly" && !found.lenient) {
      note(
        "reference_possibly_missing",
        `“${asker.node.name}” refers to ${what}, which may not ${kind === "step" ? "run" : "be set"} before it.`,
        `Add a fallback value: {{ … ?? "fallback" }}.`,
        where,
      );
    }
  });
}

function settersOf(texts: CollectedTexts): { readonly byName: ReadonlyMap<string, readonly number[]>; readonly anything: boolean } {
  const byName = new Map<string, number[]>();
  for (const { asker, facts } of texts.scripts) {
    for (const name of facts.sets) {
      const steps = byName.get(name);
      if (steps) steps.push(asker.index);
      else byName.set(name, [asker.index]);
    }
  }
  return { byName, anything: texts.scripts.some(({ facts }) => facts.anything) };
}
