/** Archives that must be refused, each with the reason. The content that is asked for is in all of them. */
import type { ArchiveFault } from "#flow/package/archive/archive-error.ts";
import { buildArchive, type Part } from "./build-archive.ts";

const flow: Part = { name: "flow_definition.json", content: '{"schemaVersion":1}' };
const named = (name: string): Part => ({ name, content: "x" });
const mebibytes = (count: number) => new Uint8Array(count * 1024 * 1024);
const good = buildArchive([flow]);
const changedAt = (at: number, change: (byte: number) => number) => good.with(at, change(good[at]!));

export const hostileArchives: readonly (readonly [string, ArchiveFault, () => Uint8Array])[] = [
  ["nothing", "not_an_archive", () => new Uint8Array()],
  ["no archive", "not_an_archive", () => new TextEncoder().encode("PK\u0003\u0004 and then nothing of the kind, for long enough")],
  ["an archive cut off", "not_an_archive", () => good.slice(0, -10)],
  ["an archive whose data is cut off", "headers_disagree", () => good.slice(20)],
  ["bytes in front", "headers_disagree", () => Uint8Array.from([1, 2, 3, ...good])],
  ["bytes behind", "not_an_archive", () => Uint8Array.from([...good, 0])],
  ["a parent folder", "unsafe_name", () => buildArchive([flow, named("../flow_definition.json")])],
  ["a parent folder in the middle", "unsafe_name", () => buildArchive([flow, named("a/../../b.json")])],
  ["a parent folder at the end", "unsafe_name", () => buildArchive([flow, named("a/..")])],
  ["an absolute path", "unsafe_name", () => buildArchive([flow, named("/etc/passwd")])],
  ["a drive", "unsafe_name", () => buildArchive([flow, named("C:flow_definition.json")])],
  ["backslashes", "unsafe_name", () => buildArchive([flow, named("..\\flow_definition.json")])],
  ["a NUL in a name", "unsafe_name", () => buildArchive([named("flow_definition.json\u0000.txt")])],
  ["an empty name", "unsafe_name", () => buildArchive([flow, named("")])],
  ["a name that is not UTF-8", "name_encoding", () => buildArchive([flow, { name: Uint8Array.from([0x61, 0xff]), content: "x" }])],
  ["a symbolic link", "symbolic_link", () => buildArchive([{ ...flow, unixMode: 0o120777 }])],
  ["a symbolic link that a Mac would add", "symbolic_link", () => buildArchive([flow, { ...named("__MACOSX/a"), unixMode: 0o120777 }])],
  ["a device", "special_file", () => buildArchive([{ ...flow, unixMode: 0o060666 }])],
  ["a file twice", "duplicate_name", () => buildArchive([flow, flow])],
  ["a file twice, in two folders", "duplicate_name", () => buildArchive([flow, { ...flow, name: "a/flow_definition.json" }])],
  ["files in two folders", "several_folders", () => buildArchive([flow, named("a/app_definition.json")])],
  ["a folder in a folder", "unknown_file", () => buildArchive([named("a/b/flow_definition.json")])],
  ["another file", "unknown_file", () => buildArchive([flow, named("readme.txt")])],
  ["a file named alike", "unknown_file", () => buildArchive([flow, named("FLOW_DEFINITION.JSON")])],
  ["an archive in the archive", "nested_archive", () => buildArchive([flow, { name: "inner.zip", content: good }])],
  ["an encrypted file", "encrypted", () => buildArchive([{ ...flow, flags: 0x801 }])],
  ["a strongly encrypted file", "encrypted", () => buildArchive([{ ...flow, flags: 0x841 }])],
  ["a masked directory", "encrypted", () => buildArchive([{ ...flow, flags: 0x2800 }])],
  ["a compression that is not known", "compression_unknown", () => buildArchive([{ ...flow, method: 14 }])],
  ["Deflate64", "compression_unknown", () => buildArchive([{ ...flow, method: 9 }])],
  ["AES", "compression_unknown", () => buildArchive([{ ...flow, method: 99 }])],
  [
    "tens of thousands of entries",
    "too_many_entries",
    () => buildArchive(Array.from({ length: 65_000 }, (_, n) => ({ name: `__MACOSX/${n}`, method: 0 }))),
  ],
  ["entries counted that are not there", "too_many_entries", () => buildArchive([flow], { count: 60_000 })],
  ["fewer entries than there are", "headers_disagree", () => buildArchive([flow, named("app_definition.json")], { count: 1 })],
  ["more entries than there are", "headers_disagree", () => buildArchive([flow], { count: 2 })],
  ["a directory that stands elsewhere", "headers_disagree", () => buildArchive([flow], { offset: 3 })],
  ["a bomb that says what it is", "too_large", () => buildArchive([{ ...flow, content: mebibytes(11) }])],
  [
    "a bomb in three files",
    "too_large",
    () =>
      buildArchive(["flow_definition.json", "app_definition.json", "env_variables.json"].map((name) => ({ name, content: mebibytes(4) }))),
  ],
  [
    "a bomb that says it is small",
    "too_large",
    () => buildArchive([{ ...flow, content: mebibytes(24), directory: { size: 100 }, local: { size: 100 } }]),
  ],
  [
    "a bomb that says it is small in its descriptor",
    "headers_disagree",
    () => buildArchive([{ ...flow, content: mebibytes(24), directory: { size: 100 }, descriptor: "signed" }]),
  ],
  ["a file shorter than it says", "headers_disagree", () => buildArchive([{ ...flow, directory: { size: 100 }, local: { size: 100 } }])],
  [
    "a stored file with two sizes",
    "headers_disagree",
    () => buildArchive([{ ...flow, method: 0, directory: { size: 5 }, local: { size: 5 } }]),
  ],
  ["a wrong checksum", "checksum_wrong", () => buildArchive([{ ...flow, directory: { crc: 1 }, local: { crc: 1 } }])],
  [
    "a bit turned in stored data",
    "checksum_wrong",
    () => ((bytes) => bytes.with(52, bytes[52]! ^ 1))(buildArchive([{ ...flow, method: 0 }])),
  ],
  ["a bit turned in compressed data", "content_damaged", () => changedAt(50, (byte) => byte | 0x06)],
  [
    "a descriptor that says something else",
    "headers_disagree",
    () => buildArchive([{ ...flow, descriptor: "signed", directory: { crc: 7 } }]),
  ],
  ["a descriptor that is missing", "headers_disagree", () => buildArchive([{ ...flow, flags: 0x808 }])],
  [
    "another name in the local header",
    "headers_disagree",
    () => buildArchive([{ ...flow, local: { name: new TextEncoder().encode("../../../etc/passwd_") } }]),
  ],
  ["another size in the local header", "headers_disagree", () => buildArchive([{ ...flow, local: { size: 3 } }])],
  ["another method in the local header", "headers_disagree", () => buildArchive([{ ...flow, local: { method: 0 } }])],
  ["encryption in the local header alone", "headers_disagree", () => buildArchive([{ ...flow, local: { flags: 0x801 } }])],
  [
    "two entries with one body",
    "entries_overlap",
    () => buildArchive([flow, { ...named("app_definition.json"), directory: { localOffset: 0 } }]),
  ],
  ["something between the entries", "entries_overlap", () => buildArchive([{ ...flow, after: Uint8Array.from([1, 2, 3, 4]) }])],
  ["an entry that the directory leaves out", "entries_overlap", () => buildArchive([{ ...flow, after: good.slice(0, 60) }])],
  [
    "an entry that reaches into the directory",
    "truncated",
    () => buildArchive([{ ...flow, directory: { compressedSize: 60 }, local: { compressedSize: 60 } }]),
  ],
  ["sizes of Zip64", "zip64", () => buildArchive([{ ...flow, directory: { size: 0xffffffff } }])],
  ["a count of Zip64", "zip64", () => buildArchive([flow], { count: 0xffff })],
  ["a locator of Zip64", "zip64", () => buildArchive([flow], { before: Uint8Array.from([0x50, 0x4b, 6, 7, ...new Uint8Array(16)]) })],
  ["one part of several", "several_disks", () => buildArchive([flow], { disk: 1 })],
];
