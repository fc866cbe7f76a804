import { type ReadonlySignal, signal } from "@preact/signals";
import { liveViewOver, liveViewTaken } from "#flow/monitoring/on-wire.ts";

/**
 * `live`: changes arrive as they happen. `paused`: by choice. `taken`: the same person's other pages took its place.
 * `lost`: the connection is lost and tried again.
 */
export type LiveState = "connecting" | "live" | "paused" | "taken" | "lost";

export interface LiveSocket {
  readonly state: ReadonlySignal<LiveState>;
  start(): void;
  stop(): void;
  pause(): void;
  resume(): void;
}

const firstDelayMs = 500;
const longestDelayMs = 15_000;
/** A connection that lasts this long was good: the next attempt starts with the short delay again. */
const settledMs = 5_000;

/**
 * A socket that reconnects: after a loss it connects again, each time a little later. `onOpen` first fetches the missed
 * changes. Parsed messages go to `onMessage`.
 */
export function createLiveSocket(address: () => string, onMessage: (message: unknown) => void, onOpen: () => void): LiveSocket {
  const state = signal<LiveState>("connecting");
  let socket: WebSocket | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let delayMs = firstDelayMs;

  const leave = () => {
    clearTimeout(again);
    const leaving = socket;
    socket = undefined;
    leaving?.close();
  };
  const connect = () => {
    leave();
    const mine = new WebSocket(address());
    socket = mine;
    let openedAt = 0;
    mine.addEventListener("open", () => {
      if (socket !== mine) return;
      openedAt = Date.now();
      state.value = "live";
      onOpen();
    });
    mine.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
      if (socket === mine && typeof data === "string") onMessage(parse(data));
    });
    mine.addEventListener("close", ({ code }) => {
      if (socket !== mine) return;
      if (code === liveViewOver) return connect();
      if (code === liveViewTaken) {
        // To connect again would take the place of another page, which would take this one's.
        state.value = "taken";
        return leave();
      }
      state.value = "lost";
      if (openedAt > 0 && Date.now() - openedAt > settledMs) delayMs = firstDelayMs;
      // Clients that were disconnected together must not all reconnect together.
      again = setTimeout(connect, delayMs * (0.75 + Math.random() / 2));
      delayMs = Math.min(delayMs * 2, longestDelayMs);
    });
  };
  const onOnline = () => {
    if (state.peek() === "lost") connect();
  };
  return {
    state,
    start() {
      addEventListener("online", onOnline);
      if (state.peek() !== "paused" && state.peek() !== "taken") connect();
    },
    stop() {
      removeEventListener("online", onOnline);
      leave();
    },
    pause() {
      state.value = "paused";
      leave();
    },
    resume() {
      delayMs = firstDelayMs;
      state.value = "connecting";
      connect();
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
