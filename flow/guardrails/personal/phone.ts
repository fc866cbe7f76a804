import type { CountryCode } from "libphonenumber-js/min";
import type { IsPhone } from "./find-personal.ts";

/** Where a number without its country is tried: the largest plans, whose numbers have forms of their own. */
const usual: readonly CountryCode[] = ["US", "GB", "DE", "FR"];

/** Numbers by libphonenumber's plans. They are a module of their own, loaded when first needed. */
export async function loadPhones(): Promise<IsPhone> {
  const { parsePhoneNumberFromString } = await import("libphonenumber-js/min");
  return (text) => {
    // Without a sign between its digits a national number looks like any other number.
    const national = /\d[ ()./-]+\d/.test(text) ? usual : [];
    const international = text.replace(/^00/, "+");
    if (international.startsWith("+")) return parsePhoneNumberFromString(international)?.isValid() ?? false;
    return national.some((country) => parsePhoneNumberFromString(text, country)?.isValid() ?? false);
  };
}
