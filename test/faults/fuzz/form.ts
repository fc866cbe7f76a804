/** Forms of uploads and imports: whole ones, and damaged ones. */
import type { Random } from "./random.ts";

export interface FormSources {
  /** Archives and files of true exports, by field. */
  readonly files: Readonly<Record<string, readonly Buffer[]>>;
  /** A text for a field that is not a file. */
  text(field: string): string;
}

const tables = [
  "a,b\n1,2\n3,4\n",
  'a,a\n"open',
  "a\u0000b;c\n1;2",
  `${"c,".repeat(3000)}c\n1`,
  "\n\n\n",
  "",
  '[{"a":1},{"b":[]}]',
  '{"a":9007199254740993}\n{"a":\n',
  '[{"__proto__":1,"":2}]',
  `[${"[".repeat(70)}${"]".repeat(70)}]`,
  '{"\\ud800":"\\udfff"}',
].map((text) => Buffer.from(text));
const noise = [
  Buffer.from([0xff, 0xfe, 0x00, 0x41]),
  Buffer.from("PK\u0003\u0004garbage"),
  Buffer.from("PK\u0005\u0006"),
  Buffer.alloc(22),
];
const fileNames = ["a.csv", "a.json", "a.jsonl", "export.zip", "flow_definition.json", "", "../../x", "%00", "a".repeat(300), 'q"uote.csv'];

export function formFrom(fields: readonly string[], random: Random, sources: FormSources): { body: Buffer; contentType: string } {
  const boundary = `b${random.below(1e9)}`;
  const pieces: Buffer[] = [];
  const add = (field: string, content: Buffer, fileName?: string): void => {
    const type = random.pick(["text/csv", "application/zip", "application/json", "a/b"]);
    const file = fileName === undefined ? "" : `; filename="${fileName}"\r\ncontent-type: ${type}`;
    pieces.push(
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${field}"${file}\r\n\r\n`),
      content,
      Buffer.from("\r\n"),
    );
  };
  let hasFile = false;
  for (const field of fields.filter((name) => random.chance(sources.files[name] ? 0.85 : 0.5))) {
    const files = sources.files[field];
    if (files) {
      // An archive or its single files: an import takes one of them.
      if (hasFile && random.chance(0.9)) continue;
      hasFile = true;
      const content = fileFrom(files, random);
      add(field, content, random.chance(0.7) ? nameOf(content) : random.pick(fileNames));
    } else add(field, Buffer.from(sources.text(field)));
    if (random.chance(0.05)) add(field, Buffer.from("twice"));
  }
  if (random.chance(0.05)) for (let i = random.below(20); i >= 0; i--) add(random.pick(["file", "__proto__", "", "x"]), Buffer.from("{}"));
  if (!random.chance(0.05)) pieces.push(Buffer.from(`--${boundary}--\r\n`));
  const body = Buffer.concat(pieces);
  const cut = random.chance(0.05) ? body.subarray(0, random.below(body.length + 1)) : body;
  const named = random.chance(0.1) ? random.pick([`"${boundary}"`, "other", ""]) : boundary;
  return { body: cut, contentType: `multipart/form-data; boundary=${named}` };
}

function fileFrom(files: readonly Buffer[], random: Random): Buffer {
  const content = random.pick(random.chance(0.65) ? files : random.chance(0.7) ? tables : noise);
  if (content.length === 0 || !random.chance(0.2)) return content;
  const damaged = Buffer.from(content);
  for (let i = random.below(4); i >= 0; i--) damaged[random.below(damaged.length)] = random.below(256);
  return damaged;
}

function nameOf(content: Buffer): string {
  if (content.subarray(0, 2).toString() === "PK") return "export.zip";
  return content.toString().trimStart().startsWith("{") ? "flow_definition.json" : "a.csv";
}
