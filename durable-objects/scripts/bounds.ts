/** What one script may use, and how the work is cut so that others are not kept waiting. */

const page = 64 * 1024;

export const bounds = {
  page,
  /** QuickJS's stack and static data (5.1 MiB, fixed by its build), its own objects, and what SPEC gives a script: 16 MiB. */
  minPages: 96,
  maxPages: 352,
  /** Above this the linear stack of a script ends before the host's own does. */
  stackBytes: 192 * 1024,
  /** A unit is a turn of a native loop, or about one of QuickJS's own instructions: 3 to 10 ns. */
  /** Fixed by the build of QuickJS that is used. */
  quickJsStackBytes: 5 * 1024 * 1024,
  sliceFuel: 1_000_000,
  totalFuel: 100_000_000,
  /** Scripts that outlast their first slice and run at the same time, each with memory of its own. */
  maxLong: 2,
  maxInputBytes: 4 * 1024 * 1024,
  maxLogLines: 200,
  maxLogBytes: 32 * 1024,
  maxSnapshotBytes: 8 * 1024 * 1024,
} as const;
