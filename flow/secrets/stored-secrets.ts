/**
 * Every secret that is stored to be sent, and the settings that decide where it is sent. The rule is one for all: a
 * secret goes somewhere new only after it was entered again, because a person who may change a setting need not know the
 * secret. What stores another secret adds it here; a test tries each of these changes through the API.
 */
interface StoredSecret {
  /** The `what` of the places in `store/rotation` that keep it; none where it is not sealed. */
  readonly homes: readonly string[];
  /** What people call it, after "Enter". */
  readonly name: string;
  /** The place in a request that contains it; null if people do not enter it. A change then drops it. */
  readonly enteredAt: string | null;
  /** The settings that say where it is sent; none where it is never sent. */
  readonly destinations: readonly string[];
}

export const storedSecrets = {
  variable: { homes: ["environment variable"], name: "the value", enteredAt: "/value", destinations: ["hosts"] },
  profileSecret: {
    homes: ["authorization profile"],
    name: "the secret",
    enteredAt: "/settings",
    // A test URL is called only where `hosts` has its host.
    destinations: ["hosts", "tokenUrl", "issuer", "authorizationUrl"],
  },
  profileTokens: {
    homes: ["authorization profile"],
    name: "the tokens",
    enteredAt: null,
    destinations: ["hosts", "tokenUrl", "issuer", "authorizationUrl"],
  },
  modelKey: {
    homes: ["model connection"],
    name: "the API key",
    enteredAt: "/apiKey",
    destinations: ["provider", "baseUrl", "gateway"],
  },
  accessToken: {
    homes: ["endpoint", "deployment"],
    name: "the access token",
    enteredAt: "/async/accessToken",
    destinations: ["callbackUrl"],
  },
  telemetryHeaders: { homes: ["telemetry export"], name: "the headers", enteredAt: "/headers", destinations: ["endpoint"] },
  // It signs pushes and alerts; what is sent is a signature.
  signingSecret: { homes: ["endpoint", "deployment"], name: "the signing secret", enteredAt: null, destinations: [] },
  // The address itself is the secret, so changing it is entering it.
  alertWebhook: { homes: [], name: "the webhook's address", enteredAt: "/channel/url", destinations: [] },
} as const satisfies Readonly<Record<string, StoredSecret>>;

/** A secret that can be entered, and that a setting can send elsewhere. */
type Sendable = {
  [Name in keyof typeof storedSecrets]: (typeof storedSecrets)[Name]["destinations"] extends readonly []
    ? never
    : (typeof storedSecrets)[Name]["enteredAt"] extends null
      ? never
      : Name;
}[keyof typeof storedSecrets];

/** What a change is answered with that would send a stored secret somewhere new without it. `field` is below where it is entered. */
export function enterAgain(secret: Sendable, field = "") {
  const { name, enteredAt } = storedSecrets[secret];
  return {
    path: enteredAt + field,
    code: "value_required",
    message: `Enter ${name} again. It would be sent to another address.`,
  };
}
