import { useSignal } from "@preact/signals";
import type { EndpointSettings } from "../../../base/api/resources.ts";
import { Button, IconButton } from "../../../base/ui/button.tsx";
import { CodeBlock } from "../../../base/ui/code-block.tsx";
import { CopyButton } from "../../../base/ui/copy-button.tsx";
import { endpointLabels } from "./endpoint-labels.ts";
import { labels } from "../../../base/labels.ts";
import { Notice } from "../../../base/ui/states.tsx";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import type { CallMode, EndpointModel } from "./endpoint-model.ts";
import { exampleInput } from "./example-input.ts";
import { keyInMemory } from "./key-in-memory.ts";
import { snippetLanguages, snippetOf } from "./snippets.ts";

const words = endpointLabels;
const what = { sync: words.syncWhat, async: words.pollWhat, push: words.pushWhat } as const;

/** One way to call: its address, an example to paste, and its settings. */
export function CallPanel({ mode, model, settings }: { mode: CallMode; model: EndpointModel; settings: EndpointSettings }) {
  const { model: shared, workflow } = useWorkflow();
  const given = workflow.endpoints?.[mode];
  const address = given && new URL(given, location.origin).href;
  const mayEdit = shared.may("workflow.edit");
  const pushes = settings.async.enabled && settings.async.callbackUrl !== null;
  const edit = () => (model.editing.value = mode === "sync" ? "sync" : "async");
  return (
    <div class="stack-l">
      <div class="row-apart call-what">
        <div class="grow stack">
          <p class="soft">{what[mode]}</p>
          <SettingFacts mode={mode} settings={settings} />
        </div>
        {mayEdit && (
          <Button icon="details" onClick={edit}>
            {words.settings}
          </Button>
        )}
      </div>
      {address && <Address method="POST" label={words.address} address={address} />}
      {address && mode === "async" && (
        <Address method="GET" label={words.statusAddress} address={`${address.replace(/\/async$/, "")}/runs/{runId}?wait=20`} />
      )}
      {mode === "push" && !address && (
        <Notice
          kind="info"
          title={pushes ? words.pushWaits.title : words.pushOff.title}
          action={!pushes && mayEdit && <Button onClick={edit}>{words.setUp}</Button>}
        >
          {pushes ? words.pushWaits.detail : words.pushOff.detail}
        </Notice>
      )}
      {address && <Snippets mode={mode} model={model} address={address} />}
      {workflow.endpoints && <Description model={model} address={new URL(workflow.endpoints.openapi, location.origin).href} />}
    </div>
  );
}

function Address({ method, label, address }: { method: string; label: string; address: string }) {
  return (
    <div class="field">
      <div class="field-label">{label}</div>
      <div class="address">
        <code class="method">{method}</code>
        <code class="grow">{address}</code>
        <CopyButton text={address} label={words.copyAddress} />
      </div>
    </div>
  );
}

function Description({ model, address }: { model: EndpointModel; address: string }) {
  return (
    <div class="field">
      <div class="field-label">{words.openapiWhat}</div>
      <div class="address">
        <code class="method">GET</code>
        <code class="grow">{address}</code>
        <IconButton icon="download" label={words.openapiSave} busy={model.openApi.busy.value} onClick={() => void model.openApi.run()} />
        <CopyButton text={address} label={words.copyOpenApi} />
      </div>
    </div>
  );
}

function Snippets({ mode, model, address }: { mode: CallMode; model: EndpointModel; address: string }) {
  const { workflow } = useWorkflow();
  const inputs = model.inputs.value;
  if (!inputs) return null;
  const language = model.language.value;
  const key = keyInMemory(workflow.id).value.trim();
  const text = snippetOf(language, { mode, address, key: key || words.keyPlaceholder, input: exampleInput(workflow.id, inputs) });
  return (
    <div class="field">
      <div class="row-apart">
        <div class="field-label">{words.snippets}</div>
        <div class="choice" role="radiogroup" aria-label={words.snippets}>
          {snippetLanguages.map((each) => (
            <label key={each} class="pill">
              <input type="radio" name="snippet" checked={each === language} onChange={() => (model.language.value = each)} />
              <span>{words.snippetLanguages[each]}</span>
            </label>
          ))}
        </div>
      </div>
      <CodeBlock text={text} label={words.snippets} copyLabel={words.copySnippet} />
      {key ? (
        <p class="field-hint">{words.snippetHasKey}</p>
      ) : (
        <p class="field-hint">
          {words.snippetKey} <code>{words.keyPlaceholder}</code>. <a href="keys">{labels.shell.keys}</a>
        </p>
      )}
    </div>
  );
}

function SettingFacts({ mode, settings }: { mode: CallMode; settings: EndpointSettings }) {
  const shown = useSignal(false);
  const timeout = mode === "sync" ? settings.sync.timeoutSec : settings.async.timeoutSec;
  const secret = settings.async.signingSecret;
  return (
    <dl class="facts">
      <dt>{words.syncTimeout}</dt>
      <dd>{timeout === null ? words.noTimeout : `${timeout} ${labels.common.seconds}`}</dd>
      {mode === "push" && settings.async.enabled && settings.async.callbackUrl && (
        <>
          <dt>{words.callbackUrl}</dt>
          <dd class="break">{settings.async.callbackUrl ?? labels.common.none}</dd>
          <dt>{words.accessToken}</dt>
          <dd>{settings.async.hasAccessToken ? words.tokenStored : labels.common.none}</dd>
        </>
      )}
      {mode === "push" && secret && (
        <>
          <dt>{words.signingSecret}</dt>
          <dd class="stack-s">
            <span class="row secret-row">
              <code class="break">{shown.value ? secret : `${secret.slice(0, 6)}${"•".repeat(12)}`}</code>
              <Button kind="quiet" aria-pressed={shown.value} onClick={() => (shown.value = !shown.value)}>
                {shown.value ? words.hide : words.show}
              </Button>
              <CopyButton text={secret} label={words.copySecret} />
            </span>
            <span class="soft">{words.signingSecretHint}</span>
          </dd>
        </>
      )}
    </dl>
  );
}
