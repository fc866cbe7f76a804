/** Helpers of the first story, by mouse and by keyboard: calls of the deployed workflow, and the number of clicks. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { World } from "./world.ts";

/** Calls a deployed workflow from outside, as its callers do. */
export function callWith({ server }: World, workflowId: string, key: string) {
  const at = `${server.url}/v1/workflows/${workflowId}`;
  const start = (mode: "sync" | "async", input: unknown) =>
    fetch(`${at}/${mode}`, {
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json" },
      body: JSON.stringify({ input }),
    });
  return {
    start,
    async sync(input: unknown): Promise<unknown> {
      const answer = await start("sync", input);
      expect(answer.status).toBe(200);
      return ((await answer.json()) as { output: unknown }).output;
    },
    /** Starts a run and polls until it has finished. */
    async async(input: unknown): Promise<unknown> {
      const accepted = await start("async", input);
      expect(accepted.status).toBe(202);
      const { statusUrl } = (await accepted.json()) as { statusUrl: string };
      for (;;) {
        const poll = await fetch(`${new URL(statusUrl, server.url)}?wait=20`, { headers: { "x-api-key": key } });
        expect(poll.status).toBe(200);
        const run = (await poll.json()) as { status: string; output: unknown };
        if (run.status === "In Progress" || run.status === "Waiting") continue;
        expect(run.status).toBe("Success");
        return run.output;
      }
    },
  };
}

/** Counts presses of the mouse across page loads. */
export async function countPresses(page: Page) {
  let pressed = 0;
  await page.exposeBinding("noteOfPress", () => void pressed++);
  await page.addInitScript(() => {
    addEventListener("pointerdown", () => (globalThis as unknown as { noteOfPress(): void }).noteOfPress(), true);
  });
  return {
    begin: () => void (pressed = 0),
    setTo: (count: number) => void (pressed = count),
    count: () => pressed,
  };
}
