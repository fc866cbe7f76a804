/** Tells open pages which rows came or changed: a few messages a second, however much happens. */
import { liveViewOver, modelRunOnWire, runOnWire } from "#flow/monitoring/on-wire.ts";
import type { ModelRunRow, RunRow } from "#flow/monitoring/run-row.ts";

const everyMs = 250;
const maxRows = 100;
/** Pages that watch one workflow at once. */
const maxSockets = 200;

/** The newest state of each row that changed since the last message, by its id, and how many did not fit. */
class Changed<Row> {
  readonly #rows = new Map<string, Row>();
  #more = 0;

  add(id: string, row: Row): void {
    this.#rows.delete(id);
    this.#rows.set(id, row);
    if (this.#rows.size <= maxRows) return;
    // The oldest goes: the newest are at the top of what is watched.
    this.#rows.delete(this.#rows.keys().next().value!);
    this.#more++;
  }

  take(): { readonly rows: readonly Row[]; readonly more: number } {
    const taken = { rows: [...this.#rows.values()], more: this.#more };
    this.#rows.clear();
    this.#more = 0;
    return taken;
  }
}

export class LiveView {
  readonly #ctx: DurableObjectState;
  readonly #runs = new Changed<RunRow>();
  readonly #modelRuns = new Changed<ModelRunRow>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    // Answered by the platform, without waking the object.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** The answer to an upgrade; 409 for another request, and 503 where too many watch. */
  accept(request: Request): Response {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return new Response(null, { status: 409 });
    if (this.#ctx.getWebSockets().length >= maxSockets) return new Response(null, { status: 503 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    server.serializeAttachment(Number(new URL(request.url).searchParams.get("until") ?? Infinity));
    return new Response(null, { status: 101, webSocket: client });
  }

  changed(runs: readonly RunRow[], modelRuns: readonly ModelRunRow[]): void {
    if (runs.length + modelRuns.length === 0 || this.#ctx.getWebSockets().length === 0) return;
    for (const row of runs) this.#runs.add(row.runId, row);
    for (const row of modelRuns) this.#modelRuns.add(row.requestId, row);
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#tell(), everyMs);
  }

  #tell(): void {
    this.#timer = undefined;
    const runs = this.#runs.take();
    const modelRuns = this.#modelRuns.take();
    if (runs.rows.length > 0) this.#send({ kind: "runs", rows: runs.rows.map(runOnWire), more: runs.more });
    if (modelRuns.rows.length > 0) this.#send({ kind: "modelRuns", rows: modelRuns.rows.map(modelRunOnWire), more: modelRuns.more });
  }

  #send(told: { readonly kind: "runs" | "modelRuns"; readonly rows: readonly unknown[]; readonly more: number }): void {
    const message = JSON.stringify(told);
    for (const socket of this.#ctx.getWebSockets()) {
      try {
        // Written by `accept`.
        const until = socket.deserializeAttachment() as number;
        if (Date.now() < until) socket.send(message);
        else socket.close(liveViewOver, "The time of this view is over.");
      } catch {
        // It closed in this moment.
      }
    }
  }
}
