/** The files of an import, from a form that a stranger may have made. Everything that makes them none is a Refusal with the reason. */
import { Refusal } from "#flow/problems/refusal.ts";
import { limits } from "#flow/limits.ts";
import { ArchiveError } from "#flow/package/archive/archive-error.ts";
import { readArchive } from "#flow/package/archive/read-archive.ts";
import { packageFileNames, packageFiles, packageParts, partOfName, type PackagePart } from "#flow/package/package-files.ts";
import { parsePackage, type Package } from "#flow/package/parse-package.ts";
import { inexactNumbers } from "#flow/json/inexact-numbers.ts";
import { positionOfFault } from "#flow/json/json-fault.ts";
import { inexactRefusal, readBytes } from "../../http/read-json.ts";

export interface Upload {
  readonly package: Package;
  /** What the archive or the flow's file was called, without its ending, where that says something. */
  readonly name: string | undefined;
  /** Fields of the form that are not files. */
  readonly fields: ReadonlyMap<string, string>;
}

const fieldNames: readonly string[] = ["resolutions", "backup"];
/** Three files, or one archive, and the fields; more is a mistake. */
const maxFormParts = 8;

/** Reads the form. `needed` are the parts without which it is refused. */
export async function readUpload(request: Request, needed: readonly PackagePart[]): Promise<Upload> {
  const { files, fields, name } = await readForm(request);
  const missing = needed.filter((part) => !files.has(part)).map((part) => packageFiles[part]);
  if (missing.length > 0) {
    throw new Refusal("validation_failed", {
      detail: `This import needs ${missing.join(" and ")}.`,
      suggestion: "Send an exported ZIP archive or its single files.",
      errors: missing.map((file) => ({ path: file, code: "missing_file", message: `${file} is missing.` })),
    });
  }
  const values = packageParts.map((part) => [part, files.has(part) ? parseFile(part, files.get(part)!) : undefined] as const);
  // Every part has its entry; `flow` is always among the needed.
  const parsed = parsePackage(Object.fromEntries(values) as Record<PackagePart, unknown>);
  if (!parsed.ok) throw new Refusal("validation_failed", { detail: "These are not exported files.", errors: parsed.issues });
  return { package: parsed.package, name, fields };
}

interface Form {
  readonly files: Map<PackagePart, Uint8Array>;
  readonly fields: Map<string, string>;
  readonly name: string | undefined;
}

async function readForm(request: Request): Promise<Form> {
  const type = request.headers.get("content-type");
  if (!type || !/^\s*multipart\/form-data\s*;/i.test(type)) {
    throw new Refusal("unsupported_media_type", {
      detail: "An import must be a form with files.",
      suggestion: "Send the files with Content-Type: multipart/form-data.",
    });
  }
  const bytes = await readBytes(request, limits.maxPackageBytes + limits.maxFormExtraBytes);
  const parts = Array.from(await parseForm(bytes, type));
  if (parts.length > maxFormParts)
    throw new Refusal("bad_request", { detail: `The form has ${parts.length} parts. The maximum is ${maxFormParts}.` });
  const form: Form & { name: string | undefined } = { files: new Map(), fields: new Map(), name: undefined };
  let size = 0;
  let archive: Uint8Array | undefined;
  for (const [field, value] of parts) {
    if (typeof value === "string" && fieldNames.includes(field)) {
      if (form.fields.has(field)) throw new Refusal("bad_request", { detail: `The form has the field ${field} twice.` });
      form.fields.set(field, value);
      continue;
    }
    const content = typeof value === "string" ? new TextEncoder().encode(value) : await value.bytes();
    const fileName = typeof value === "string" ? field : value.name;
    size += content.length;
    if (size > limits.maxPackageBytes)
      throw new Refusal("too_large", {
        detail: `The files can have at most ${limits.maxPackageBytes.toLocaleString("en-GB")} bytes in total.`,
      });
    const part = partOfName(fileName) ?? partOfName(field);
    if (isArchive(content) || (!part && /\.zip$/i.test(fileName))) {
      if (archive) throw new Refusal("bad_request", { detail: "The form has two archives. Send one." });
      archive = content;
      form.name = baseOf(fileName);
    } else if (!part) {
      throw new Refusal("unsupported_media_type", {
        detail: `“${fileName.slice(0, 100)}” is neither a ZIP archive nor an exported file.`,
        suggestion: `Send a ZIP archive, or ${packageFileNames.join(", ")}.`,
      });
    } else {
      if (form.files.has(part)) throw new Refusal("bad_request", { detail: `The form has ${packageFiles[part]} twice.` });
      form.files.set(part, content);
    }
  }
  if (!archive) return form;
  if (form.files.size > 0) throw new Refusal("bad_request", { detail: "The form has an archive and single files. Send one or the other." });
  return { ...form, files: unpack(archive) };
}

/** `formData` reads everything immediately; the bytes were counted before. */
async function parseForm(bytes: Uint8Array, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    throw new Refusal("bad_request", {
      detail: "The form is damaged.",
      suggestion: "Send it again as multipart/form-data with its boundary.",
    });
  }
}

function isArchive(content: Uint8Array): boolean {
  return content[0] === 0x50 && content[1] === 0x4b && content[2]! < 8;
}

function unpack(archive: Uint8Array): Map<PackagePart, Uint8Array> {
  try {
    const files = readArchive(archive, packageFileNames, { maxEntries: limits.maxArchiveEntries, maxBytes: limits.maxPackageBytes });
    return new Map(
      packageParts.flatMap((part) => (files.has(packageFiles[part]) ? [[part, files.get(packageFiles[part])!] as const] : [])),
    );
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    const { fault, message } = error;
    throw new Refusal(fault === "too_large" ? "too_large" : "archive_refused", { detail: message, errors: [{ code: fault, message }] });
  }
}

function parseFile(part: PackagePart, content: Uint8Array): unknown {
  const file = packageFiles[part];
  let text: string;
  try {
    // A byte order mark is taken off.
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(content);
  } catch {
    throw new Refusal("bad_request", { detail: `${file} is not UTF-8.`, suggestion: "Save it as UTF-8." });
  }
  try {
    const value: unknown = JSON.parse(text);
    const inexact = inexactNumbers(text, limits.maxInexactNumbers);
    if (inexact.length > 0) throw inexactRefusal(inexact, file);
    return value;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const before = text.slice(0, positionOfFault(text)).split("\n");
    throw new Refusal("bad_request", {
      detail: `${file} is not valid JSON. The error is at line ${before.length}, column ${before.at(-1)!.length + 1}.`,
      suggestion: "Correct the JSON at that place, or export the workflow again.",
    });
  }
}

/** What a file's name says of the workflow in it. */
function baseOf(fileName: string): string | undefined {
  const base = fileName
    .replace(/^.*[\\/]/s, "")
    .replace(/\.zip$/i, "")
    .replace(/^Exported_/, "")
    .replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]/g, "")
    .trim();
  return base === "" ? undefined : base;
}
