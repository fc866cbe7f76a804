/** The texts of the overview. */
import { counted, number } from "../../../base/ui/numbers.ts";

export const overviewLabels = {
  title: "Overview",
  lead: "Runs of all workflows that you can see. The figures are a few seconds behind.",
  rangeLabel: "Time range",
  ranges: { "24h": "24 hours", "7d": "7 days", "30d": "30 days" },
  figures: {
    label: "All workflows",
    runs: "Runs",
    failures: "Failures",
    failureRate: "Failure rate",
    p90: "P90",
    p99: "P99",
    slowest: "Slowest run",
  },
  chartTitle: { "24h": "Runs by hour", "7d": "Runs by day", "30d": "Runs by day" },
  chart: (runs: number, failed: number) => `${counted(runs, "run")}, ${number(failed)} failed`,
  point: (at: string, runs: number, failed: number) => `${at}: ${counted(runs, "run")}, ${number(failed)} failed`,
  search: "Search workflows",
  columns: {
    name: "Workflow",
    course: "Trend",
    runs: "Runs",
    failures: "Failures",
    failureRate: "Failure rate",
    p90: "P90",
    p99: "P99",
    slowest: "Slowest",
    lastFailure: "Last failure",
  },
  slowestOf: (name: string) => `Slowest run of ${name}`,
  lastFailureOf: (name: string) => `Last failed run of ${name}`,
  empty: {
    title: "No runs yet",
    detail: "Deploy a workflow and call it. Its runs are counted here.",
    action: "Go to workflows",
  },
  nothingFound: {
    title: "No matching workflows",
    detail: (text: string) => `No name contains “${text}”.`,
  },
} as const;
