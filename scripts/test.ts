/**
 * All tests in a row, the quick ones first; the last line says `N passed, N failed`. Each project runs alone: its real
 * processes and time limits would suffer from the others.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { buildIfStale } from "./build/if-stale.ts";
import { runTool } from "./run-tool.ts";

interface FileReport {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly { readonly status: string }[];
}
interface Outcome {
  /** Whether the runner itself was content. */
  readonly ok: boolean;
  readonly files: readonly FileReport[];
}

const projects = ["unit", "integration", "faults", "e2e"];
const total = { passed: 0, failed: 0, skipped: 0 };
/**
 * A shared machine may stand still for a second in the middle of what is timed. In CI a file that failed gets a second
 * try as a whole, because the tests of a story build on each other; the end of the output names it. Where more fail than
 * this, it was not the machine.
 */
const maxSecondTries = process.env.CI ? 4 : 0;
const secondTries: string[] = [];
const folder = mkdtempSync(join(tmpdir(), "millrace-test-"));
await buildIfStale();
for (const project of projects) {
  if (project === "e2e" && !hasBrowser()) {
    console.log("\nSkipped the browser tests because Chromium was not found. Install it (apt-get install chromium) or set CHROMIUM_PATH.");
    continue;
  }
  const first = await run(project);
  const again = failedFiles(first);
  const second = again.length > 0 && again.length <= maxSecondTries ? await run(project, again) : undefined;
  const files = second ? [...first.files.filter(({ status }) => status !== "failed"), ...second.files] : first.files;
  const count = (...statuses: string[]) =>
    files.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => statuses.includes(status)).length;
  total.passed += count("passed");
  total.skipped += count("skipped", "pending", "todo");
  // A file that cannot be loaded, or a runner that breaks down, has no failed test; it counts as one all the same.
  const broken = files.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0).length;
  const failed = count("failed") + broken;
  total.failed += Math.max(failed, (second ?? first).ok ? 0 : 1);
  if (second && failed === 0) secondTries.push(...again);
}
rmSync(folder, { recursive: true, force: true });

if (secondTries.length > 0) console.log(`\nPassed only on the second attempt: ${secondTries.join(", ")}`);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`);
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;

/** In CI a missing browser is a failure, which the tests themselves report. */
function hasBrowser(): boolean {
  return Boolean(process.env.CI) || existsSync(process.env.CHROMIUM_PATH ?? "/usr/bin/chromium");
}

async function run(project: string, only: readonly string[] = []): Promise<Outcome> {
  const report = join(folder, `${project}.json`);
  rmSync(report, { force: true });
  if (only.length > 0) console.log(`\nRetrying: ${only.join(", ")}`);
  // Servers that are killed and timed have the machine for themselves; of the others two files at a time fill two cores.
  const workers = project === "faults" ? "--no-file-parallelism" : "--maxWorkers=2";
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { ok } = await runTool("vitest", ["run", "--project", project, "--passWithNoTests", ...reporters, workers, ...only], {
    echo: true,
    env: { MILLRACE_BUILT: "1" },
  });
  return { ok, files: readReport(report) };
}

function failedFiles({ files }: Outcome): string[] {
  return files.filter(({ status }) => status === "failed").map(({ name }) => relative(process.cwd(), name));
}

function readReport(file: string): readonly FileReport[] {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { testResults: readonly FileReport[] }).testResults;
  } catch {
    return [];
  }
}
