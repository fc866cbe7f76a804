import { useId } from "preact/hooks";
import { tokenScopeNames } from "#flow/rights/token-scopes.ts";
import type { SecretFormModel } from "../../shared/secret/secret-form-model.ts";
import { FieldBelow } from "../../../base/ui/field.tsx";
import { scopesLabels } from "./tokens-labels.ts";
import "./tokens.css";

const words = scopesLabels;

/** What a token may be used for: everything, or some of the scopes. */
export function ScopeFields({ model }: { model: SecretFormModel }) {
  const id = useId();
  const chosen = model.scopes.value;
  return (
    <fieldset class="stack-s">
      <legend class="scope-title">{words.title}</legend>
      <div class="choice">
        <label>
          <input type="radio" name={id} checked={chosen === undefined} onChange={() => (model.scopes.value = undefined)} /> {words.all}
        </label>
        <label>
          <input type="radio" name={id} checked={chosen !== undefined} onChange={() => (model.scopes.value = ["read"])} /> {words.some}
        </label>
      </div>
      {chosen && (
        <ul class="scopes">
          {tokenScopeNames.map((scope) => (
            <li key={scope}>
              <input
                id={`${id}-${scope}`}
                type="checkbox"
                checked={chosen.includes(scope)}
                aria-describedby={`${id}-${scope}-what`}
                onChange={(event) => model.toggleScope(scope, event.currentTarget.checked)}
              />
              <div>
                <label for={`${id}-${scope}`}>{words.names[scope].name}</label>
                <p id={`${id}-${scope}-what`} class="field-hint">
                  {words.names[scope].what}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
      <FieldBelow error={model.errors.value.scopes ? words.missing : undefined} isAlert />
    </fieldset>
  );
}
