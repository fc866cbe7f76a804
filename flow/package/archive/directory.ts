/**
 * The central directory of a ZIP archive (PKWARE's APPNOTE 6.3.10, sections 4.3.12 and 4.3.16). Only the directory
 * contains links and attributes, so it is read first and the local headers must match it.
 */
import { ArchiveError } from "./archive-error.ts";

export interface DirectoryEntry {
  readonly rawName: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** The file type bits of a Unix mode (0xa000 is a symbolic link), or 0 where it was not made on Unix. */
  readonly unixType: number;
  readonly localOffset: number;
}

export interface Directory {
  readonly entries: readonly DirectoryEntry[];
  /** The start of the directory: the end of the space for entries. */
  readonly offset: number;
}

const endSize = 22;
const entrySize = 46;
const maxComment = 0xffff;
/** Systems whose attributes carry a Unix mode: Unix and macOS. */
const unixSystems: readonly number[] = [3, 19];

/** The directory of an archive with at most `maxEntries`. Throws an ArchiveError. */
export function readDirectory(bytes: Uint8Array, maxEntries: number): Directory {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const u16 = (at: number) => view.getUint16(end + at, true);
  const u32 = (at: number) => view.getUint32(end + at, true);
  const [count, size, offset] = [u16(10), u32(12), u32(16)];
  if (count === 0xffff || size === 0xffffffff || offset === 0xffffffff || (end >= 20 && view.getUint32(end - 20, true) === 0x07064b50))
    throw new ArchiveError("zip64", "The archive uses the Zip64 format. Create it without Zip64.");
  if (u16(4) !== 0 || u16(6) !== 0 || u16(8) !== count)
    throw new ArchiveError("several_disks", "The archive is split into several files. Create it as one file.");
  if (count > maxEntries)
    throw new ArchiveError("too_many_entries", `The archive has ${count.toLocaleString("en-GB")} entries. The maximum is ${maxEntries}.`);
  if (offset + size !== end) throw new ArchiveError("headers_disagree", "The archive's list of files is in the wrong place.");
  const entries: DirectoryEntry[] = [];
  let at = offset;
  for (let i = 0; i < count; i++) {
    const { entry, length } = readEntry(bytes, view, at, end);
    entries.push(entry);
    at += length;
  }
  if (at !== end) throw new ArchiveError("headers_disagree", "The archive's list of files does not match its file count.");
  return { entries, offset };
}

/** The record at the end, found backwards: a comment of up to 64 KiB may follow it, which must fill the rest exactly. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - endSize - maxComment);
  for (let at = view.byteLength - endSize; at >= first; at--) {
    if (view.getUint32(at, true) === 0x06054b50 && at + endSize + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw new ArchiveError("not_an_archive", "This is not a ZIP archive, or its end is missing.");
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, end: number): { entry: DirectoryEntry; length: number } {
  if (at + entrySize > end || view.getUint32(at, true) !== 0x02014b50)
    throw new ArchiveError("headers_disagree", "The archive's list of files is damaged.");
  const u16 = (offset: number) => view.getUint16(at + offset, true);
  const u32 = (offset: number) => view.getUint32(at + offset, true);
  const length = entrySize + u16(28) + u16(30) + u16(32);
  if (at + length > end) throw new ArchiveError("headers_disagree", "The archive's list of files is damaged.");
  const entry = {
    rawName: bytes.subarray(at + entrySize, at + entrySize + u16(28)),
    flags: u16(8),
    method: u16(10),
    crc: u32(16),
    compressedSize: u32(20),
    size: u32(24),
    unixType: unixSystems.includes(u16(4) >> 8) ? (u32(38) >>> 16) & 0xf000 : 0,
    localOffset: u32(42),
  };
  if (u16(34) !== 0) throw new ArchiveError("several_disks", "The archive is split into several files. Create it as one file.");
  if ([entry.compressedSize, entry.size, entry.localOffset].includes(0xffffffff))
    throw new ArchiveError("zip64", "The archive uses Zip64 sizes. Create it without Zip64.");
  return { entry, length };
}
