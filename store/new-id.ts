import { sortableId } from "#flow/ids.ts";

const prefixes = {
  account: "acc",
  user: "usr",
  workflow: "wf",
  version: "ver",
  deployment: "dep",
  key: "key",
  token: "tok",
  profile: "prf",
  role: "rol",
  invitation: "inv",
  dataset: "dat",
  alert: "alr",
  job: "job",
  row: "row",
} as const;

/** A new id of its kind, rising with time. The type that it is cast to is the one that its prefix names. */
export function newId<Id extends string>(kind: keyof typeof prefixes, nowMs: number): Id {
  return `${prefixes[kind]}_${sortableId(nowMs, crypto.getRandomValues(new Uint8Array(10)))}` as Id;
}
