import { runIdIn, sortableId, type Lane, type RunId } from "#flow/ids.ts";

const prefixes = {
  account: "acc",
  user: "usr",
  workflow: "wf",
  version: "ver",
  deployment: "dep",
  key: "key",
  token: "tok",
  profile: "prf",
  connection: "con",
  role: "rol",
  invitation: "inv",
  dataset: "dat",
  alert: "alr",
  job: "job",
  row: "row",
} as const;

/** A new id of its kind, rising with time. The type that it is cast to is the one that its prefix names. */
export function newId<Id extends string>(kind: keyof typeof prefixes, nowMs: number): Id {
  return `${prefixes[kind]}_${sortableIdAt(nowMs)}` as Id;
}

/** A new id of a run that is to live in a lane. */
export function newRunId(lane: Lane, nowMs: number): RunId {
  return runIdIn(lane, sortableIdAt(nowMs));
}

function sortableIdAt(nowMs: number): string {
  return sortableId(nowMs, crypto.getRandomValues(new Uint8Array(10)));
}
