/** Model connections: which provider, where it is called, and what each of its models costs. Names of models are data. */
import * as z from "zod";
import { limits } from "../limits.ts";

export const providers = ["workers-ai", "openai", "anthropic", "google", "openai-compatible"] as const;
export type Provider = (typeof providers)[number];

export const providerTitles: Readonly<Record<Provider, string>> = {
  "workers-ai": "Workers AI",
  openai: "OpenAI",
  anthropic: "Anthropic",
  google: "Google",
  "openai-compatible": "OpenAI-compatible",
};

/** Six decimals: a token then costs a whole number of trillionths, and sums are exact (flow/models/usage.ts). */
const price = z
  .number()
  .min(0, "Enter a price of 0 or more.")
  .max(100_000, "Enter at most 100,000.")
  .refine((value) => Math.abs(value * 1e6 - Math.round(value * 1e6)) < 1e-4, "Use at most six decimals.");

export const modelPrices = z
  .strictObject({
    input: price.meta({ title: "Input" }),
    output: price.meta({ title: "Output" }),
    cachedInput: price.optional().meta({ title: "Cached input", description: "The price of input if left out." }),
    cacheWrite: price.optional().meta({ title: "Cache write", description: "The price of input if left out." }),
  })
  .meta({ title: "Prices", description: "Per million tokens, in the connection's currency." });
export type ModelPrices = z.output<typeof modelPrices>;

const modelName = z
  .string()
  .trim()
  .min(1, "Enter the model's name.")
  .max(200, "The name can have at most 200 characters.")
  .regex(/^[\x21-\x7e]+$/, "A model name has no spaces.");

const modelEntry = z.strictObject({
  name: modelName.meta({ title: "Model", description: "The name as the provider writes it." }),
  prices: modelPrices.nullish().transform((value) => value ?? null),
  maxOutputTokens: z
    .int()
    .min(1)
    .max(10_000_000)
    .nullish()
    .transform((value) => value ?? null)
    .meta({
      title: "Most output tokens",
      description: "Sent where a node sets no limit of its own. Higher limits of nodes are lowered to it.",
    }),
  timeoutSec: z
    .int()
    .min(1)
    .max(180)
    .nullish()
    .transform((value) => value ?? null)
    .meta({
      title: "Timeout",
      description: "Seconds that one call may take. A node's timeout applies too; the shorter one counts.",
    }),
  schemas: z.boolean().default(true).meta({
    title: "Accepts JSON schemas",
    description: "Turn this off for a model that rejects `response_format`. Its answers are then validated here only.",
  }),
});
export type ModelEntry = z.output<typeof modelEntry>;

/** Names alone, or with prices and limits. No name twice. */
export const modelList = z
  .array(z.union([modelName.transform((name) => modelEntry.parse({ name })), modelEntry]))
  .max(limits.maxConnectionModels)
  .superRefine((models, context) => {
    models.forEach(({ name }, index) => {
      if (models.findIndex((other) => other.name === name) < index)
        context.addIssue({ code: "custom", path: [index, "name"], message: `“${name}” is listed twice.` });
    });
  });

/** How the entries are shown. */
export const shownModel = z.object({
  name: z.string(),
  prices: z
    .object({ input: z.number(), output: z.number(), cachedInput: z.number().optional(), cacheWrite: z.number().optional() })
    .nullable(),
  maxOutputTokens: z.number().nullable(),
  timeoutSec: z.number().nullable(),
  schemas: z.boolean(),
});

export const gateway = z
  .strictObject({
    accountId: z
      .string()
      .trim()
      .regex(/^[0-9a-f]{32}$/, "Enter the 32 characters of the Cloudflare account ID."),
    id: z
      .string()
      .trim()
      .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/i, "Enter the gateway's name."),
  })
  .meta({ title: "AI Gateway", description: "Calls go through this Cloudflare AI Gateway." });
export type Gateway = z.output<typeof gateway>;

export interface ConnectionAddress {
  readonly provider: Provider;
  readonly baseUrl: string | null;
  readonly gateway: Gateway | null;
}

const ownAddresses: Readonly<
  Record<Exclude<Provider, "workers-ai" | "openai-compatible">, { readonly url: string; readonly gateway: string }>
> = {
  openai: { url: "https://api.openai.com/v1", gateway: "openai" },
  anthropic: { url: "https://api.anthropic.com/v1", gateway: "anthropic/v1" },
  google: { url: "https://generativelanguage.googleapis.com/v1beta", gateway: "google-ai-studio/v1beta" },
};

/** The base address that calls go to, without a slash at its end; null for Workers AI by its binding, which has none. */
export function addressOf({ provider, baseUrl, gateway }: ConnectionAddress): string | null {
  if (baseUrl !== null) return baseUrl.replace(/\/+$/, "");
  if (provider === "workers-ai" || provider === "openai-compatible") return null;
  const own = ownAddresses[provider];
  return gateway ? `https://gateway.ai.cloudflare.com/v1/${gateway.accountId}/${gateway.id}/${own.gateway}` : own.url;
}

/** Problems of a connection's address that its parts alone do not show; paths are below the connection. */
export function addressIssues(address: ConnectionAddress, hasKey: boolean): { path: string; code: string; message: string }[] {
  const { provider, baseUrl, gateway } = address;
  const issues = [];
  if (provider === "openai-compatible" && baseUrl === null)
    issues.push({ path: "/baseUrl", code: "required", message: "Enter the server's base URL, for example https://llm.example.com/v1." });
  if (gateway !== null && (baseUrl !== null || provider === "openai-compatible"))
    issues.push({
      path: "/gateway",
      code: "not_allowed",
      message: "Leave out the gateway, or leave out the base URL. A base URL can be that of a gateway.",
    });
  if (!hasKey && baseUrl === null && provider !== "workers-ai" && provider !== "openai-compatible")
    issues.push({ path: "/apiKey", code: "required", message: "Enter the API key." });
  return issues;
}
