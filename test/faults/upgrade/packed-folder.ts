/** A folder as one compressed file: its files by their paths, in base64. */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

export function packFolder(folder: string, file: string, leaveOut: (path: string) => boolean): void {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => statSync(join(folder, path)).isFile() && !leaveOut(path),
  );
  const files = Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(folder, path)).toString("base64")]));
  writeFileSync(file, gzipSync(JSON.stringify(files), { level: 9 }));
}

export function unpackFolder(file: string, folder: string): void {
  // Written by `packFolder`.
  const files = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Record<string, string>;
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(content, "base64"), { mode: 0o600 });
  }
}
