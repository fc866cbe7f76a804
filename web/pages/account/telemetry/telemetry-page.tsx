import { AccountPage } from "../members/account-page.tsx";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { TextField, Toggle } from "../../../base/ui/field.tsx";
import { FormCard } from "../../../base/ui/form-card.tsx";
import { telemetryLabels } from "./telemetry-labels.ts";
import { EmptyState, ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { ChosenWorkflows } from "./chosen-workflows.tsx";
import { StatusCard } from "./status-card.tsx";
import { createTelemetryModel, type TelemetryModel } from "./telemetry-model.ts";
import "./telemetry.css";

const words = telemetryLabels;

/** Where the account's runs are exported to, and how that goes. */
export function TelemetryPage() {
  const model = useModel(createTelemetryModel);
  const given = model.resource.value.value;
  const problem = model.resource.problem.value;
  return (
    <AccountPage>
      <PageHead title={words.title} lead={words.lead} />
      {given ? (
        <div class="telemetry">
          <SettingsCard model={model} stored={given.headers} />
          <StatusCard model={model} given={given} />
        </div>
      ) : problem?.status === 403 ? (
        <EmptyState icon="lock" title={words.forbidden.title}>
          {words.forbidden.detail}
        </EmptyState>
      ) : problem ? (
        <ProblemNotice problem={problem} onRetry={() => void model.load()} />
      ) : (
        <Skeleton lines={6} />
      )}
    </AccountPage>
  );
}

function SettingsCard({ model, stored }: { model: TelemetryModel; stored: readonly string[] }) {
  return (
    <FormCard title={words.settings} onSubmit={model.submit} busy={model.save.busy.value} problem={model.problem.value}>
      <Toggle label={words.enabled} hint={words.enabledHint} checked={model.enabled.value} onChange={(on) => (model.enabled.value = on)} />
      <TextField label={words.endpoint} type="url" text={model.endpoint} hint={words.endpointHint} error={model.errorOf("endpoint")} />
      <TextField
        label={words.headers}
        optional
        mono
        lines={2}
        text={model.headers}
        hint={stored.length > 0 ? words.headersStored(stored) : words.headersHint}
        error={model.errorOf("headers")}
      />
      {stored.length > 0 && model.headers.value.trim() === "" && (
        <Toggle label={words.dropHeaders} checked={model.dropsHeaders.value} onChange={(on) => (model.dropsHeaders.value = on)} />
      )}
      <ChosenWorkflows model={model} />
      <TextField label={words.ratio} inputMode="decimal" text={model.percent} hint={words.ratioHint} error={model.errorOf("ratio")} />
      <Toggle
        label={words.values}
        hint={words.valuesHint}
        checked={model.includeValues.value}
        onChange={(on) => (model.includeValues.value = on)}
      />
    </FormCard>
  );
}
