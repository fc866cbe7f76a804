/**
 * The local headers of an archive must say what its directory says, and the entries must fill the archive without a
 * gap and without sharing a byte: otherwise two readers would see two different archives in the same bytes.
 */
import { ArchiveError } from "./archive-error.ts";
import type { Directory, DirectoryEntry } from "./directory.ts";

const headerSize = 30;
const hasDescriptor = 0x8;
const descriptorSignature = 0x08074b50;

/** The stored bytes of each entry, in the directory's order. Throws an ArchiveError. */
export function checkLayout(bytes: Uint8Array, { entries, offset }: Directory): ReadonlyMap<DirectoryEntry, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stored = new Map<DirectoryEntry, Uint8Array>();
  let at = 0;
  for (const entry of entries.toSorted((a, b) => a.localOffset - b.localOffset)) {
    if (entry.localOffset !== at) throw overlap();
    const begin = checkHeader(bytes, view, entry, offset);
    const end = begin + entry.compressedSize;
    if (end > offset) throw new ArchiveError("truncated", "The archive ends in the middle of a file.");
    stored.set(entry, bytes.subarray(begin, end));
    at = end + ((entry.flags & hasDescriptor) === 0 ? 0 : checkDescriptor(view, entry, end, offset));
  }
  if (at !== offset) throw overlap();
  return stored;
}

/** The start of the entry's data. */
function checkHeader(bytes: Uint8Array, view: DataView, entry: DirectoryEntry, limit: number): number {
  const at = entry.localOffset;
  if (at + headerSize > limit || view.getUint32(at, true) !== 0x04034b50) throw disagree();
  const u16 = (offset: number) => view.getUint16(at + offset, true);
  const u32 = (offset: number) => view.getUint32(at + offset, true);
  const nameEnd = at + headerSize + u16(26);
  if (nameEnd + u16(28) > limit) throw disagree();
  const isLater = (entry.flags & hasDescriptor) !== 0;
  const agrees = (said: number, known: number) => said === known || (isLater && said === 0);
  if (
    u16(6) !== entry.flags ||
    u16(8) !== entry.method ||
    !agrees(u32(14), entry.crc) ||
    !agrees(u32(18), entry.compressedSize) ||
    !agrees(u32(22), entry.size) ||
    !sameBytes(bytes.subarray(at + headerSize, nameEnd), entry.rawName)
  )
    throw disagree();
  return nameEnd + u16(28);
}

/** The size in bytes of the descriptor after the data; its signature is optional. */
function checkDescriptor(view: DataView, entry: DirectoryEntry, at: number, limit: number): number {
  const isAt = (place: number) =>
    place + 12 <= limit &&
    view.getUint32(place, true) === entry.crc &&
    view.getUint32(place + 4, true) === entry.compressedSize &&
    view.getUint32(place + 8, true) === entry.size;
  if (at + 16 <= limit && view.getUint32(at, true) === descriptorSignature && isAt(at + 4)) return 16;
  if (isAt(at)) return 12;
  throw disagree();
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function disagree(): ArchiveError {
  return new ArchiveError("headers_disagree", "The archive is inconsistent: a file's header differs from the list of files.");
}

function overlap(): ArchiveError {
  return new ArchiveError("entries_overlap", "The files in the archive overlap, or there is extra data between them.");
}
