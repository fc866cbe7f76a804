/** The texts of bulk reruns and replays. */
import { counted, number } from "../../../base/ui/numbers.ts";

/** Texts that bulk reruns and replays share. */
export const jobsLabels = {
  title: "Bulk reruns and replays",
  lead: "Bulk reruns and replays of the last 30 days.",
  tabs: { bulk: "Bulk reruns", replays: "Replays" },
  tabsLabel: "Job lists",
  columns: { state: "State", created: "Started", by: "By", progress: "Progress", result: "Result", selection: "Selection" },
  states: { gathering: "Preparing", running: "In Progress", done: "Done", cancelled: "Stopped" },
  stop: "Stop",
  selection: "Selection",
  ofSelection: (said: string) => said || "all runs",
  of: (done: number, total: number) => `${number(done)} of ${number(total)}`,
  wrongNumber: (most: number) => `Enter a whole number from 1 to ${number(most)}.`,
} as const;

export const bulkLabels = {
  title: "Rerun selection",
  lead: "Reruns each finished run of the selection exactly once, oldest first. The reruns make real calls.",
  pace: "Pace",
  paceUnit: "runs per minute",
  paceHint: (duration: string) => `Takes about ${duration}.`,
  max: "Maximum runs",
  maxHint: "If the selection has more runs, the newest are used.",
  begun: "Bulk rerun started",
  start: (count: number) => `Rerun ${counted(count, "run")}`,
  empty: {
    title: "No bulk reruns yet",
    detail: "Filter the runs to those that failed, fix the problem, then rerun the selection.",
  },
  counts: { succeeded: "Success", failed: "Failed", refused: "Refused", started: "In Progress", pending: "Queued" },
  refusals: "Reasons for refusal",
  cancelled: "Stopped. Runs that already started continue.",
  runs: "Runs",
  was: "Original run",
  became: "New run",
  reason: "Reason",
  all: "All",
  noRuns: "No runs in this state.",
  more: "The selection has more runs. Only the newest are rerun.",
} as const;

export const replayLabels = {
  title: "Replay with the draft",
  lead: "Runs the newest runs of the selection again with the draft and compares the results. Recorded responses are used, so no real calls are made. Values that depend on the time or on random numbers always differ unless you leave them out.",
  last: "Number of runs, newest first",
  lastHint: (most: number) => `1 to ${number(most)}.`,
  leaveOut: "Leave out of the comparison",
  leaveOutHint:
    "Output that differs every time, such as a timestamp or a random id. One path per line, for example /output/createdAt. Use * for every item of a list: /output/items/*/id.",
  wrongPath: (path: string) =>
    `“${path}” is not a valid path. Start it with /output or /error, for example /output/createdAt. In a name, write ~1 for / and ~0 for ~.`,
  longPath: (most: number) => `A path can have at most ${number(most)} characters.`,
  manyPaths: (most: number) => `You can leave out at most ${number(most)} paths.`,
  start: "Replay",
  begun: "Replay started",
  empty: { title: "No replays yet", detail: "Test a change with real inputs before you deploy it." },
  verdicts: {
    same: "Same",
    outputDiffers: "Output differs",
    statusDiffers: "Status differs",
    notComparable: "Not comparable",
  },
  pending: "Queued",
  views: { different: "Differences", notComparable: "Not comparable", same: "Same", all: "All" },
  viewLabel: "Results",
  none: {
    different: { title: "No differences", detail: "The draft gives the same results as the recorded runs." },
    other: { title: "No results", detail: "No runs of the replay have this result." },
    waiting: { title: "No differences so far", detail: "Differences appear here while the replay runs." },
  },
  before: "Recorded",
  after: "Draft",
  changes: "Differences",
  leaveOutOf: (path: string) => `Leave out of the comparison: ${path}`,
  leftOut: "Left out of the comparison",
  isLeftOut: (path: string) => `${path} is left out of the comparison.`,
  compareAgain: (path: string) => `Compare ${path} again`,
  cut: "Too large to show in full.",
  askedChanges: "New request and recorded request",
  reasons: "Why not comparable",
  stopped: "The replay was stopped. Its results so far are kept.",
  summary: (differ: number, done: number) =>
    differ === 0
      ? `None of ${counted(done, "run")} differs`
      : `${number(differ)} of ${counted(done, "run")} ${differ === 1 ? "differs" : "differ"}`,
  notComparable: (count: number) => `${counted(count, "run")} could not be compared`,
} as const;
