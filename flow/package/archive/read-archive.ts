/**
 * Reads a ZIP archive of known small files that a stranger made. The whole archive is at hand (it is small), and
 * everything that it says of itself is checked before the first byte is unpacked.
 */
import { ArchiveError } from "./archive-error.ts";
import { checkLayout } from "./check-layout.ts";
import { readDirectory, type DirectoryEntry } from "./directory.ts";
import { entryName } from "./entry-name.ts";
import { readContent } from "./read-content.ts";

export interface ArchiveBounds {
  readonly maxEntries: number;
  /** Of all files together, unpacked. */
  readonly maxBytes: number;
}

/** Encrypted, strongly encrypted, with a masked directory. */
const encryptedFlags = 0x1 | 0x40 | 0x2000;
const stored = 0;
const deflated = 8;
const symbolicLink = 0xa000;
const plainTypes: readonly number[] = [0, 0x8000, 0x4000];

/**
 * The files of an archive that are in `wanted`, by name, at its top or in one folder. Folders and what a Mac adds are
 * overlooked; anything else is refused. Throws an ArchiveError.
 */
export function readArchive(bytes: Uint8Array, wanted: readonly string[], bounds: ArchiveBounds): Map<string, Uint8Array> {
  const directory = readDirectory(bytes, bounds.maxEntries);
  const names = new Map<string, DirectoryEntry>();
  for (const entry of directory.entries) {
    const name = entryName(entry.rawName);
    if (names.has(name)) throw new ArchiveError("duplicate_name", `The archive contains ${shown(name)} twice.`);
    names.set(name, entry);
    checkKind(name, entry);
  }
  const files = new Map(Array.from(names).filter(([name]) => !isOverlooked(name)));
  const found = wantedFiles(files, wanted);
  const total = Array.from(found.values()).reduce((sum, { size }) => sum + size, 0);
  if (total > bounds.maxBytes)
    throw new ArchiveError("too_large", `The archive unpacks to more than ${bounds.maxBytes.toLocaleString("en-GB")} bytes.`);
  const parts = checkLayout(bytes, directory);
  // Every entry of the directory has its part.
  return new Map(Array.from(found, ([name, entry]) => [name, readContent(parts.get(entry)!, entry, name)]));
}

function checkKind(name: string, { flags, method, unixType, size, compressedSize }: DirectoryEntry): void {
  if ((flags & encryptedFlags) !== 0)
    throw new ArchiveError("encrypted", `${shown(name)} is encrypted. Create the archive without a password.`);
  if (unixType === symbolicLink) throw new ArchiveError("symbolic_link", `${shown(name)} is a symbolic link. Add the file itself.`);
  if (!plainTypes.includes(unixType)) throw new ArchiveError("special_file", `${shown(name)} is not a regular file.`);
  if (method !== stored && method !== deflated)
    throw new ArchiveError(
      "compression_unknown",
      `${shown(name)} uses an unknown compression method (${method}). Use Deflate or no compression.`,
    );
  if (method === stored && size !== compressedSize)
    throw new ArchiveError("headers_disagree", `${shown(name)} is not compressed but has two different sizes.`);
}

/** Folders, and the shadow files of macOS. */
function isOverlooked(name: string): boolean {
  const base = name.slice(name.lastIndexOf("/") + 1);
  return base === "" || base === ".DS_Store" || base.startsWith("._") || name.startsWith("__MACOSX/");
}

function wantedFiles(files: ReadonlyMap<string, DirectoryEntry>, wanted: readonly string[]): Map<string, DirectoryEntry> {
  const found = new Map<string, DirectoryEntry>();
  const folders = new Set<string>();
  for (const [path, entry] of files) {
    const parts = path.split("/");
    const name = parts.at(-1)!;
    if (/\.(?:zip|jar|gz|tgz|7z|rar|tar|bz2|xz|zst)$/i.test(name))
      throw new ArchiveError("nested_archive", `The archive contains another archive, ${shown(path)}.`);
    if (!wanted.includes(name) || parts.length > 2)
      throw new ArchiveError("unknown_file", `The archive contains ${shown(path)}. It may only contain ${wanted.join(", ")}.`);
    if (found.has(name)) throw new ArchiveError("duplicate_name", `The archive contains ${shown(name)} twice.`);
    folders.add(parts.slice(0, -1).join("/"));
    found.set(name, entry);
  }
  if (folders.size > 1)
    throw new ArchiveError("several_folders", "The files in the archive are in several folders. Put them in one folder.");
  return found;
}

function shown(name: string): string {
  return `“${name.slice(0, 100)}”`;
}
