import type { ErrorCode } from "#flow/problems/errors.ts";

const faults = [
  ["disk_full", /SQLITE_FULL|disk is full|ENOSPC/],
  ["read_only", /SQLITE_READONLY|readonly database/],
  ["data_damaged", /SQLITE_CORRUPT|SQLITE_NOTADB|disk image is malformed|file is not a database/],
] as const satisfies readonly (readonly [ErrorCode, RegExp])[];

/** The code of a failure of the disk or of a file on it, as the runtime's messages tell; undefined for any other error. */
export function storageFault(error: unknown): (typeof faults)[number][0] | undefined {
  if (error instanceof Error && error.cause instanceof Error) return storageFault(error.cause) ?? faultIn(error.message);
  return faultIn(String(error));
}

function faultIn(text: string): ReturnType<typeof storageFault> {
  return faults.find(([, form]) => form.test(text))?.[0];
}
