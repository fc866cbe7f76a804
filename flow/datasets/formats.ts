export const datasetFormats = ["csv", "json", "jsonl"] as const;
export type DatasetFormat = (typeof datasetFormats)[number];

const byMediaType: Readonly<Record<string, DatasetFormat>> = {
  "text/csv": "csv",
  "text/tab-separated-values": "csv",
  "application/csv": "csv",
  "application/json": "json",
  "text/json": "json",
  "application/jsonl": "jsonl",
  "application/json-lines": "jsonl",
  "application/x-ndjson": "jsonl",
  "application/ndjson": "jsonl",
  "application/x-jsonlines": "jsonl",
};
const byEnding: Readonly<Record<string, DatasetFormat>> = { csv: "csv", tsv: "csv", json: "json", jsonl: "jsonl", ndjson: "jsonl" };

/** The format that a media type stands for, or undefined. Parameters such as `charset` are overlooked. */
export function formatOfType(mediaType: string | null | undefined): DatasetFormat | undefined {
  const key = mediaType?.split(";")[0]!.trim().toLowerCase();
  return key && Object.hasOwn(byMediaType, key) ? byMediaType[key] : undefined;
}

/** The delimiter that a file's type or the ending of its name stands for, or undefined. */
export function delimiterOf(mediaType: string | null | undefined, fileName: string | undefined): "\t" | undefined {
  const isTabs = /^\s*text\/tab-separated-values\s*(?:;|$)/i.test(mediaType ?? "") || /\.tsv$/i.test(fileName ?? "");
  return isTabs ? "\t" : undefined;
}

/** The format that a file's name ends with, or undefined. */
export function formatOfName(fileName: string | undefined): DatasetFormat | undefined {
  const ending = fileName?.split(".").at(-1)?.toLowerCase();
  return ending && Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
}
