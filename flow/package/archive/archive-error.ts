/** Every reason for which an archive is refused. */
export type ArchiveFault =
  | "not_an_archive"
  | "truncated"
  | "several_disks"
  | "zip64"
  | "too_many_entries"
  | "too_large"
  | "name_encoding"
  | "unsafe_name"
  | "duplicate_name"
  | "unknown_file"
  | "nested_archive"
  | "several_folders"
  | "symbolic_link"
  | "special_file"
  | "encrypted"
  | "compression_unknown"
  | "headers_disagree"
  | "entries_overlap"
  | "content_damaged"
  | "checksum_wrong";

/** Thrown where an archive is not what it says or holds what it must not. The message is a sentence for a person. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
  readonly fault: ArchiveFault;

  constructor(fault: ArchiveFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
