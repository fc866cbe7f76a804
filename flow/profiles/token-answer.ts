/**
 * Answers of token endpoints as servers give them, made into what RFC 6749 §5 says: members that are null, a scope that
 * is a list, an error with status 200, a form instead of JSON. Where nothing can be made of one, what is missing.
 */
export type TokenAnswerRead =
  | { readonly ok: true; readonly status: number; readonly body: string }
  | { readonly ok: false; readonly what: string };

/** `what` goes on after “The authorization server”. It holds nothing of the answer: that may repeat what was sent. */
export function readTokenAnswer(status: number, text: string): TokenAnswerRead {
  const given = membersOf(text);
  if (!given) return status < 400 ? { ok: false, what: "answered something that is not JSON" } : { ok: true, status, body: text };
  // Who the person is does not matter here, and the library would judge it against an issuer that may not be known.
  const { id_token: _, ...members } = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const error = errorOf(members.error);
  if (error !== undefined) return { ok: true, status: Math.max(status, 400), body: JSON.stringify({ ...members, error }) };
  if (status >= 400) return { ok: true, status, body: JSON.stringify(members) };
  if (typeof members.access_token !== "string" || members.access_token === "")
    return { ok: false, what: "answered without an access token" };
  const type = typeof members.token_type === "string" ? members.token_type.toLowerCase() : undefined;
  if (type !== undefined && !bearerTypes.has(type)) {
    return { ok: false, what: "gave a token that is not a bearer token, which cannot be used here" };
  }
  const { expires_in: expires, scope, ...others } = members;
  const seconds = typeof expires === "string" && expires.trim() !== "" ? Number(expires) : expires;
  const body = {
    ...others,
    token_type: "bearer",
    ...(typeof seconds === "number" && Number.isFinite(seconds) && seconds >= 0 ? { expires_in: seconds } : {}),
    ...(Array.isArray(scope) ? { scope: scope.join(" ") } : typeof scope === "string" ? { scope } : {}),
  };
  return { ok: true, status, body: JSON.stringify(body) };
}

/** Slack calls its bearer tokens by whom they stand for. */
const bearerTypes = new Set(["bearer", "bot", "user", ""]);

/** A code of the protocol, also where it is inside an object, as Facebook and Google's other APIs write it. */
function errorOf(error: unknown): string | undefined {
  if (typeof error === "string" && error !== "") return error;
  if (typeof error !== "object" || error === null) return undefined;
  const { code, type, status } = error as Record<string, unknown>;
  return [code, type, status].find((each): each is string => typeof each === "string") ?? "unknown_error";
}

function membersOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    if (!/(?:^|&)(?:access_token|error)=/.test(text) || /[\s<{]/.test(text)) return undefined;
    return Object.fromEntries(text.split("&").map((part) => part.split("=", 2).map(decode) as [string, string]));
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
