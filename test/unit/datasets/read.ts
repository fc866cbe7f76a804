import { Refusal } from "#flow/problems/refusal.ts";
import { RowReader, type ReadingOptions } from "#flow/datasets/row-reader.ts";

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads a file that arrives in pieces of so many bytes. */
export function readRows(file: string | Uint8Array, options: ReadingOptions, pieceBytes = 1 << 20) {
  const rows: unknown[][] = [];
  const reader = new RowReader(options, (cells) => rows.push(JSON.parse(cells)));
  const bytes = typeof file === "string" ? bytesOf(file) : file;
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes));
  const { columns, warnings, rows: count } = reader.end();
  if (count !== rows.length) throw new Error("The rows were counted wrongly.");
  return { names: columns.map(({ name }) => name), columns, rows, warnings };
}

/** What a file is refused with. */
export function faultsOf(
  file: string | Uint8Array,
  options: ReadingOptions,
  pieceBytes?: number,
): readonly { code: string; message: string }[] {
  try {
    readRows(file, options, pieceBytes);
  } catch (error) {
    if (error instanceof Refusal) return error.more.errors ?? [];
    throw error;
  }
  return [];
}
