/** The built server as a real process in a group of its own, to be killed and started again on the same data. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const node = join(root, "node_modules/.bin/node");

export interface ServerOptions {
  /** Added to the server's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** A folder that another server left; a fresh one otherwise. */
  readonly dataFolder?: string;
  readonly port?: number;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly owner: { readonly email: string; readonly password: string };
  /** Everything that the server printed since its last start, both streams. */
  output(): string;
  /** The number of the parent process, which leads the group. */
  pid(): number;
  /** The number of the running workerd. */
  workerdPid(): number;
  /** Kills the whole process group, as a power failure would, and waits until it has ended. */
  kill9(): Promise<void>;
  /** Starts again on the same data and port, and waits for `ready`. `env` replaces single variables. */
  restart(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Asks the server to stop and answers its exit code. */
  stop(): Promise<number | null>;
  /** Stops it and removes its data. */
  [Symbol.asyncDispose](): Promise<void>;
}

const running = new Set<ChildProcess>();
// A test run that is interrupted leaves no servers behind.
process.once("exit", () => {
  for (const child of running) killGroup(child);
});

/** Starts `npm start`'s server from dist, and waits until it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const port = options.port ?? (await freePort());
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), "millrace-"));
  const owner = { email: "owner@example.com", password: "a long test password" };
  const env: Record<string, string | undefined> = {
    ...process.env,
    PORT: String(port),
    MILLRACE_DATA: dataFolder,
    MILLRACE_OWNER_EMAIL: owner.email,
    MILLRACE_OWNER_PASSWORD: owner.password,
    ...options.env,
  };
  let launched = launch(env);
  const server: TestServer = {
    url: `http://localhost:${port}`,
    port,
    dataFolder,
    owner,
    output: () => launched.output(),
    pid: () => launched.child.pid!,
    workerdPid: () => Number(readFileSync(join(dataFolder, "workerd.pid"), "utf8")),
    async kill9() {
      killGroup(launched.child);
      await launched.ended;
    },
    async restart(more) {
      launched = launch({ ...env, ...more });
      await launched.ready;
    },
    async stop() {
      launched.child.kill("SIGTERM");
      return await launched.ended;
    },
    async [Symbol.asyncDispose]() {
      if (running.has(launched.child)) await server.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  try {
    await launched.ready;
  } catch (error) {
    rmSync(dataFolder, { recursive: true, force: true });
    throw error;
  }
  return server;
}

interface Launched {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  readonly ended: Promise<number | null>;
  output(): string;
}

/** Starts the process; `ready` rejects with what it printed where it ends before. */
export function launch(env: Readonly<Record<string, string | undefined>>): Launched {
  const child = spawn(node, ["scripts/start.ts", "--built"], { cwd: root, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let output = "";
  const ended = new Promise<number | null>((resolve) =>
    // Not "exit": the last lines may still be on their way then.
    child.once("close", (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (/^ready http/m.test(output)) resolve();
      });
    }
    void ended.then((code) => reject(new Error(`The server ended with ${code} before it was ready:\n${output}`)));
  });
  // A caller that waits only for the end must not get a rejection of the other promise.
  ready.catch(() => undefined);
  return { child, ready, ended, output: () => output };
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** A port with a free one after it, which the example's service takes. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if ((await canListen(port)) && (await canListen(port + 1))) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

/** Asks again until `check` holds; fails with `what` after `withinMs`. */
export async function eventually(what: string, withinMs: number, check: () => boolean | Promise<boolean>): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await check())) {
    if (Date.now() > until) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Whether GET /healthz is 200. */
export async function isHealthy(server: TestServer): Promise<boolean> {
  try {
    return (await fetch(`${server.url}/healthz`, { signal: AbortSignal.timeout(500) })).ok;
  } catch {
    return false;
  }
}
