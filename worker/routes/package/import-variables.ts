/** The variables of an import: what will be there afterwards, and what has to be done for it. */
import type { AuditEvent } from "#flow/audit/entry.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { PresentVariable, VariableWrite } from "#flow/package/compare-variables.ts";
import { faultOfValue } from "#flow/variables/variable.ts";
import type { Database } from "#store/database.ts";
import { listVariables } from "#store/variables.ts";
import { noRoom } from "../workflows/variable-room.ts";

/** A variable of the workflow, without the value of a secure one. */
export interface KnownVariable extends PresentVariable {
  readonly needsValue: boolean;
}

export async function knownVariables(db: Database, workflowId: WorkflowId): Promise<KnownVariable[]> {
  const { items } = await listVariables(db, workflowId, { limit: limits.maxVariables, after: undefined });
  return items.map(({ name, secure, value, notes, hosts }) => ({
    name,
    secure,
    value: secure ? null : value,
    notes,
    hosts,
    needsValue: value === null,
  }));
}

/** The variables as they will be. Throws a Refusal where they would be too many or too large. */
export function plannedVariables(present: readonly KnownVariable[], writes: readonly VariableWrite[]): KnownVariable[] {
  const planned = new Map<string, KnownVariable>(present.map((variable) => [variable.name, variable]));
  for (const { kind: _, ...variable } of writes) {
    const fault = variable.value === null ? undefined : faultOfValue(variable.value);
    const isEmpty = variable.secure && variable.value === "";
    if (fault || isEmpty) throw invalidValue(variable.name, fault ?? "A secure value cannot be empty.");
    planned.set(variable.name, { ...variable, needsValue: variable.value === null });
  }
  const variables = Array.from(planned.values());
  const chars = variables.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
  if (variables.length > limits.maxVariables || chars > limits.maxVariablesBytes) throw noRoom();
  return variables;
}

export function namesThatNeedValues(variables: readonly KnownVariable[]): string[] {
  return variables.filter(({ needsValue }) => needsValue).map(({ name }) => name);
}

type Fingerprints = (text: string) => Promise<Parameters<typeof createdEvent>[1]>;

/** What the audit log says of new variables. */
export function creationEvents(writes: readonly VariableWrite[], fingerprint: Fingerprints): Promise<AuditEvent<"variable.created">[]> {
  return Promise.all(
    writes.filter(({ kind }) => kind === "create").map(async (variable) => createdEvent(variable, await shownOf(variable, fingerprint))),
  );
}

function createdEvent(
  { name, secure }: VariableWrite,
  fingerprint: AuditEvent<"variable.created">["details"]["fingerprint"],
): AuditEvent<"variable.created"> {
  return { event: "variable.created", subject: { id: name, name }, details: { secure, fingerprint } };
}

/** What it says of those that get another value. */
export function alterationEvents(
  present: readonly KnownVariable[],
  writes: readonly VariableWrite[],
  fingerprint: Fingerprints,
): Promise<AuditEvent<"variable.changed">[]> {
  const known = new Map(present.map((variable) => [variable.name, variable]));
  return Promise.all(
    writes
      .filter(({ kind }) => kind === "change")
      .map(async (variable) => {
        const { name, secure, notes } = variable;
        const before = known.get(name);
        const what = [
          "the value",
          ...(before?.secure === secure ? [] : [secure ? "to secure" : "to not secure"]),
          ...(before?.notes === notes ? [] : ["the notes"]),
        ];
        return {
          event: "variable.changed",
          subject: { id: name, name },
          details: { what, fingerprint: await shownOf(variable, fingerprint) },
        };
      }),
  );
}

/** A secure value is shown by its fingerprint alone, and a plain one not at all. */
async function shownOf({ secure, value }: VariableWrite, fingerprint: Fingerprints): ReturnType<Fingerprints> {
  return secure && value !== null ? fingerprint(value) : null;
}

function invalidValue(name: string, message: string): Refusal {
  return new Refusal("validation_failed", { errors: [{ path: `/resolutions/${name}/value`, code: "invalid_value", message }] });
}
