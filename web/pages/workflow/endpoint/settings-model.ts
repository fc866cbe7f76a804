import { computed, signal } from "@preact/signals";
import { errorOfField } from "../../../base/api/problem.ts";
import { type EndpointSettings, endpoints, type SentEndpointSettings } from "../../../base/api/resources.ts";
import { endpointLabels } from "./endpoint-labels.ts";
import { createAction } from "../../../base/ui/resource.ts";

/** SPEC: how long a call may take, in seconds. The server checks them again. */
const timeoutRanges = { sync: { min: 60, max: 300, preset: 180 }, async: { min: 60, max: 600, preset: 180 } } as const;

const words = endpointLabels;

function timeoutError(text: string, { min, max }: { min: number; max: number }): string | undefined {
  const seconds = Number(text);
  return /^\d+$/.test(text.trim()) && seconds >= min && seconds <= max ? undefined : words.timeoutRange(min, max);
}

/** The settings of sync or async calls while they are edited. */
export function createSettingsModel(
  kind: "sync" | "async",
  workflowId: string,
  now: EndpointSettings,
  onSaved: (saved: EndpointSettings) => void,
) {
  const syncTimeout = signal(String(now.sync.timeoutSec));
  const enabled = signal(now.async.enabled && now.async.callbackUrl !== null);
  const callbackUrl = signal(now.async.callbackUrl ?? "");
  const accessToken = signal("");
  const noTimeout = signal(now.async.timeoutSec === null);
  const asyncTimeout = signal(String(now.async.timeoutSec ?? timeoutRanges.async.preset));

  const isElsewhere = computed(() => callbackUrl.value.trim() !== "" && callbackUrl.value.trim() !== now.async.callbackUrl);
  /** A stored token stays where the field is left empty. */
  const tokenIsKept = computed(() => now.async.hasAccessToken && !isElsewhere.value);

  const found = computed(() => ({
    syncTimeout: kind === "sync" ? timeoutError(syncTimeout.value, timeoutRanges.sync) : undefined,
    asyncTimeout: kind === "async" && !noTimeout.value ? timeoutError(asyncTimeout.value, timeoutRanges.async) : undefined,
    callbackUrl: kind === "async" && enabled.value && callbackUrl.value.trim() === "" ? words.missingUrl : undefined,
    accessToken:
      kind === "async" && enabled.value && !tokenIsKept.value && accessToken.value === ""
        ? now.async.hasAccessToken
          ? words.tokenAgain
          : words.missingToken
        : undefined,
  }));
  const body = (): SentEndpointSettings =>
    kind === "sync"
      ? { sync: { timeoutSec: Number(syncTimeout.value) } }
      : {
          async: {
            enabled: enabled.value,
            callbackUrl: callbackUrl.value.trim() || null,
            timeoutSec: noTimeout.value ? null : Number(asyncTimeout.value),
            ...(accessToken.value ? { accessToken: accessToken.value } : {}),
          },
        };
  const save = createAction(async () => onSaved(await endpoints.put(workflowId, body())));
  return {
    syncTimeout,
    enabled,
    callbackUrl,
    accessToken,
    noTimeout,
    asyncTimeout,
    tokenIsKept,
    asksAgain: computed(() => now.async.hasAccessToken && isElsewhere.value),
    busy: save.busy,
    problem: save.problem,
    errors: computed(() => {
      const own = found.value;
      return {
        ...own,
        callbackUrl: own.callbackUrl ?? errorOfField(save.problem.value, "callbackUrl"),
        accessToken: own.accessToken ?? errorOfField(save.problem.value, "accessToken"),
      };
    }),
    async submit() {
      if (Object.values(found.value).every((error) => error === undefined)) await save.run();
    },
  };
}
