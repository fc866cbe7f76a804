/** Model connections with their keys opened: where a call is made, and nowhere else. */
import { parseKeyring } from "#store/encryption.ts";
import type { ConnectionRecord } from "#store/models/connection-record.ts";
import { openModelKey } from "#store/models/model-key.ts";

export interface OpenedConnection extends Omit<ConnectionRecord, "key" | "keyVersion"> {
  /** Empty where it has none. */
  readonly apiKey: string;
}

/** Throws an UnsealError. */
export async function openConnection(record: ConnectionRecord, encryptionKeys: string): Promise<OpenedConnection> {
  const { key, keyVersion, ...rest } = record;
  return { ...rest, apiKey: key === null ? "" : await openModelKey(key, record, keyVersion, await parseKeyring(encryptionKeys)) };
}
