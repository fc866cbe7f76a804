import { Button, IconButton } from "../../base/ui/button.tsx";
import { FieldBelow } from "../../base/ui/field.tsx";
import { operatorNames, unaryOperators } from "#flow/nodes/operators.ts";
import { inspectorLabels } from "./inspector-labels.ts";
import { branchesOf, raiseBranch, removeBranch } from "./change-branches.ts";
import { ExpressionCell, ExpressionField } from "./expression-field.tsx";
import { faultAt, pointerOf, setConfig, textOf, useField } from "./field-world.ts";

const words = inspectorLabels.condition;
const emptyCriterion = { left: "", operator: "==", right: "" };
const unary: readonly string[] = unaryOperators;

type Criterion = Record<string, unknown>;

/** If, else if and else: each a list of criteria joined by and or or, or one expression. */
export function ConditionBuilder() {
  const world = useField();
  const { node, editor, readOnly } = world;
  const branches = branchesOf(node);
  const add = () => setConfig(world, ["branches", branches.length], { join: "and", criteria: [emptyCriterion] });
  return (
    <div class="stack" data-path={pointerOf(["branches"])} tabIndex={-1}>
      {branches.map((branch, at) => {
        const name = words.branch(at);
        return (
          <fieldset key={at} class="branch" aria-label={name}>
            <div class="row-apart">
              <span class="branch-name">{at === 0 ? words.if : words.elseIf}</span>
              {!readOnly && (
                <span class="row branch-tools">
                  {at > 0 && (
                    <IconButton
                      icon="arrowUp"
                      label={words.moveUp(name)}
                      onClick={() => editor.apply(raiseBranch(editor.document.peek(), node, at))}
                    />
                  )}
                  {branches.length > 1 && (
                    <IconButton
                      icon="trash"
                      label={words.removeBranch(name)}
                      onClick={() => editor.apply(removeBranch(editor.document.peek(), node, at))}
                    />
                  )}
                </span>
              )}
            </div>
            <Branch branch={branch} at={at} />
          </fieldset>
        );
      })}
      {!readOnly && (
        <div>
          <Button kind="quiet" icon="plus" onClick={add}>
            {branches.length === 0 ? words.if : words.addBranch}
          </Button>
        </div>
      )}
      <div class="branch branch-else">
        <span class="branch-name">{words.else}</span> <span class="soft">{words.elseLead}</span>
      </div>
    </div>
  );
}

function Branch({ branch, at }: { branch: Record<string, unknown>; at: number }) {
  const world = useField();
  const path = ["branches", at];
  if (branch.expression !== undefined)
    return (
      <>
        <ExpressionField label={words.expression} path={[...path, "expression"]} kind="expression" mandatory lines={2} />
        <Switch text={words.asCriteria} onClick={() => setConfig(world, path, { join: "and", criteria: [emptyCriterion] })} />
      </>
    );
  const criteria = Array.isArray(branch.criteria) ? (branch.criteria as Criterion[]) : [];
  const join = branch.join === "or" ? "or" : "and";
  const fault = faultAt(world, path);
  return (
    <>
      {criteria.map((criterion, index) => (
        <div key={index} class="criterion">
          {index > 0 && (
            <select
              class="select criterion-join"
              aria-label={words.join}
              disabled={world.readOnly}
              value={join}
              onChange={(event) => setConfig(world, [...path, "join"], event.currentTarget.value)}
            >
              <option value="and">{words.joins.and}</option>
              <option value="or">{words.joins.or}</option>
            </select>
          )}
          <CriterionRow criterion={criterion} path={[...path, "criteria", index]} at={index} count={criteria.length} />
        </div>
      ))}
      {!world.readOnly && (
        <div class="row">
          <Button kind="quiet" icon="plus" onClick={() => setConfig(world, [...path, "criteria", criteria.length], emptyCriterion)}>
            {words.addCriterion}
          </Button>
          {criteria.length <= 1 && (
            <Switch text={words.asExpression} onClick={() => setConfig(world, path, { expression: asExpression(criteria[0]) })} />
          )}
        </div>
      )}
      <FieldBelow error={fault} />
    </>
  );
}

function Switch({ text, onClick }: { text: string; onClick: () => void }) {
  const { readOnly } = useField();
  if (readOnly) return null;
  return (
    <Button kind="quiet" onClick={onClick}>
      {text}
    </Button>
  );
}

/** What was written on the left is a beginning. */
const asExpression = (criterion: Criterion | undefined): string => textOf(criterion?.left).replace(/^\{\{\s*([\s\S]*?)\s*\}\}$/, "$1");

function CriterionRow({ criterion, path, at, count }: { criterion: Criterion; path: (string | number)[]; at: number; count: number }) {
  const world = useField();
  const operator = textOf(criterion.operator) || "==";
  const isUnary = unary.includes(operator);
  const change = (next: string) => {
    const { right: _, ...rest } = criterion;
    setConfig(world, path, unary.includes(next) ? { ...rest, operator: next } : { right: "", ...criterion, operator: next });
  };
  return (
    <div class={isUnary ? "criterion-row criterion-unary" : "criterion-row"}>
      <ExpressionCell path={[...path, "left"]} label={words.left} placeholder="{{steps.Start.…}}" />
      <select
        class="select"
        aria-label={words.operator}
        data-path={pointerOf([...path, "operator"])}
        disabled={world.readOnly}
        value={operator}
        onChange={(event) => change(event.currentTarget.value)}
      >
        {operatorNames.map((name) => (
          <option key={name} value={name}>
            {words.operators[name]}
          </option>
        ))}
      </select>
      {!isUnary && <ExpressionCell path={[...path, "right"]} label={words.right} />}
      {!world.readOnly && count > 1 && (
        <IconButton icon="close" label={words.removeCriterion(at + 1)} onClick={() => setConfig(world, path, undefined)} />
      )}
    </div>
  );
}
