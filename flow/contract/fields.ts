/** Pieces that several routes share. */
import * as z from "zod";
import { looksLikeSeconds } from "../time/calendar.ts";

export const time = z.iso.datetime().meta({ description: "UTC, ISO 8601." });

/** Trimmed, one line, with something to be seen in it, and nothing that turns around the text that it is shown in. */
export function nameOf(what: string, max: number) {
  return z
    .string()
    .transform((text) => text.trim())
    .pipe(
      z
        .string()
        .min(1, { error: `Enter a name for the ${what}.`, abort: true })
        .max(max, `The name can have at most ${max} characters.`)
        .regex(
          // oxlint-disable-next-line no-control-regex -- control characters are what it refuses
          /^[^\u0000-\u001f\u007f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/,
          "The name must be a single line without control characters.",
        )
        // Zero-width characters are parts of names in some scripts, but none by themselves.
        .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, `Enter a visible name for the ${what}.`),
    );
}

const momentWanted = "Give a time such as 2027-01-31T09:00:00Z, a date, which is midnight UTC, or epoch milliseconds.";
const epochMs = z
  .int(momentWanted)
  .min(0, momentWanted)
  .max(8.64e15, momentWanted)
  .refine((value) => !looksLikeSeconds(value), "These are Unix seconds. Give epoch milliseconds: multiply by 1000.");

/** A moment: ISO 8601 with an offset, a date, or epoch milliseconds. After parsing: epoch milliseconds. */
export const moment = z
  .union(
    [
      z.iso.datetime({ offset: true, error: momentWanted }).transform((text) => Date.parse(text)),
      z.iso.date(momentWanted).transform((text) => Date.parse(text)),
      epochMs,
    ],
    { error: (issue) => (issue.errors.length > 0 ? unionFault(issue.errors) : momentWanted) },
  )
  .meta({ description: "ISO 8601 with an offset, a date (midnight UTC), or epoch milliseconds." });

/** What a form said that took the value as its own, else what is wanted. */
function unionFault(errors: readonly (readonly { readonly code?: string; readonly message?: string }[])[]): string {
  return errors.flat().find(({ code }) => code === "custom")?.message ?? momentWanted;
}

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
  cursor: z.string().max(1_000).optional().meta({ description: "`nextCursor` of the previous page." }),
});

/** What every list answers. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable().meta({ description: "Null on the last page." }) });
}
