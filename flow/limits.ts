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
  /** What scripts, expressions, comparisons and the engine may compute for one run, by their counted work; waiting is free. It is Cloudflare's own bound for the processor time of one request. */
  maxRunComputeSec: 30,
  /** Larger values are stored apart, so that the journal stays small to read back. */
  spillBytes: 64 * 1024,
  /** Below the 2 MB limit of a row, with room for the other columns. */
  blobPieceBytes: 1024 * 1024,
  /** What the panel of a run shows of one value, and of all of them together: a message takes 32 MiB, a page far less. */
  maxShownValueChars: 256 * 1024,
  maxShownRunChars: 4 * 1024 * 1024,
  maxScriptOutputBytes: 1024 * 1024,
  scriptMemoryBytes: 16 * 1024 * 1024,
  maxEdgesOut: 10,
  /** The number of runs in a lane before the next lane is used. */
  laneCapacity: 256,
  /** Async runs that a full lane stores and starts later. */
  laneQueue: 10_000,
  /** SPEC: how long runs are kept where nothing else is set, and the longest that can be. */
  runRetentionDays: 30,
  maxRunRetentionDays: 365,
  /** Lanes per place before calls are refused with 429. */
  maxLanes: 8,
  /** Lanes among which an Idempotency-Key chooses. */
  keyLanes: 4,
  idempotencyHours: 24,
  /** Consecutive crashes with the same run in hand before the run is to blame. */
  maxRunCrashes: 3,
  maxRedirects: 5,
  /** Passwords that wait for their hash or are being hashed: some three seconds of work on a slow machine. */
  maxPasswordQueue: 8,
  /** The same from one source, so that others find room. */
  maxPasswordQueuePerSource: 4,
  /** Of an answer's headers a run keeps this many and this much: more is decoration, and it is stored with every step. */
  maxAnswerHeaders: 64,
  maxAnswerHeaderChars: 16 * 1024,
  /** A receiver should store and answer, not work; the schedule repeats what it misses. */
  callbackTimeoutMs: 15_000,
  /** SPEC: what a run shows of a receiver's answer. */
  callbackAnswerBytes: 1024,
  /** An access token of 4,000 characters, however a receiver encodes it. */
  maxSecretFormBytes: 16 * 1024,
  maxLongPollSec: 60,
  /** A call reads all keys of a workflow in one query and compares them one by one. */
  maxKeys: 100,
  /** Variables of a workflow: they are read as one before its first run, and held beside it. */
  maxVariables: 200,
  /** One value: certificates and keys fit, files do not. */
  maxVariableBytes: 32 * 1024,
  /** All values of a workflow together, which every script is given a copy of. */
  maxVariablesBytes: 1024 * 1024,
  /** Hosts that one variable may be bound to: each call is compared with all of them. */
  maxVariableHosts: 20,
  /** A shorter secret cannot be distinguished from ordinary text, so it is masked only if it is the whole text. */
  minMaskedChars: 4,
  /** Personal access tokens of one person: more are a sign of a program that forgets them. */
  maxTokens: 100,
  /** Authorization profiles of an account: people choose among them by name. */
  maxProfiles: 500,
  /** Model connections of an account: people choose among them by name. */
  maxConnections: 100,
  /** Models of one connection: what a builder can still choose from. */
  maxConnectionModels: 200,
  /** How long a person may take to give consent at the other system. */
  oauthStateMinutes: 10,
  /** An access token with less time left is replaced first, so that it does not run out on its way. */
  tokenSkewMs: 30_000,
  /** A token endpoint answers immediately or not at all; a node waits in the meantime. */
  tokenTimeoutMs: 15_000,
  maxTokenAnswerBytes: 64 * 1024,
  /** A lane uses what it has read of a profile this long: half of the 10 seconds in which a change must arrive. */
  profileCacheMs: 5_000,
  /** A token endpoint that refused is not asked again for the same token within this time. */
  tokenRefusalMs: 5_000,
  /** A save after a longer pause starts a new editing session, which has an entry of its own in the audit log. */
  flowEditPauseMs: 10 * 60_000,
  /** A session that never pauses is written after this long all the same. */
  flowEditMs: 2 * 3_600_000,
  /** Custom roles of an account: people choose among them by eye. */
  maxRoles: 100,
  /** Addresses of one invitation, each of which may mean a mail: as many as a person would paste. */
  maxInvited: 50,
  /** SPEC: how long an invitation's link works. */
  invitationDays: 15,
  /** A mail service should take a mail and queue it; people wait for the answer meanwhile. */
  mailTimeoutMs: 10_000,
  /** Longer ones are programs: a script is the better place. It also bounds how deep a parser may recurse. */
  maxExpressionChars: 32 * 1024,
  /** Nesting of an expression's text; the parser and the evaluator recurse over it on the host's stack. */
  maxExpressionNesting: 200,
  /** JSONata's parser doubles what stands left of `?:` and `??` when they are nested. */
  maxExpressionDefaults: 12,
  /** What one evaluation may do: one step for each part evaluated, each value collected, each 16 characters written. About a second of work. */
  maxExpressionSteps: 1_000_000,
  /** Nested evaluations: a recursion of some thousand calls. Each holds about 1 KB until it returns. */
  maxExpressionDepth: 10_000,
  /** Items of one list made by an expression; a loop takes 10,000. */
  maxExpressionItems: 100_000,
  /** JSONata's order-by keeps a copy of the rest of the list at each item, so its memory grows with the square. */
  maxOrderByItems: 5_000,
  /** Nesting of a result, as deep as a request's body may be. */
  maxExpressionResultDepth: 64,
  /** Instructions of a compiled regular expression: the factor by which its linear time grows. */
  maxRegexSize: 2_000,
  /** Instructions times characters of one match: about a second in the slowest of RE2's engines. */
  maxRegexWork: 50_000_000,
  /** SPEC: what may be imported, packed and unpacked. */
  maxPackageBytes: 10 * 1024 * 1024,
  /** Around the files of a form: boundaries, headers, and what was decided about each variable. */
  maxFormExtraBytes: 1024 * 1024,
  /** Three files are wanted; folders and the shadows that macOS adds are overlooked. */
  maxArchiveEntries: 32,
  /** Larger files of an export are written without indentation, which can make a deeply nested one many times as large. */
  indentedPackageChars: 64 * 1024,
  /** SPEC: one data set. What a person can still look through, and what one object writes in seconds. */
  maxDatasetBytes: 50 * 1024 * 1024,
  maxDatasetRows: 500_000,
  maxDatasetColumns: 200,
  /** One row, as JSON; it also bounds what a quote that is never closed can collect. */
  maxDatasetRowBytes: 64 * 1024,
  maxDatasetColumnChars: 200,
  /** Data sets of one account. Each is an object of its own. */
  maxDatasets: 1_000,
  /** Numbers of one body that are named because they cannot be kept exactly. */
  maxInexactNumbers: 20,
  /** Warnings that the steps of one run add to its own. */
  maxStepWarnings: 50,
  /** Faults of an uploaded file that are listed: more are seldom of another kind. */
  maxDatasetIssues: 20,
  /** Rows that one search request scans: 12 ms on an idle machine, during which the object serves no other request. */
  datasetScanRows: 100_000,
  /** The same where rows are read in the order of a column, from all over the file. */
  datasetSortedScanRows: 10_000,
  /** Rows that looked alike to the database and are compared word by word. */
  datasetCandidates: 10_000,
  /** Columns of one data set that have an index: each is as large as its column and makes adding rows slower. */
  maxDatasetIndexes: 8,
  /** Runs in one bulk rerun: one object stores their ids, and no person looks through more. */
  maxBulkReruns: 10_000,
  /** Reruns cause outside effects: without a word the pace is one that most other systems bear. */
  rerunsPerMinute: 600,
  maxRerunsPerMinute: 6_000,
  /** Recorded runs that one replay tries: enough to believe its result, and over within a minute. */
  maxReplayRuns: 500,
  /** Bulk reruns and replays of one workflow that are in progress simultaneously. */
  maxActiveJobs: 3,
  /** Beyond this number, or after the retention of runs, the oldest finished ones are deleted. */
  maxJobs: 200,
  /** Runs of a job that are started or tried in parallel; a lane runs 256 and serves others too. */
  jobConcurrency: 16,
  /** What a replay keeps of an output, a changed value, and how many changes of one run; both runs have the rest. */
  replayOutputChars: 16 * 1024,
  replayValueChars: 2 * 1024,
  replayChanges: 50,
  /** What one replay leaves out of its comparison, and one path: every change is held against all of them. */
  maxLeaveOutPaths: 50,
  maxLeaveOutPathChars: 500,
  /** What a recorded run was answered from outside, as JSON: it travels between objects, sixteen at a time. */
  maxReplayChars: 4 * 1024 * 1024,
  /** One input or output in a span: receivers cut or refuse longer attributes. */
  maxSpanValueChars: 4 * 1024,
  /** Tries of nodes that one trace shows: a receiver must be able to draw it. */
  maxTraceAttempts: 2_000,
  /** Runs of one account that wait to be exported; if a receiver is offline for longer, the oldest are dropped. */
  maxTraceBacklog: 20_000,
  /** Runs of one request to a receiver, and about how large it may become: receivers take 4 MiB and more. */
  traceBatchRuns: 100,
  traceBatchChars: 1024 * 1024,
  telemetryTimeoutMs: 10_000,
  /** A lane that does not return a run within this time is tried later; others must not wait for it. */
  traceReadTimeoutMs: 5_000,
  /** Tries to read one run, after pauses that double: 17 minutes in all, longer than a bad deploy lasts. */
  maxTraceReads: 10,
  /** Spans in memory before they are sent: an isolate has 128 MB, which it shares with other objects. */
  maxTraceCharsHeld: 8 * 1024 * 1024,
  /** A changed setting for exports or alerts arrives at a Monitor within this time. */
  followerCacheMs: 10_000,
  maxTelemetryHeaders: 20,
  maxTelemetryWorkflows: 200,
  /** Alert rules of one workflow: each is judged after every batch of runs. */
  maxAlertRules: 20,
  maxAlertAddresses: 10,
  /** Alerts that are kept for each workflow. */
  maxAlertHistory: 1_000,
} as const;
