/** The test's own servers outside of workerd, and what arrived there. */
import { inject } from "vitest";

export const { here, there, nobody } = inject("outboundServers");

export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly bodyBase64: string;
}

/** What arrived under an id, in order. */
export async function received(id: string): Promise<readonly Arrived[]> {
  const journal: { received: Arrived[] } = await (await fetch(`${here}/journal?id=${id}`)).json();
  return journal.received;
}
