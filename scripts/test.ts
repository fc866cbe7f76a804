/**
 * All tests in a row, the quick ones first; the last line says `N passed, N failed`. Each project runs alone: its real
 * processes and time limits would suffer from the others.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfStale } from "./build/all.ts";
import { runTool } from "./run-tool.ts";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const projects = ["unit", "integration", "faults", "e2e"];
const total = { passed: 0, failed: 0, skipped: 0 };
const folder = mkdtempSync(join(tmpdir(), "millrace-test-"));
await buildIfStale();
for (const project of projects) {
  if (project === "e2e" && !hasBrowser()) {
    console.log(
      "\nThe stories in the browser are left out: there is no Chromium. Install it (apt-get install chromium) or name yours in CHROMIUM_PATH.",
    );
    continue;
  }
  const file = join(folder, `${project}.json`);
  // Servers that are killed and timed have the machine for themselves; of the others two files at a time fill two cores.
  const files = project === "faults" ? "--no-file-parallelism" : "--maxWorkers=2";
  const { ok } = await runTool(
    "vitest",
    ["run", "--project", project, "--passWithNoTests", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, files],
    { echo: true, env: { MILLRACE_BUILT: "1" } },
  );
  const report = readReport(file);
  total.passed += report.numPassedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  // A file that cannot be loaded, or a runner that breaks down, has no failed test; it counts as one all the same.
  const broken = report.testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0).length;
  total.failed += Math.max(report.numFailedTests + broken, ok ? 0 : 1);
}
rmSync(folder, { recursive: true, force: true });

console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;

/** In CI a missing browser is a failure, which the tests themselves report. */
function hasBrowser(): boolean {
  return Boolean(process.env.CI) || existsSync(process.env.CHROMIUM_PATH ?? "/usr/bin/chromium");
}

function readReport(file: string): Report {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Report;
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
}
