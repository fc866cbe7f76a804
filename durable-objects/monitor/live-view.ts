/** Sends new and changed rows to open pages: a few messages per second, however many rows change. */
import { liveViewOver, liveViewTaken, modelRunOnWire, runOnWire } from "#flow/monitoring/on-wire.ts";
import type { ModelRunRow, RunRow } from "#flow/monitoring/run-row.ts";

const everyMs = 250;
const maxRows = 100;
/** The maximum number of pages that watch one workflow, and of those, pages of one person. */
const maxSockets = 200;
const maxOfViewer = 20;
/** Sockets of one person that were closed here and that the other side does not let go. Each takes a quarter of a megabyte. */
const maxLingering = 40;

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

  /** The answer to an upgrade; 409 for another request, and 503 where too many others watch. */
  accept(request: Request): Response {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") return new Response(null, { status: 409 });
    const { searchParams } = new URL(request.url);
    const viewer = searchParams.get("viewer") ?? "";
    if (!this.#makeRoom(viewer)) return new Response(null, { status: 503 });
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    const viewing: Viewing = { viewer, since: Date.now(), until: Number(searchParams.get("until") ?? Infinity) };
    server.serializeAttachment(viewing);
    return new Response(null, { status: 101, webSocket: client });
  }

  /**
   * Returns true if this viewer may have one more socket. If they have the maximum, their oldest is closed. If all are
   * taken, the person with the most sockets loses their oldest, unless they have no more than the viewer would have. A
   * client may not answer a close, so a person who leaves many unanswered gets no more sockets.
   */
  #makeRoom(viewer: string): boolean {
    const open = this.#open();
    const lingering = this.#ctx
      .getWebSockets()
      .filter((socket) => socket.readyState !== WebSocket.OPEN && viewingOf(socket).viewer === viewer);
    if (lingering.length >= maxLingering) return false;
    const byViewer = Map.groupBy(open, (socket) => viewingOf(socket).viewer);
    const own = byViewer.get(viewer) ?? [];
    if (own.length >= maxOfViewer) closeOldest(own);
    else if (open.length >= maxSockets) {
      const most = [...byViewer.values()].reduce((a, b) => (b.length > a.length ? b : a));
      if (most.length <= own.length + 1) return false;
      closeOldest(most);
    }
    return true;
  }

  /** The sockets that are still valid; the others are closed. */
  #open(): WebSocket[] {
    return this.#ctx.getWebSockets().filter((socket) => {
      if (socket.readyState !== WebSocket.OPEN) return false;
      if (Date.now() < viewingOf(socket).until) return true;
      close(socket, liveViewOver, "This view has expired.");
      return false;
    });
  }

  /** Rows were added or changed; viewers are notified soon. */
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
    for (const socket of this.#open()) {
      try {
        socket.send(message);
      } catch {
        // It closed in this moment.
      }
    }
  }
}

/** Kept with a socket, through hibernation. Times are epoch milliseconds. */
interface Viewing {
  readonly viewer: string;
  readonly since: number;
  readonly until: number;
}

function viewingOf(socket: WebSocket): Viewing {
  // Written by `accept`.
  return socket.deserializeAttachment() as Viewing;
}

function closeOldest(sockets: readonly WebSocket[]): void {
  const oldest = sockets.reduce((a, b) => (viewingOf(b).since < viewingOf(a).since ? b : a));
  close(oldest, liveViewTaken, "You have too many open pages of this workflow. This was the oldest.");
}

function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // It closed in this moment.
  }
}
