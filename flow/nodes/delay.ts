import * as z from "zod";
import { looksLikeSeconds, parseIsoTime } from "../time/calendar.ts";
import { compileJson } from "./json-setting.ts";
import { declareNode, type NodeResult } from "./node.ts";
import { invalidSetting } from "./invalid-setting.ts";
import { settle } from "./settle.ts";

/** SPEC: from one second to a year. */
const minSeconds = 1;
const maxSeconds = 31_536_000;

const params = z.strictObject({
  seconds: z
    .union([z.number(), z.string()])
    .optional()
    .meta({ title: "Seconds", description: "How long to wait: 1 to 31,536,000, or an expression." }),
  until: z
    .union([z.number(), z.string()])
    .optional()
    .meta({ title: "Until", description: "The time to wait for: ISO 8601 (UTC if it has no time zone) or epoch milliseconds." }),
});

/** Puts the run to sleep, at no cost, for some time or until some time. For a time in the past there is no wait. */
export const delay = declareNode({
  type: "delay",
  family: "time",
  icon: "time",
  title: "Delay",
  summary: "Waits for a duration or until a time.",
  params,
  role: "step",
  outcomes: ["success"],
  required: ["success"],
  card: [
    { kind: "settings", text: "Until {until}" },
    { kind: "settings", text: "Waits {seconds} s" },
  ],
  initial: { seconds: 60 },
  outputFields: ["until"],
  form: {
    oneOf: {
      label: "Wait",
      ways: [
        { setting: "seconds", label: "For a duration", example: "60" },
        { setting: "until", label: "Until a time", example: "2027-01-31T09:00:00Z" },
      ],
    },
  },
  problems: ["delay_unclear", "delay_out_of_range", "delay_time_invalid"],
  work: "instant",
  retryable: false,
  check(config, report) {
    const given = [config.seconds, config.until].filter((value) => value !== undefined && value !== "");
    if (given.length !== 1) {
      report({
        code: "delay_unclear",
        path: [],
        message: "A delay needs either a duration or a time, not both.",
        suggestion: "Enter a duration or a time.",
      });
      return;
    }
    if (isFixed(config.seconds) && secondsOf(config.seconds) === undefined) {
      report({
        code: "delay_out_of_range",
        path: ["seconds"],
        message: "The duration must be between 1 and 31,536,000 seconds.",
        suggestion: "Enter a number in that range, or an expression.",
      });
    }
    const until = isFixed(config.until) ? epochMsOf(config.until) : 0;
    if (typeof until !== "number") {
      report({
        code: "delay_time_invalid",
        path: ["until"],
        message: `The time must be ${until.wanted}.`,
        suggestion: "Use a format like 2027-01-31T09:00:00Z, or an expression.",
      });
    }
  },
  compile: (config) =>
    config.until !== undefined && config.until !== ""
      ? ({ kind: "until", value: compileJson(config.until) } as const)
      : ({ kind: "seconds", value: compileJson(config.seconds) } as const),
  execute(world) {
    const { kind, value } = world.config;
    return settle(value.resolve(world), (resolved) =>
      kind === "seconds" ? waitSeconds(resolved, world.now()) : waitUntil(resolved, world.now()),
    );
  },
});

function waitSeconds(value: unknown, nowMs: number): NodeResult {
  const seconds = secondsOf(value);
  if (seconds === undefined) return invalidSetting("The duration of the delay", value, "a number from 1 to 31,536,000", { seconds: value });
  return wait(nowMs + seconds * 1_000, { seconds });
}

function waitUntil(value: unknown, nowMs: number): NodeResult {
  const untilMs = epochMsOf(value);
  if (typeof untilMs !== "number") return invalidSetting("The time of the delay", value, untilMs.wanted, { until: value });
  const input = { until: new Date(untilMs).toISOString() };
  if (untilMs > nowMs + maxSeconds * 1_000) return invalidSetting("The time of the delay", value, "a time within the next 365 days", input);
  return untilMs <= nowMs ? { kind: "done", outcome: "success", output: input, input } : wait(untilMs, input);
}

function wait(untilMs: number, input: object): NodeResult {
  return { kind: "wait", untilMs, outcome: "success", output: { until: new Date(untilMs).toISOString() }, input };
}

function isFixed(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && value !== "" && !value.includes("{{"));
}

/** Texts that spell a number count: an environment variable is always a text. */
function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === "string" && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  return typeof seconds === "number" && seconds >= minSeconds && seconds <= maxSeconds ? seconds : undefined;
}

/** Epoch milliseconds, or why the value is none, as the end of a sentence that says what is wanted. */
function epochMsOf(value: unknown): number | { readonly wanted: string } {
  if (typeof value === "string" && !/^\s*\d{1,15}\s*$/.test(value)) {
    const text = value.trim();
    const atMs = parseIsoTime(text);
    if (atMs !== undefined && isoTime.test(text)) return atMs;
    return { wanted: isoTime.test(text) ? "a date and time that exist" : "an ISO 8601 time or epoch milliseconds" };
  }
  const ms = typeof value === "string" ? Number(value) : typeof value === "number" ? Math.trunc(value) : NaN;
  // As milliseconds it would be a time long past, and the delay would be none.
  if (looksLikeSeconds(ms)) return { wanted: "epoch milliseconds, and not Unix seconds: multiply them by 1000" };
  // Beyond ±8.64e15 ms there are no dates in JavaScript.
  return Math.abs(ms) <= 8.64e15 ? ms : { wanted: "an ISO 8601 time or epoch milliseconds" };
}

const isoTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/i;
