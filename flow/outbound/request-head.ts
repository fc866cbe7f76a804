import { OutboundError } from "./outbound-error.ts";

export type HeaderList = readonly (readonly [string, string])[];

/**
 * Headers that describe the connection or the framing of this one message (RFC 9110 §7.6.1). The platform sets
 * what it needs; a builder's own value would be wrong or a way to smuggle a request, so it is left out silently:
 * pasted cURL lines are full of them.
 */
const droppedHeaders = new Set([
  "host",
  "content-length",
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  // The platform unpacks only what it asked for itself.
  "accept-encoding",
]);

export const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** The method in upper case. Throws an OutboundError for one that cannot be sent. */
export function checkMethod(method: string): string {
  const upper = method.toUpperCase();
  if (headerName.test(method) && upper !== "CONNECT" && upper !== "TRACE" && upper !== "TRACK") return upper;
  throw new OutboundError(
    "setting_invalid",
    `The method ${JSON.stringify(method)} cannot be used.`,
    "Use GET, POST, PUT, PATCH, DELETE, HEAD or OPTIONS.",
    "other",
  );
}

/** The body, or undefined for none. Throws an OutboundError where the method cannot carry it. */
export function checkBody<Body extends string | Uint8Array>(method: string, body: Body | undefined): Body | undefined {
  if (method !== "GET" && method !== "HEAD") return body;
  if (body === undefined || body.length === 0) return undefined;
  throw new OutboundError(
    "setting_invalid",
    `A ${method} request cannot have a body.`,
    "Leave the body empty, or use POST, PUT or PATCH.",
    "other",
  );
}

/**
 * The headers as they are sent: names in lower case, values trimmed, connection headers left out. Throws an
 * OutboundError for a name or value that no header can hold, such as one with a line break.
 */
export function checkHeaders(headers: HeaderList): HeaderList {
  const checked = headers
    .map(([name, value]) => {
      if (!headerName.test(name)) {
        throw new OutboundError(
          "setting_invalid",
          `${JSON.stringify(name)} is not a valid header name.`,
          "Use letters, digits and hyphens.",
          "other",
        );
      }
      const trimmed = value.trim();
      // The value may be a secret, so the message does not show it.
      if (hasForbiddenCharacter(trimmed)) {
        throw new OutboundError(
          "setting_invalid",
          `The value of the header ${name} contains a line break or another character that headers cannot contain.`,
          "Remove line breaks and control characters from the value, and encode characters outside Latin-1.",
          "other",
        );
      }
      return [name.toLowerCase(), trimmed] as const;
    })
    .filter(([name]) => !droppedHeaders.has(name));
  return joinCookies(checked);
}

/** RFC 6265 §5.4: one Cookie header. Joined by commas, as other headers are, two would be read as one cookie. */
function joinCookies(headers: HeaderList): HeaderList {
  const cookies = headers.filter(([name]) => name === "cookie");
  if (cookies.length < 2) return headers;
  const joined = cookies.map(([, value]) => value.replace(/;\s*$/, "")).join("; ");
  return [...headers.filter(([name]) => name !== "cookie"), ["cookie", joined]];
}

function hasForbiddenCharacter(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f || code > 0xff) return true;
  }
  return false;
}
