import type * as z from "zod";

/** What is read here of a schema's definition (zod 4). */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
}
const definitionOf = (schema: z.ZodType): Definition => schema.def;

/** The title of the setting at a path, for use in a sentence: `url` is "URL", `headers.0.name` is "name". */
export function settingTitle(params: z.ZodType, path: readonly (string | number)[]): string {
  let schema: z.ZodType | undefined = params;
  let title: string | undefined;
  for (const part of path) {
    schema = schema && unwrap(schema);
    const definition: Definition | undefined = schema && definitionOf(schema);
    schema = typeof part === "number" ? definition?.element : definition?.shape?.[part];
    title = schema && titleOf(schema);
  }
  return inSentence(title ?? path.findLast((part) => typeof part === "string") ?? "setting");
}

function titleOf(schema: z.ZodType): string | undefined {
  const { innerType } = definitionOf(schema);
  return schema.meta()?.title ?? (innerType && titleOf(innerType));
}

function unwrap(schema: z.ZodType): z.ZodType {
  const { innerType } = definitionOf(schema);
  return innerType ? unwrap(innerType) : schema;
}

/** "Name" → "name", but "URL" stays. */
const inSentence = (title: string): string => (/^[A-Z][a-z]/.test(title) ? title[0]!.toLowerCase() + title.slice(1) : title);

/** "URL" → "a URL", "expression" → "an expression"; plurals and "code" have no article. */
export function withArticle(noun: string): string {
  if (/(s|ia|code)$/.test(noun)) return noun;
  return /^[aeio]/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}
