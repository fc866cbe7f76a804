import { Zip, ZipDeflate } from "fflate";

/** Writes an archive piece by piece: the same bytes for the same files in the same order. */
export function writeArchive(files: ReadonlyMap<string, string>, write: (piece: Uint8Array) => void): void {
  const archive = new Zip((error, piece) => {
    if (error) throw error;
    write(piece);
  });
  // The first moment that the format knows, in local time, as the library reads it: equal contents are equal archives.
  const anyTime = new Date(1980, 0, 1);
  for (const [name, text] of files) {
    const file = new ZipDeflate(name, { level: 9 });
    file.mtime = anyTime;
    archive.add(file);
    file.push(new TextEncoder().encode(text), true);
  }
  archive.end();
}
