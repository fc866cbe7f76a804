import { Inflate } from "fflate";
import { ArchiveError } from "./archive-error.ts";
import { crc32 } from "./crc32.ts";

/** A byte of deflated data can become a thousand: this much at a time keeps what is made between two looks at 16 MiB. */
const stepBytes = 16 * 1024;

/** What an entry says of its content. */
export interface ContentClaim {
  readonly method: number;
  readonly size: number;
  readonly crc: number;
}

/** The content of an entry from its stored bytes, never more than it claims. Throws an ArchiveError where it is another. */
export function readContent(stored: Uint8Array, { method, size, crc }: ContentClaim, name: string): Uint8Array {
  const content = method === 0 ? stored : inflate(stored, size, name);
  if (content.length !== size) throw new ArchiveError("headers_disagree", `${name} is shorter or longer than the archive says.`);
  if (crc32(content) !== crc) throw new ArchiveError("checksum_wrong", `${name} is damaged: its checksum does not match the archive.`);
  return content;
}

function inflate(stored: Uint8Array, size: number, name: string): Uint8Array {
  const content = new Uint8Array(size);
  let filled = 0;
  const stream = new Inflate((piece) => {
    if (filled + piece.length > size) throw new ArchiveError("too_large", `${name} unpacks to more than the archive says.`);
    content.set(piece, filled);
    filled += piece.length;
  });
  try {
    for (let at = 0; at < stored.length; at += stepBytes) stream.push(stored.subarray(at, at + stepBytes), at + stepBytes >= stored.length);
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    throw new ArchiveError("content_damaged", `${name} cannot be unpacked: its compressed data is damaged.`);
  }
  return content.subarray(0, filled);
}
