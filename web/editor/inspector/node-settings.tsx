import type { FormField } from "#flow/nodes/describe-types.ts";
import type { FlowNode } from "../document/changes.ts";
import { Field } from "../../base/ui/field.tsx";
import { inspectorLabels } from "./inspector-labels.ts";
import { toast } from "../../base/ui/toasts.tsx";
import { BodyField } from "./body-field.tsx";
import { ConditionBuilder } from "./condition-builder.tsx";
import { asNumber, OneOfField } from "./one-of-field.tsx";
import { EndOutputs } from "./end-outputs.tsx";
import { ExpressionField } from "./expression-field.tsx";
import { FailureSection, NumberField } from "./failure-section.tsx";
import { faultAt, faultAtPointer, pointerOf, setConfig, textOf, useField, valueAt } from "./field-world.ts";
import { JsonField } from "./json-field.tsx";
import { parseCurl } from "./parse-curl.ts";
import { ProfileField } from "./profile-field.tsx";
import { RowsField } from "./rows-field.tsx";
import { ScriptField } from "./script-field.tsx";
import { isKnown, kindOf } from "../drawing/node-kinds.ts";

const words = inspectorLabels;

/** Every setting of a node, drawn from the declaration of its type; a few have a field of their own. */
export function NodeSettings() {
  const world = useField();
  const { node, readOnly, editor } = world;
  const { fields, form } = kindOf(node.type);
  if (!isKnown(node.type))
    return (
      <JsonField
        label={words.asJson}
        hint={words.unknownType}
        value={node.config}
        readOnly={readOnly}
        lines={12}
        onValue={(value) => {
          if (typeof value === "object" && value !== null && !Array.isArray(value))
            editor.apply({ kind: "setConfig", id: node.id, path: [], value }, `${node.id}/config`);
        }}
      />
    );
  return (
    <>
      {form?.oneOf && <OneOfField oneOf={form.oneOf} fields={fields} />}
      {fields
        .filter(({ path }) => !form?.oneOf?.ways.some(({ setting }) => setting === path[0]))
        .map((field) => (
          <SettingField key={field.path.join(".")} field={field} />
        ))}
      <FailureSection />
    </>
  );
}

/** The field of a setting: the one that its type asks for, else by its kind. */
function SettingField({ field }: { field: FormField }) {
  const world = useField();
  const { node, readOnly } = world;
  const { editors, shownWith } = kindOf(node.type).form ?? {};
  const switchPath = shownWith?.[field.path.join(".")];
  if (switchPath !== undefined && valueAt(node.config, switchPath.split(".")) !== true) return null;
  switch (editors?.[field.path.join(".")]) {
    case "request-url":
      return (
        <ExpressionField
          label={field.title}
          path={field.path}
          hint={words.curl.hint}
          mandatory
          onPaste={(text) => pasteCurl(world, text)}
        />
      );
    case "request-body":
      return <BodyField />;
    case "profile":
      return <ProfileField field={field} />;
    case "branches":
      return <ConditionBuilder />;
    case "outputs":
      return <EndOutputs field={field} />;
  }
  const { title, description, mandatory, path } = field;
  const stored = valueAt(node.config, path);
  const fault = faultAt(world, path);
  switch (field.kind) {
    case "template":
    case "value":
      return <ExpressionField label={title} path={path} hint={description} mandatory={mandatory} />;
    case "numberOrTemplate":
      return <ExpressionField label={title} path={path} hint={description} readAtLast={asNumber} />;
    case "expression":
      return <ExpressionField label={title} path={path} kind="expression" hint={description} mandatory={mandatory} lines={2} />;
    case "script":
      return <ScriptField key={node.id} field={field} />;
    case "rows":
      return <RowsField field={field} />;
    case "group":
      return (
        <>
          {field.fields.map((each) => (
            <SettingField key={each.path.join(".")} field={each} />
          ))}
        </>
      );
    case "number":
      return (
        <NumberField
          label={title}
          {...(description ? { hint: description } : {})}
          error={fault}
          place={pointerOf(path)}
          value={typeof stored === "number" ? stored : undefined}
          onValue={(value) => setConfig(world, path, value)}
        />
      );
    case "json":
      return (
        <JsonField
          label={title}
          hint={description}
          error={fault}
          path={pointerOf(path)}
          value={stored}
          readOnly={readOnly}
          onValue={(value) => setConfig(world, path, value)}
        />
      );
    case "switch":
      return (
        <div class="toggle" data-path={pointerOf(path)} tabIndex={-1}>
          <input
            id={`switch-${path.join("-")}`}
            type="checkbox"
            role="switch"
            aria-checked={stored === true}
            checked={stored === true}
            disabled={readOnly}
            aria-describedby={description ? `switch-${path.join("-")}-hint` : undefined}
            onChange={(event) => setConfig(world, path, event.currentTarget.checked || undefined)}
          />
          <label for={`switch-${path.join("-")}`}>{title}</label>
          {description && (
            <p class="field-hint" id={`switch-${path.join("-")}-hint`}>
              {description}
            </p>
          )}
        </div>
      );
    case "select":
      return (
        <Field label={title} hint={description} mandatory={mandatory} error={fault}>
          {(ties) => (
            <select
              {...ties}
              class="select"
              data-path={pointerOf(path)}
              disabled={readOnly}
              value={textOf(stored)}
              onChange={(event) => setConfig(world, path, event.currentTarget.value || undefined)}
            >
              {(!mandatory || textOf(stored) === "") && <option value="">{words.none}</option>}
              {field.choices.map((choice) => (
                <option key={choice}>{choice}</option>
              ))}
            </select>
          )}
        </Field>
      );
    case "plain":
      return (
        <Field label={title} hint={description} mandatory={mandatory} error={fault}>
          {(ties) => (
            <input
              {...ties}
              class="input"
              data-path={pointerOf(path)}
              autocomplete="off"
              readOnly={readOnly}
              value={textOf(stored)}
              onInput={(event) => setConfig(world, path, event.currentTarget.value || (mandatory ? "" : undefined))}
              onBlur={() => world.editor.endGroup()}
            />
          )}
        </Field>
      );
  }
}

/** Fills the request from a pasted curl command, as one step to undo; false where the text is none. */
function pasteCurl(
  { editor, node, readOnly }: { editor: ReturnType<typeof useField>["editor"]; node: FlowNode; readOnly: boolean },
  text: string,
): boolean {
  const read = readOnly ? undefined : parseCurl(text);
  if (!read) return false;
  const { method, url, query, headers, body } = read.call;
  const { method: _m, url: _u, query: _q, headers: _h, body: _b, ...kept } = node.config;
  const value = {
    ...kept,
    method,
    url,
    ...(query.length > 0 ? { query } : {}),
    ...(headers.length > 0 ? { headers } : {}),
    ...(body ? { body } : {}),
  };
  editor.endGroup();
  editor.apply({ kind: "setConfig", id: node.id, path: [], value });
  toast(
    [
      words.curl.taken,
      ...read.notes.map((note) => (note === "options" ? words.curl.options(read.notCarried.join(", ")) : words.curl[note])),
    ].join(" "),
  );
  return true;
}

/** What is wrong with a node beyond its single fields, such as an outcome that leads nowhere. */
export function looseProblems(world: ReturnType<typeof useField>) {
  const { editor, node } = world;
  return editor.problems.value.filter(
    (problem) =>
      problem.node === node.id &&
      (problem.path === undefined || /^\/nodes\/\d+(\/config)?$/.test(problem.path)) &&
      !faultAtPointer(editor, node.id, "/name", false)?.includes(problem.message),
  );
}
