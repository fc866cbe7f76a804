/** Pieces that several routes share. */
import * as z from "zod";

export const time = z.iso.datetime().meta({ description: "UTC, ISO 8601." });

/** Trimmed, one line, not empty. */
export function nameOf(what: string, max: number) {
  return z
    .string()
    .transform((text) => text.trim())
    .pipe(
      z
        .string()
        .min(1, `Give the ${what} a name.`)
        .max(max, `The name may have at most ${max} characters.`)
        // oxlint-disable-next-line no-control-regex -- control characters are what it refuses
        .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, "The name must be one line without control characters."),
    );
}

/** A moment to come: ISO 8601 with an offset, or epoch milliseconds. Epoch milliseconds behind the border. */
export const moment = z
  .union([z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)), z.int().min(0).max(8.64e15)])
  .meta({ description: "ISO 8601 with an offset, or epoch milliseconds." });

/** The same as a query parameter, which is text: epoch milliseconds come as digits. */
export const instant = z
  .string()
  .max(40)
  .transform((text) => (/^\d{1,16}$/.test(text) ? Number(text) : text))
  .pipe(moment);

const pageLimits = { default: 50, max: 200 } as const;

/** `?limit=&cursor=`, which every list takes. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(pageLimits.max).default(pageLimits.default),
  cursor: z.string().max(1_000).optional().meta({ description: "`nextCursor` of the page before." }),
});

/** What every list answers. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable().meta({ description: "Null on the last page." }) });
}
