import { computed, signal } from "@preact/signals";
import { type TokenScope, tokenScopeNames } from "#flow/rights/token-scopes.ts";
import { errorOfField } from "../../../base/api/problem.ts";
import { secretLabels } from "./secret-labels.ts";
import { createAction } from "../../../base/ui/resource.ts";

export const expiryChoices = ["never", "week", "month", "quarter", "year", "custom"] as const;
export type ExpiryChoice = (typeof expiryChoices)[number];
const daysOf: Readonly<Record<Exclude<ExpiryChoice, "never" | "custom">, number>> = { week: 7, month: 30, quarter: 90, year: 365 };
const dayMs = 86_400_000;

export interface SecretWanted {
  name: string;
  /** Epoch milliseconds. */
  expiresAt?: number;
  ratePerMinute?: number;
  /** Of a token; left out where it may be used for everything. */
  scopes?: TokenScope[];
}

/** When a choice of the form lies, counted from now; undefined for never, NaN for a date that is none. */
function expiryOf(choice: ExpiryChoice, date: string, nowMs: number): number | undefined {
  if (choice === "never") return undefined;
  return choice === "custom" ? new Date(date).getTime() : nowMs + daysOf[choice] * dayMs;
}

/** The form for a key or token: what is wanted, what is wrong with it, and afterwards the secret that is shown once. */
export function createSecretFormModel(create: (wanted: SecretWanted) => Promise<string>) {
  const name = signal("");
  const expiry = signal<ExpiryChoice>("never");
  const date = signal("");
  const rate = signal("");
  /** Undefined for everything; else those that were chosen. */
  const scopes = signal<readonly TokenScope[] | undefined>();
  const tried = signal(false);
  const secret = signal<string | undefined>();

  const found = computed(() => {
    const at = expiryOf(expiry.value, date.value, Date.now());
    return {
      name: name.value.trim() === "" ? secretLabels.missingName : undefined,
      date: at !== undefined && !(at > Date.now()) ? secretLabels.pastDate : undefined,
      rate: rate.value.trim() !== "" && !/^[1-9]\d{0,6}$/.test(rate.value.trim()) ? secretLabels.badRate : undefined,
      scopes: scopes.value?.length === 0,
    };
  });
  const generate = createAction(async () => {
    const expiresAt = expiryOf(expiry.value, date.value, Date.now());
    secret.value = await create({
      name: name.value,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(rate.value.trim() === "" ? {} : { ratePerMinute: Number(rate.value) }),
      ...(scopes.value === undefined ? {} : { scopes: [...scopes.value] }),
    });
  });
  return {
    name,
    expiry,
    date,
    rate,
    scopes,
    secret,
    busy: generate.busy,
    problem: generate.problem,
    errors: computed(() => ({
      ...found.value,
      scopes: tried.value && found.value.scopes,
      ...(errorOfField(generate.problem.value, "name") ? { name: errorOfField(generate.problem.value, "name") } : {}),
    })),
    toggleScope(scope: TokenScope, on: boolean) {
      scopes.value = tokenScopeNames.filter((each) => (each === scope ? on : scopes.value?.includes(each)));
    },
    async submit() {
      tried.value = true;
      const { name: n, date: d, rate: r, scopes: s } = found.value;
      if (n === undefined && d === undefined && r === undefined && !s) await generate.run();
    },
  };
}
export type SecretFormModel = ReturnType<typeof createSecretFormModel>;
