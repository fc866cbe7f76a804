import * as z from "zod";

/** An e-mail address, trimmed, in lower case, its host as DNS writes it (RFC 5891). */
export const email = z
  .string()
  .transform((text) => withAsciiHost(text.trim().toLowerCase()))
  .pipe(z.email("Enter a valid e-mail address.").max(254));

/** `user@münchen.test` as `user@xn--mnchen-3ya.test`: one mailbox, one spelling. */
function withAsciiHost(address: string): string {
  const at = address.lastIndexOf("@");
  const host = address.slice(at + 1);
  if (at < 0 || !/[\u0080-\uffff]/.test(host) || /[\s/?#:@\\[\]%]/.test(host)) return address;
  try {
    return `${address.slice(0, at)}@${new URL(`http://${host}`).hostname}`;
  } catch {
    return address;
  }
}
