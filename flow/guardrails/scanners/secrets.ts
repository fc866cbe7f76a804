import * as z from "zod";
import { declareScanner } from "../scanner.ts";
import { findSecrets } from "../secrets/find-secrets.ts";
import type { SecretRules } from "../secrets/secret-rule.ts";

let loading: Promise<SecretRules> | undefined;

/** The rules are a module of their own, loaded when first needed. */
function loadRules(): Promise<SecretRules> {
  loading ??= import("../secrets/rules.json", { with: { type: "json" } }).then(({ default: rules }) => rules);
  return loading;
}

/** Finds keys, tokens and passwords by the rules of gitleaks, also where base64 or URL encoding hides them. */
export const secrets = declareScanner({
  type: "secrets",
  title: "Secrets",
  summary: "Finds API keys, tokens, private keys and passwords.",
  sides: ["input", "output"],
  settings: z.strictObject({}),
  defaultThreshold: 0.5,
  async scan({ text: { clean } }) {
    const found = findSecrets(clean.text, await loadRules());
    return { score: found.length > 0 ? 1 : 0, matches: found.map(({ label, ...span }) => ({ ...clean.originOf(span), label })) };
  },
});
