/** A connection's model in the form that all providers share: the AI SDK's LanguageModelV4, without its core. */
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { addressOf } from "#flow/models/connection.ts";
import type { OpenedConnection } from "./opened-connection.ts";

/** `fetch` makes its calls. Not for Workers AI by its binding, which has no address. */
export function providerModel(connection: OpenedConnection, model: string, fetch: typeof globalThis.fetch): LanguageModelV4 {
  const { provider, apiKey } = connection;
  const baseURL = addressOf(connection) ?? "";
  switch (provider) {
    case "openai":
      return createOpenAI({ baseURL, apiKey, fetch }).responses(model);
    case "anthropic":
      return createAnthropic({ baseURL, apiKey, fetch })(model);
    case "google":
      return createGoogle({ baseURL, apiKey, fetch })(model);
    case "workers-ai":
    case "openai-compatible":
      return createOpenAICompatible({
        name: "compatible",
        baseURL,
        ...(apiKey === "" ? {} : { apiKey }),
        includeUsage: true,
        supportsStructuredOutputs: true,
        fetch,
      })(model);
  }
}
