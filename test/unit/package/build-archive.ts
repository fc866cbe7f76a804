/** ZIP archives by hand, with every field open to a lie. */
import { deflateSync } from "fflate";
import { crc32 } from "#flow/package/archive/crc32.ts";

export interface Part {
  readonly name: string | Uint8Array;
  readonly content?: string | Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** Fields of the directory's record and of the local header, where they shall lie. */
  readonly directory?: Partial<Fields>;
  readonly local?: Partial<Fields>;
  readonly unixMode?: number;
  /** A data descriptor behind the data, with or without its signature. */
  readonly descriptor?: "signed" | "bare";
  /** Bytes put behind the data. */
  readonly after?: Uint8Array;
}
interface Fields {
  readonly name: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly localOffset: number;
}
interface End {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
  readonly disk: number;
  readonly comment: Uint8Array;
  readonly before: Uint8Array;
}

const bytesOf = (text: string | Uint8Array) => (typeof text === "string" ? new TextEncoder().encode(text) : text);

export function buildArchive(parts: readonly Part[], end: Partial<End> = {}): Uint8Array {
  const pieces: Uint8Array[] = [];
  const records: Uint8Array[] = [];
  let at = 0;
  const put = (piece: Uint8Array) => {
    pieces.push(piece);
    at += piece.length;
  };
  for (const part of parts) {
    const content = bytesOf(part.content ?? "");
    const method = part.method ?? 8;
    const data = method === 8 ? deflateSync(content) : content;
    const flags = (part.flags ?? 0x800) | (part.descriptor ? 8 : 0);
    const fields: Fields = {
      name: bytesOf(part.name),
      flags,
      method,
      crc: crc32(content),
      compressedSize: data.length,
      size: content.length,
      localOffset: at,
    };
    const later = part.descriptor ? { crc: 0, compressedSize: 0, size: 0 } : {};
    records.push(record({ ...fields, ...part.directory }, part.unixMode));
    put(header({ ...fields, ...later, ...part.local }));
    put(data);
    if (part.descriptor)
      put(numbers(...(part.descriptor === "signed" ? [0x08074b50] : []), fields.crc, fields.compressedSize, fields.size));
    if (part.after) put(part.after);
  }
  const offset = at;
  for (const piece of records) put(piece);
  const size = at - offset;
  if (end.before) put(end.before);
  const comment = end.comment ?? new Uint8Array();
  const last = new DataView(new ArrayBuffer(22));
  last.setUint32(0, 0x06054b50, true);
  last.setUint16(4, end.disk ?? 0, true);
  last.setUint16(8, end.count ?? parts.length, true);
  last.setUint16(10, end.count ?? parts.length, true);
  last.setUint32(12, end.size ?? size, true);
  last.setUint32(16, end.offset ?? offset, true);
  last.setUint16(20, comment.length, true);
  put(new Uint8Array(last.buffer));
  put(comment);
  return concat(pieces);
}

function header({ name, flags, method, crc, compressedSize, size }: Fields): Uint8Array {
  const view = new DataView(new ArrayBuffer(30));
  view.setUint32(0, 0x04034b50, true);
  view.setUint16(4, 20, true);
  view.setUint16(6, flags, true);
  view.setUint16(8, method, true);
  view.setUint32(14, crc, true);
  view.setUint32(18, compressedSize, true);
  view.setUint32(22, size, true);
  view.setUint16(26, name.length, true);
  return concat([new Uint8Array(view.buffer), name]);
}

function record({ name, flags, method, crc, compressedSize, size, localOffset }: Fields, unixMode?: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(46));
  view.setUint32(0, 0x02014b50, true);
  view.setUint16(4, unixMode === undefined ? 20 : (3 << 8) | 20, true);
  view.setUint16(6, 20, true);
  view.setUint16(8, flags, true);
  view.setUint16(10, method, true);
  view.setUint32(16, crc, true);
  view.setUint32(20, compressedSize, true);
  view.setUint32(24, size, true);
  view.setUint16(28, name.length, true);
  view.setUint32(38, ((unixMode ?? 0) << 16) >>> 0, true);
  view.setUint32(42, localOffset, true);
  return concat([new Uint8Array(view.buffer), name]);
}

function numbers(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value, true);
  return new Uint8Array(view.buffer);
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
