/** What the HTTP semantic conventions say of a client's call, from what an API node recorded. */
import type { AttributeValue } from "./otlp.ts";
import type { TracedAttempt } from "./run-trace.ts";

const knownMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** `includeValues` adds the whole address: its path and query can say something about people. */
export function httpAttributes(
  { input, output, attempt }: TracedAttempt,
  includeValues: boolean,
): Readonly<Record<string, AttributeValue>> {
  const { method, url } = record(input);
  const { status } = record(output);
  const address = typeof url === "string" ? parse(url) : undefined;
  return {
    "http.request.method": typeof method === "string" ? (knownMethods.includes(method) ? method : "_OTHER") : undefined,
    "server.address": address?.hostname,
    "server.port": address && Number(address.port || (address.protocol === "https:" ? 443 : 80)),
    "url.full": includeValues ? address?.href : undefined,
    "http.response.status_code": typeof status === "number" ? status : undefined,
    "http.request.resend_count": attempt > 1 ? attempt - 1 : undefined,
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** A call can fail before its address was one. */
function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
