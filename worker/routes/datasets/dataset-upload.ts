/** Takes rows as they arrive and hands them to the data set's object in batches; one batch is written while the next is read. */
import type { ProblemEntry } from "#flow/problems/problem.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { RowReader, type ReadingOptions, type RowsRead } from "#flow/datasets/row-reader.ts";
import type { DatasetFormat } from "#flow/datasets/formats.ts";
import type { DatasetId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import type { ObjectsEnv } from "#objects/env.ts";
import { tooLarge } from "./dataset-source.ts";
import { secureBytes } from "../frame/secure-bytes.ts";

export type RowsObject = ReturnType<ObjectsEnv["DATASETS"]["getByName"]>;

/** Rows that are stored and wait for D1 to name them. */
export interface Received {
  readonly upload: string;
  readonly format: DatasetFormat;
  readonly columns: RowsRead["columns"];
  readonly rows: number;
  readonly bytes: number;
  readonly warnings: readonly ProblemEntry[];
}

/** What the data set has already. */
interface Before {
  readonly rows: number;
  readonly bytes: number;
}

const batchChars = 256 * 1024;
const sliceBytes = 64 * 1024;

/** Reads a file into a new upload of the object. Where it fails the upload is dropped and the reason thrown. */
export async function receiveRows(
  object: RowsObject,
  datasetId: DatasetId,
  options: ReadingOptions,
  bytes: AsyncIterable<Uint8Array>,
  before: Before = { rows: 0, bytes: 0 },
): Promise<Received> {
  const upload = Array.from(secureBytes(12), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const reach = reaching(object, upload);
  await reach(object.begin(datasetId, upload));
  try {
    const writer = new BatchWriter((rows) => reach(object.add(upload, rows)), limits.maxDatasetRows - before.rows);
    const reader = new RowReader(options, (cells) => writer.take(cells));
    let size = 0;
    for await (const piece of bytes) {
      size += piece.byteLength;
      if (before.bytes + size > limits.maxDatasetBytes) throw tooLarge();
      // A body that was in memory already comes in one piece, of which no batch may be made.
      for (let at = 0; at < piece.byteLength; at += sliceBytes) {
        reader.push(piece.subarray(at, at + sliceBytes));
        await writer.writeFull();
      }
    }
    const { columns, rows, warnings } = reader.end();
    await writer.end();
    return { upload, format: options.format, columns, rows, bytes: size, warnings };
  } catch (error) {
    await object.drop(upload).catch(() => undefined);
    throw error;
  }
}

/** The object's answer; a Refusal where it was lost in between, with what it had of the upload. */
function reaching(object: RowsObject, upload: string) {
  return async <Answer>(asked: Promise<Answer>): Promise<Answer> => {
    try {
      const answer = await asked;
      if (answer !== false) return answer;
    } catch {
      await object.drop(upload).catch(() => undefined);
    }
    throw lost();
  };
}

export function lost(): Refusal {
  return new Refusal("unavailable", {
    detail: "The rows could not be stored, so nothing was saved.",
    suggestion: "Upload the file again.",
    retryAfterSec: 1,
  });
}

class BatchWriter {
  readonly #write: (rows: readonly string[]) => Promise<unknown>;
  readonly #maxRows: number;
  #rows = 0;
  #batch: string[] = [];
  #chars = 0;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(write: (rows: readonly string[]) => Promise<unknown>, maxRows: number) {
    this.#write = write;
    this.#maxRows = maxRows;
  }

  take(cells: string): void {
    if (++this.#rows > this.#maxRows)
      throw new Refusal("too_large", {
        detail: `A data set can have at most ${limits.maxDatasetRows.toLocaleString("en-GB")} rows.`,
        suggestion: "Split the rows into several data sets.",
      });
    this.#batch.push(cells);
    this.#chars += cells.length;
  }

  /** Hands a full batch on, as soon as the one before is written. */
  async writeFull(): Promise<void> {
    if (this.#chars >= batchChars) await this.#flush();
  }

  async end(): Promise<void> {
    if (this.#batch.length > 0) await this.#flush();
    await this.#writing;
  }

  async #flush(): Promise<void> {
    await this.#writing;
    this.#writing = this.#write(this.#batch);
    // It is awaited with the next batch; until then its failure must not count as unheard.
    this.#writing.catch(() => undefined);
    this.#batch = [];
    this.#chars = 0;
  }
}
