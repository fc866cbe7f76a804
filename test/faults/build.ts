import { buildIfStale } from "../../scripts/build/if-stale.ts";

/** Runs once before the tests that start the built server; MILLRACE_BUILT=1 tests what is in dist as it is. */
export default async function build(): Promise<void> {
  if (process.env.MILLRACE_BUILT !== "1") await buildIfStale();
}
