import { computed, signal } from "@preact/signals";
import { errorOfField } from "../api/problem.ts";
import { labels } from "../ui/labels.ts";
import { createAction } from "../ui/resource.ts";

export const expiryChoices = ["never", "week", "month", "quarter", "year", "custom"] as const;
export type ExpiryChoice = (typeof expiryChoices)[number];
const daysOf: Readonly<Record<Exclude<ExpiryChoice, "never" | "custom">, number>> = { week: 7, month: 30, quarter: 90, year: 365 };
const dayMs = 86_400_000;

export interface SecretWanted {
  name: string;
  /** Epoch milliseconds. */
  expiresAt?: number;
  ratePerMinute?: number;
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
  const tried = signal(false);
  const secret = signal<string | undefined>();

  const found = computed(() => {
    const at = expiryOf(expiry.value, date.value, Date.now());
    return {
      name: name.value.trim() === "" ? labels.secretForm.missingName : undefined,
      date: at !== undefined && !(at > Date.now()) ? labels.secretForm.pastDate : undefined,
      rate: rate.value.trim() !== "" && !/^[1-9]\d{0,6}$/.test(rate.value.trim()) ? labels.secretForm.badRate : undefined,
    };
  });
  const generate = createAction(async () => {
    const expiresAt = expiryOf(expiry.value, date.value, Date.now());
    secret.value = await create({
      name: name.value,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(rate.value.trim() === "" ? {} : { ratePerMinute: Number(rate.value) }),
    });
  });
  const nothing = { name: undefined, date: undefined, rate: undefined };
  return {
    name,
    expiry,
    date,
    rate,
    secret,
    busy: generate.busy,
    problem: generate.problem,
    errors: computed(() => ({
      ...(tried.value ? found.value : nothing),
      ...(errorOfField(generate.problem.value, "name") ? { name: errorOfField(generate.problem.value, "name") } : {}),
    })),
    async submit() {
      tried.value = true;
      const { name: n, date: d, rate: r } = found.value;
      if (n === undefined && d === undefined && r === undefined) await generate.run();
    },
  };
}
