/** Ids have types of their own, so that a run's cannot be passed for a workflow's. */
type Id<Kind extends string> = string & { readonly __kind: Kind };

export type AccountId = Id<"account">;
export type UserId = Id<"user">;
export type WorkflowId = Id<"workflow">;
export type VersionId = Id<"version">;
export type DeploymentId = Id<"deployment">;
export type KeyId = Id<"key">;
export type TokenId = Id<"token">;
export type RunId = Id<"run">;
export type ProfileId = Id<"profile">;
export type ConnectionId = Id<"connection">;
export type RoleId = Id<"role">;
export type InvitationId = Id<"invitation">;
export type DatasetId = Id<"dataset">;
export type JobId = Id<"job">;
export type AlertRuleId = Id<"alert">;

/** One Lane object. `place` is three letters: a colo, `loc` where none is known, or `key` for runs that an Idempotency-Key chose. */
export interface Lane {
  readonly place: string;
  readonly n: number;
}

/** The lane of runs on the canvas. No call reaches its place, whatever key it has. */
export const canvasLane: Lane = { place: "tst", n: 0 };

/** The version id of a test run, whose flow is in no version. `hash` identifies its content. */
export function draftIdOf(hash: string): VersionId {
  return `draft_${hash}` as VersionId;
}

export function isDraftId(versionId: VersionId): boolean {
  return versionId.startsWith("draft_");
}

/** Five bits a character: Crockford's base 32, in small letters. */
export const idAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** 26 characters that sort by time: 10 of `nowMs`, 16 (80 bits) of `random`, 10 bytes from a secure source. */
export function sortableId(nowMs: number, random: Uint8Array): string {
  let time = "";
  for (let rest = nowMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = idAlphabet[rest % 32] + time;
  let tail = "";
  let bits = 0;
  let held = 0;
  for (let i = 0; i < 10; i++) {
    held = (held << 8) | random[i]!;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      tail += idAlphabet[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return time + tail;
}

/** A run's id carries its lane, so that poll, cancel and callbacks go straight to the object that holds it. */
export function runIdIn(lane: Lane, id: string): RunId {
  return `run_${lane.place}${lane.n}_${id}` as RunId;
}

/** The lane named in a run id, or undefined if the text is not a run id. */
export function laneOfRun(runId: string): Lane | undefined {
  const parts = /^run_([a-z]{3})(\d{1,3})_[0-9a-z]{26}$/.exec(runId);
  return parts ? { place: parts[1]!, n: Number(parts[2]) } : undefined;
}

/** The name under which a lane's Durable Object is found. */
export function laneName(workflowId: WorkflowId, lane: Lane): string {
  return `${workflowId}:${lane.place}:${lane.n}`;
}
