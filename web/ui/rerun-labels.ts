/** The texts of running many runs again and of replaying them. */
import { counted, number } from "./numbers.ts";

/** What both kinds of job have. */
export const jobsLabels = {
  title: "Bulk reruns and replays",
  lead: "What was run again, and what was tried, in the last 30 days.",
  tabs: { bulk: "Bulk reruns", replays: "Replays" },
  tabsLabel: "What is listed",
  columns: { state: "State", created: "Began", by: "By", progress: "Progress", result: "Result", selection: "Selection" },
  states: { gathering: "Gathering", running: "In Progress", done: "Done", cancelled: "Stopped" },
  stop: "Stop",
  selection: "Selection",
  ofSelection: (said: string) => said || "every run",
  of: (done: number, total: number) => `${number(done)} of ${number(total)}`,
  wrongNumber: (most: number) => `Enter a whole number from 1 to ${number(most)}.`,
} as const;

export const bulkLabels = {
  title: "Run the selection again",
  lead: "Every run of the selection that is over begins once more, the oldest first, each exactly once. Effects outside are real.",
  pace: "Pace",
  paceUnit: "runs a minute",
  paceHint: (duration: string) => `It takes about ${duration}.`,
  max: "At most",
  maxHint: "The newest of the selection, where it has more.",
  begun: "The bulk rerun has begun",
  start: (count: number) => `Run ${counted(count, "run")} again`,
  empty: {
    title: "Nothing was run again in bulk",
    detail: "Narrow the list of runs down to those that failed, mend what was wrong, and run the selection again.",
  },
  counts: { succeeded: "Success", failed: "Failed", refused: "Refused", started: "In Progress", pending: "Not begun" },
  refusals: "Refused, and why",
  cancelled: "No further runs begin. Those that have begun go on.",
  runs: "Runs",
  was: "Run",
  became: "New run",
  reason: "Reason",
  all: "All",
  noRuns: "No run is in this state.",
  more: "The selection has more runs than were taken; the newest were.",
} as const;

export const replayLabels = {
  title: "Replay with the flow in development",
  lead: "The last runs of the selection are tried with the flow in development. Calls outside answer what was recorded; nothing outside is called. What would differ is shown; what a script makes of the time or of chance always does, unless it is left out.",
  last: "How many, the newest first",
  lastHint: (most: number) => `1 to ${number(most)}.`,
  leaveOut: "Leave out of the comparison",
  leaveOutHint:
    "Output that differs every time, such as a time stamp or a random id. One path a line, for example /output/createdAt. A * stands for every item of a list: /output/items/*/id.",
  wrongPath: (path: string) =>
    `“${path}” is no path. Begin it with /output or /error, such as /output/createdAt. Inside a name write ~1 for / and ~0 for ~.`,
  longPath: (most: number) => `A path may have at most ${number(most)} characters.`,
  manyPaths: (most: number) => `At most ${number(most)} paths can be left out.`,
  start: "Replay",
  begun: "The replay has begun",
  empty: { title: "Nothing was replayed yet", detail: "Before you deploy a change, try it on what callers really sent." },
  verdicts: {
    same: "Same",
    outputDiffers: "Output differs",
    statusDiffers: "Status differs",
    notComparable: "Not comparable",
  },
  pending: "Not tried",
  views: { different: "Differences", notComparable: "Not comparable", same: "Same", all: "All" },
  viewLabel: "Which results",
  none: {
    different: { title: "No run differs", detail: "The flow in development answers as the recorded runs did." },
    other: { title: "No result here", detail: "No run of the replay has this verdict." },
    waiting: { title: "Nothing differs so far", detail: "Differences appear as the tries are compared." },
  },
  before: "As recorded",
  after: "In development",
  changes: "What differs",
  leaveOutOf: (path: string) => `Leave out of the comparison: ${path}`,
  leftOut: "Left out of the comparison",
  isLeftOut: (path: string) => `${path} is left out of the comparison.`,
  compareAgain: (path: string) => `Compare ${path} again`,
  cut: "Too large to be shown whole.",
  askedChanges: "What it would ask now, and what was recorded",
  reasons: "Not comparable, because",
  stopped: "The replay was stopped. What it found stays.",
  summary: (differ: number, done: number) =>
    differ === 0
      ? `None of ${counted(done, "run")} differs`
      : `${number(differ)} of ${counted(done, "run")} ${differ === 1 ? "differs" : "differ"}`,
  notComparable: (count: number) => `${counted(count, "run")} could not be compared`,
} as const;
