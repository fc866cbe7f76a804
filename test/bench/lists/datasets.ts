/**
 * How long it takes to upload data sets of growing size through the real route, and to page, search and sort them; and
 * how much memory the server takes for it. Speaks to a running server as its owner; prints medians.
 */
import { readFileSync } from "node:fs";

const sizes = [5_000, 50_000, 500_000];
const repeats = 9;

interface Served {
  readonly url: string;
  readonly owner: { readonly email: string; readonly password: string };
  /** The number of the running workerd, whose memory is watched. */
  workerdPid(): number;
}

/** Each looks for a page of 50. */
const cases: readonly (readonly [label: string, query: (size: number) => string])[] = [
  ["the first page", () => ""],
  ["a page far behind", (size) => `cursor=${cursorAt(Math.floor(size * 0.9))}`],
  ["a frequent text", () => "search=filler"],
  ["a rare text", (size) => `search=person${size - 3}@`],
  ["a text that is nowhere", () => "search=haystack"],
  ["one look-up", (size) => `column=customer&value=${encodeURIComponent(customer(size - 5, size))}`],
  ["sorted by a text", () => "sort=customer"],
  ["sorted by a number, falling", () => "sort=-amount"],
  ["a text that is nowhere, sorted", () => "sort=-amount&search=haystack"],
];

/** Prints a row for each kind of question, a column for each size. */
export async function benchDatasets(server: Served, print: (line: string) => void = console.log): Promise<void> {
  const ask = await signedIn(server);
  const rows = new Map<string, string[]>();
  const note = (label: string, cell: string) => rows.set(label, [...(rows.get(label) ?? []), cell]);
  for (const size of sizes) {
    const memory = watchMemory(server.workerdPid());
    const { id, content, bytes, ms } = await uploadRows(ask, size);
    note("upload", `${(ms / 1_000).toFixed(1)} s`);
    note("  of", `${(bytes / 1024 / 1024).toFixed(1)} MB`);
    note("  most memory of the server", `${memory()} MB`);
    for (const [label, query] of cases) {
      const path = `/api/datasets/${id}/rows?${query(size).replace(contentMark, content)}`;
      const first = await timed(() => answerOf(ask, path));
      const times: number[] = [];
      for (let i = 0; i < repeats; i++) times.push(await timed(() => answerOf(ask, path)));
      note(label, `${median(times).toFixed(1)} ms`);
      if (label === "one look-up" || label.startsWith("sorted")) note(`  ${label}, the first time`, `${first.toFixed(0)} ms`);
      if (label === "a text that is nowhere") {
        const all = await timed(() => lastPage(ask, path));
        note("  to its end, all pages", `${all.toFixed(1)} ms`);
      }
    }
    await ask("DELETE", `/api/datasets/${id}`);
  }
  print(`Data sets, a page of 50${sizes.map((size) => size.toLocaleString("en-GB").padStart(16)).join("")}`);
  for (const [label, cells] of rows) print(`  ${label.padEnd(40)}${cells.map((cell) => cell.padStart(12)).join("")}`);
}

type Ask = (method: string, path: string, body?: BodyInit, type?: string) => Promise<Response>;

async function signedIn({ url, owner }: Served): Promise<Ask> {
  const signIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify(owner),
  });
  const cookie = signIn.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  return (method, path, body, type) =>
    fetch(url + path, {
      method,
      headers: { cookie, origin: url, ...(type === undefined ? {} : { "content-type": type }) },
      ...(body === undefined ? {} : { body, duplex: "half" }),
    });
}

/** A cursor names the content, which is known only after the upload. */
const contentMark = "CONTENT";
function cursorAt(row: number): string {
  return `${contentMark}:${row}`;
}

function customer(i: number, size: number): string {
  return `customer ${(i * 7_919) % size}`;
}

/** About 105 bytes each, so that 500,000 come to 50 MB. */
function lineOf(i: number, size: number): string {
  return `${i},${customer(i, size)},person${i}@example.com,${["red", "green", "blue"][i % 3]},${(i * 37) % 10_000},2026-11-${(i % 28) + 1},some filler text about nothing\n`;
}

async function uploadRows(ask: Ask, size: number) {
  const encoder = new TextEncoder();
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(stream) {
      if (at === 0) stream.enqueue(encoder.encode("id,customer,email,colour,amount,day,note\n"));
      let piece = "";
      for (const end = Math.min(size, at + 500); at < end; at++) piece += lineOf(at, size);
      if (piece === "") stream.close();
      else stream.enqueue(encoder.encode(piece));
    },
  });
  const before = performance.now();
  const answer = await ask("POST", `/api/datasets?name=bench-${size}-${Date.now()}`, body, "text/csv");
  const made = (await answer.json()) as { id: string; rows: number; bytes: number };
  if (answer.status !== 201 || made.rows !== size)
    throw new Error(`The upload was answered ${answer.status}: ${JSON.stringify(made).slice(0, 500)}`);
  const ms = performance.now() - before;
  const page = (await (await ask("GET", `/api/datasets/${made.id}/rows?limit=1`)).json()) as { nextCursor: string };
  const [content] = JSON.parse(Buffer.from(page.nextCursor, "base64url").toString()) as [string];
  return { id: made.id, bytes: made.bytes, ms, content };
}

async function answerOf(ask: Ask, path: string): Promise<{ items: unknown[]; nextCursor: string | null }> {
  // The mark of a page's place becomes a cursor as the server writes them.
  const address = path.replace(/cursor=(\w+):(\d+)/, (_, content: string, row: string) => {
    return `cursor=${Buffer.from(JSON.stringify([content, Number(row)])).toString("base64url")}`;
  });
  const answer = await ask("GET", address);
  if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
  return (await answer.json()) as { items: unknown[]; nextCursor: string | null };
}

async function lastPage(ask: Ask, path: string): Promise<void> {
  let { nextCursor } = await answerOf(ask, path);
  while (nextCursor !== null) ({ nextCursor } = await answerOf(ask, `${path}&cursor=${nextCursor}`));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

/** Returns, on request, the maximum memory in MB that the process has held since. Works only on Linux. */
function watchMemory(pid: number): () => string {
  const held = () => {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
    } catch {
      return 0;
    }
  };
  const before = held();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, held())), 20);
  return () => {
    clearInterval(timer);
    return `${before.toFixed(0)} → ${most.toFixed(0)}`;
  };
}
