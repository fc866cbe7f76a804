import { runTool } from "../run-tool.ts";

/** Prints the CPU time that the runtime needs until the Worker can answer, as wrangler profiles it on this machine. */
export async function reportStartup(): Promise<void> {
  const { output } = await runTool("wrangler", ["check", "startup", "--outfile", "dist/startup.cpuprofile"], {
    env: { WRANGLER_SEND_METRICS: "false" },
  });
  const active = /Active: (.*)/.exec(output)?.[1];
  console.log(
    active ? `Worker: starting it takes ${active} of CPU on this machine.` : `The startup time could not be measured:\n${output}`,
  );
}
