import { isAbsolute, join } from "node:path";
import { root } from "../root.ts";
import { bracketed } from "./ports.ts";

/** What the environment says about this server. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  /** How people and callers reach it from this machine. */
  readonly url: string;
  /** How this process reaches it: by the address that it listens on. */
  readonly ownUrl: string;
  readonly dataFolder: string;
  readonly allowHosts: readonly string[];
  readonly openSignup: boolean;
  readonly ownerEmail: string;
  /** Invented where the environment gives none. */
  readonly ownerPassword: string | undefined;
  /** How long the runtime may be silent before it is started again; 0 turns the watchdog off. */
  readonly silenceMs: number;
}

/** Reads the variables named in the README; throws a sentence for a person where one of them cannot be used. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const port = Number(env.PORT || 8787);
  if (!Number.isInteger(port) || port < 1 || port > 65_534) throw new Error(`PORT is ${env.PORT}. It must be a number from 1 to 65534.`);
  const silenceMs = Number(env.MILLRACE_WATCHDOG_MS || 4000);
  if (!Number.isFinite(silenceMs) || silenceMs < 0)
    throw new Error(`MILLRACE_WATCHDOG_MS is ${env.MILLRACE_WATCHDOG_MS}. It must be a number of milliseconds.`);
  // Brackets belong to URLs, and some write them here as well.
  const host = (env.MILLRACE_HOST || "127.0.0.1").replace(/^\[(.*)\]$/, "$1");
  const data = env.MILLRACE_DATA || ".millrace";
  return {
    host,
    port,
    url: `http://${["127.0.0.1", "0.0.0.0", "::"].includes(host) ? "localhost" : bracketed(host)}:${port}`,
    ownUrl: `http://${host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : bracketed(host)}:${port}`,
    dataFolder: isAbsolute(data) ? data : join(root, data),
    allowHosts: (env.MILLRACE_ALLOW_HOSTS ?? "")
      .split(",")
      .map((host) => host.trim())
      .filter((host) => host !== ""),
    openSignup: env.MILLRACE_OPEN_SIGNUP === "1",
    ownerEmail: env.MILLRACE_OWNER_EMAIL || "owner@example.com",
    ownerPassword: env.MILLRACE_OWNER_PASSWORD || undefined,
    silenceMs,
  };
}
