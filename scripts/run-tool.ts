import { spawn } from "node:child_process";
import { root } from "./root.ts";

export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
  readonly seconds: number;
}

/** Runs a tool of node_modules/.bin (npm scripts have it on the path) and keeps what it prints. `echo` prints it as it comes, too. */
export function runTool(
  command: string,
  args: readonly string[],
  options: { readonly echo?: boolean; readonly env?: Record<string, string> } = {},
): Promise<Outcome> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const colours = process.stdout.isTTY || process.env.FORCE_COLOR ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...colours, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (options.echo) process.stdout.write(text);
      });
    }
    child.once("error", reject);
    child.once("close", (code) => resolve({ ok: code === 0, output, seconds: (performance.now() - began) / 1000 }));
  });
}
