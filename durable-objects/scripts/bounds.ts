/** What one script may use, and how the work is cut so that others are not kept waiting. */
export const bounds = {
  /** In pages of 64 KiB. QuickJS's stack and static data take 5.1 MiB and its own objects half of one; */
  minPages: 96,
  /** the rest, 16 MiB, is what SPEC gives a script. */
  maxPages: 352,
  /** Fixed by the build of QuickJS that is used. */
  quickJsStackBytes: 5 * 1024 * 1024,
  /** About 1,200 calls deep. With twice as much the host's own stack ends first, and the script could not catch it. */
  stackBytes: 192 * 1024,
  /** A unit is a turn of a native loop, or about one of QuickJS's own instructions: 3 to 10 ns. So this is 5 to 10 ms. */
  firstSliceFuel: 1_000_000,
  /** Shorter, because several scripts take their slices one after the other before anybody else has a turn. */
  nextSliceFuel: 500_000,
  /** 0.2 s for ordinary code, 0.8 s for the worst that a sample of native calls showed (20 ns a unit), more on a busy machine. */
  totalFuel: 40_000_000,
  /** Scripts that outlast their first slice and run at the same time, each in an instance of up to 22 MiB. */
  maxLong: 2,
  /** What a script may look at: parsed, it takes several times as much. */
  maxInputBytes: 4 * 1024 * 1024,
  maxLogLines: 200,
  maxLogBytes: 32 * 1024,
  /** The memory images of the scripts used last. */
  maxImageBytes: 8 * 1024 * 1024,
} as const;
