import * as z from "zod";

/** An e-mail address, trimmed and in lower case. */
export const email = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email("Give a valid e-mail address.").max(254));
