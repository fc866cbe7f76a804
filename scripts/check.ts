/** Everything that can be known without running the code: types, lint, format, documents, circles of folders, unused code. */
import { runTool } from "./run-tool.ts";

const checks = [
  // Each further checker of a project works out the same shared types again.
  { what: "types", command: "tsc", args: ["-b", "--checkers", "1", "--builders", "2"] },
  { what: "lint", command: "oxlint", args: [] },
  { what: "format", command: "oxfmt", args: ["--list-different"], help: "Run npm run format to fix this." },
  { what: "documents", command: "node", args: ["scripts/lint/documents.ts"] },
  { what: "folders", command: "node", args: ["scripts/lint/folder-circles.ts"] },
  { what: "unused code", command: "knip", args: ["--no-progress"] },
];

const failed = await Promise.all(
  checks.map(async ({ what, command, args, help }) => {
    const { ok, output, seconds } = await runTool(command, args);
    console.log(`${ok ? "✓" : "✗"} ${what} (${seconds.toFixed(1)} s)${ok ? "" : `\n${output.trimEnd()}${help ? `\n${help}` : ""}`}`);
    return !ok;
  }),
);
if (failed.includes(true)) process.exitCode = 1;
