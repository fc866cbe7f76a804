/** Where the rows of a data set come from: the body of a request, or the file in its form. It is read as it arrives. */
import type { ReadingQuery } from "#flow/contract/datasets.ts";
import { readingQuery } from "#flow/contract/datasets.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { delimiterOf, formatOfName, formatOfType } from "#flow/datasets/formats.ts";
import { boundaryOf, FormError, readForm, type FormPart } from "#flow/datasets/multipart.ts";
import type { ReadingOptions } from "#flow/datasets/row-reader.ts";
import { limits } from "#flow/limits.ts";
import { toIssue } from "#flow/problems/issue.ts";

const maxFields = 10;
const maxFieldBytes = 16 * 1024;

type Take<Taken> = (options: ReadingOptions, bytes: AsyncIterable<Uint8Array>) => Promise<Taken>;

/** Gives the file to `take` and answers what it made of it, with the form's other fields. Throws a Refusal. */
export async function readSource<Taken>(
  request: Request,
  query: ReadingQuery,
  take: Take<Taken>,
): Promise<{ taken: Taken; fields: Readonly<Record<string, string>> }> {
  const encoding = request.headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity")
    throw new Refusal("unsupported_media_type", {
      detail: "The body is compressed, which is not supported.",
      suggestion: "Send the file uncompressed.",
    });
  if (!request.body)
    throw new Refusal("bad_request", { detail: "The request has no body.", suggestion: "Send the file as the body or in a form." });
  const contentType = request.headers.get("content-type");
  const boundary = boundaryOf(contentType);
  const body = bytesOf(request.body, limits.maxDatasetBytes + (boundary === undefined ? 0 : limits.maxFormExtraBytes));
  if (boundary === undefined) return { taken: await take(optionsOf(query, contentType, undefined), body), fields: {} };
  try {
    return await readParts(readForm(body, boundary), query, take);
  } catch (error) {
    if (error instanceof FormError)
      throw new Refusal("bad_request", { detail: error.message, suggestion: "Send a well-formed multipart/form-data body." });
    throw error;
  }
}

async function readParts<Taken>(parts: AsyncIterable<FormPart>, query: ReadingQuery, take: Take<Taken>) {
  const fields: Record<string, string> = {};
  let file: { taken: Taken } | undefined;
  for await (const part of parts) {
    if (part.name !== "file") {
      if (part.fileName !== undefined || Object.keys(fields).length >= maxFields || !/^[a-z]{1,30}$/.test(part.name))
        throw fault("unknown_key", `/${part.name.slice(0, 50)}`, "The form has an unknown field.");
      fields[part.name] = await textOf(part);
      continue;
    }
    if (file) throw fault("duplicate_key", "/file", "The form has two files. Send one file.");
    const given = readingQuery.safeParse(fields);
    if (!given.success) throw new Refusal("validation_failed", { errors: given.error.issues.flatMap((issue) => toIssue(issue)) });
    file = { taken: await take(optionsOf({ ...given.data, ...defined(query) }, part.mediaType, part.fileName), part.bytes) };
  }
  if (!file) throw fault("missing", "/file", "The form has no field named “file”.");
  return { taken: file.taken, fields };
}

function defined(query: ReadingQuery): ReadingQuery {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

/** What is said outright counts more than the file's name, and that more than a media type, which browsers guess. */
function optionsOf(query: ReadingQuery, mediaType: string | null | undefined, fileName: string | undefined): ReadingOptions {
  const format = query.format ?? formatOfName(fileName) ?? formatOfType(mediaType);
  if (!format)
    throw new Refusal("unsupported_media_type", {
      detail: "The file format could not be detected.",
      suggestion: "Set `format=csv`, `json` or `jsonl` in the query, or send the matching Content-Type.",
    });
  return {
    format,
    delimiter: query.delimiter,
    declaredDelimiter: delimiterOf(mediaType, fileName),
    hasHeader: query.header !== "false",
  };
}

async function textOf({ bytes, name }: FormPart): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of bytes) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > maxFieldBytes) throw fault("too_long", `/${name}`, `The field can have at most ${maxFieldBytes} characters.`);
  }
  return text + decoder.decode();
}

function fault(code: string, path: string, message: string): Refusal {
  return new Refusal("validation_failed", { errors: [{ path, code, message }] });
}

/** The pieces of a body, counted, because a length that a caller states is only a claim. */
async function* bytesOf(body: ReadableStream<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(brokenOff);
      if (done) return;
      size += value.byteLength;
      if (size > maxBytes) throw tooLarge();
      yield value;
    }
  } finally {
    // Not awaited: the caller may go on sending for as long as it likes.
    void reader.cancel().catch(() => undefined);
  }
}

export function tooLarge(): Refusal {
  return new Refusal("too_large", {
    detail: `A data set can have at most ${limits.maxDatasetBytes / 1024 / 1024} MB of files.`,
    suggestion: "Split the data into several data sets, or leave out columns that you do not need.",
  });
}

function brokenOff(): never {
  throw new Refusal("bad_request", {
    detail: "The body ended too early, so nothing was saved.",
    suggestion: "Upload the file again.",
  });
}
