/** What a profile adds to a request, and the request with it. */
import type { HttpRequest } from "../nodes/node.ts";
import type { ShownSettings } from "./profile-settings.ts";

/** One header or query parameter; `value` is secret. */
export interface Credential {
  readonly in: "header" | "query";
  readonly name: string;
  readonly value: string;
}

/**
 * What the request gets. `secret` is the profile's own, or the access token of an OAuth profile; undefined where the
 * profile adds nothing. `toBase64` is the platform's and takes bytes.
 */
export function credentialOf(settings: ShownSettings, secret: string, toBase64: (bytes: Uint8Array) => string): Credential | undefined {
  switch (settings.kind) {
    case "none":
      return undefined;
    case "basic":
      return authorization(`Basic ${toBase64(new TextEncoder().encode(`${settings.username}:${secret}`))}`);
    case "api-key":
      return { in: settings.in, name: settings.name, value: secret };
    case "bearer":
    case "client-credentials":
    case "authorization-code":
      return authorization(`Bearer ${secret}`);
  }
}

function authorization(value: string): Credential {
  return { in: "header", name: "Authorization", value };
}

/** The request with the credential, in place of a header or parameter of that name. */
export function authorized(request: HttpRequest, credential: Credential): HttpRequest {
  const { name, value } = credential;
  if (credential.in === "query") {
    const url = new URL(request.url);
    // Not with `searchParams`, which would rewrite the builder's own parameters.
    const others = url.search
      .slice(1)
      .split("&")
      .filter((part) => part !== "" && part.split("=", 1)[0] !== encodeURIComponent(name));
    url.search = [...others, `${encodeURIComponent(name)}=${encodeURIComponent(value)}`].join("&");
    return { ...request, url: url.href };
  }
  const others = request.headers.filter(([given]) => given.trim().toLowerCase() !== name.toLowerCase());
  return { ...request, headers: [...others, [name, value]] };
}

/** The values that must not be shown where an answer repeats them: the secret, and what was sent in its place. */
export function secretTextsOf(secret: string, { value }: Credential): readonly string[] {
  return [...new Set([secret, value.replace(/^(Basic|Bearer) /, "")])].filter((text) => text !== "");
}
