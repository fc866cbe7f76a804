import autocannon from "autocannon";

export interface Target {
  readonly url: string;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** How many answers took less than the time of each step, as `histogramSteps` has them, and how many took longer. */
  readonly histogram: readonly number[];
  /** Unsuccessful answers and broken connections. A figure with any of these is invalid. */
  readonly failures: number;
}

/** Milliseconds, each step double the one before. */
export const histogramSteps = Array.from({ length: 14 }, (_, step) => 2 ** (step - 2));

/** Lets the code under test be compiled and its objects be made before anything counts. */
export async function warmUp(target: Target, connections: number): Promise<void> {
  await measure(target, connections, 1);
}

/** Milliseconds and requests per second. */
export async function measure(target: Target, connections: number, seconds: number): Promise<Figures> {
  const latencies: number[] = [];
  const instance = autocannon({ ...target, connections, duration: seconds, timeout: 30 });
  // autocannon's own histogram has whole milliseconds, which is too coarse for answers of half a millisecond.
  instance.on("response", (_client, _status, _bytes, ms) => latencies.push(ms));
  const result = await instance;
  latencies.sort((a, b) => a - b);
  return {
    perSecond: result["2xx"] / result.duration,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    histogram: histogramOf(latencies),
    failures: result.non2xx + result.errors,
  };
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function histogramOf(latencies: readonly number[]): number[] {
  const counts = Array.from({ length: histogramSteps.length + 1 }, () => 0);
  for (const ms of latencies) {
    const step = histogramSteps.findIndex((limit) => ms < limit);
    counts[step === -1 ? histogramSteps.length : step]! += 1;
  }
  return counts;
}
