/** The header Retry-After (RFC 9110, 10.2.3): whole seconds, or a date. */

/**
 * Milliseconds that a server asks to wait, or undefined if the header is missing or invalid. For a date in the past
 * there is no wait.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1_000;
  // All three forms of an HTTP date start with a day's name; other texts that JavaScript parses as a date are invalid.
  if (!/^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i.test(text)) return undefined;
  // The obsolete form of asctime names no zone; HTTP dates are UTC.
  const at = Date.parse(/(gmt|utc|[+-]\d{4})$/i.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
