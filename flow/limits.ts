/** Numbers that bound the system, each with its reason. Production's own limits are kept here too, because the local runtime does not enforce them. */
export const limits = {
  /** SPEC: a call's body. */
  maxRequestBytes: 1024 * 1024,
  /** Bodies nested deeper are an attack on recursive code, not data. */
  maxJsonDepth: 64,
  /** What a node may return. A row of Durable Object storage holds 2 MB, so larger values are stored in pieces. */
  maxNodeOutputBytes: 8 * 1024 * 1024,
  /** Everything one run holds: several runs share the 128 MB of an isolate. */
  maxRunBytes: 32 * 1024 * 1024,
  /** Larger values are stored apart, so that the journal stays small to read back. */
  spillBytes: 64 * 1024,
  /** Below the 2 MB limit of a row, with room for the other columns. */
  blobPieceBytes: 1024 * 1024,
  maxScriptOutputBytes: 1024 * 1024,
  scriptMemoryBytes: 16 * 1024 * 1024,
  maxEdgesOut: 10,
  /** Runs that one lane carries at once before the next lane is taken. */
  laneCapacity: 256,
  /** Lanes per place before calls are refused with 429. */
  maxLanes: 8,
  /** Lanes among which an Idempotency-Key chooses. */
  keyLanes: 4,
  idempotencyHours: 24,
  /** Consecutive crashes with the same run in hand before the run is to blame. */
  maxRunCrashes: 3,
  maxRedirects: 5,
  /** Of an answer's headers a run keeps this many and this much: more is decoration, and it is stored with every step. */
  maxAnswerHeaders: 64,
  maxAnswerHeaderChars: 16 * 1024,
  /** A receiver should store and answer, not work; the schedule repeats what it misses. */
  callbackTimeoutMs: 15_000,
  /** SPEC: what a run shows of a receiver's answer. */
  callbackAnswerBytes: 1024,
  maxLongPollSec: 60,
} as const;
