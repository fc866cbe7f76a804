import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ApiClient } from "./api-client.ts";
import { tellPlanners, watchClock } from "./clock.ts";
import { startEcho } from "./echo.ts";
import { chooseEchoPort } from "./echo-port.ts";
import { endFirstRun, firstRun, type Welcome } from "./first-run.ts";
import { guardRuntime } from "./guard.ts";
import { lockFolder } from "./lock.ts";
import { migrate } from "./migrate.ts";
import { endSetup, isClaimed, startTokenHeader } from "./setup-state.ts";
import { listenAdvice, listenFault } from "./ports.ts";
import { endLeftover, killProcess, writtenBy } from "./processes.ts";
import { releaseStartMemory } from "./release-memory.ts";
import { runningWorkerd, startRuntime, workerdPidFile } from "./runtime.ts";
import { loadSecrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";
import { watch } from "./watchdog.ts";
import { welcomeText } from "./welcome.ts";

/** Serves until SIGINT or SIGTERM. Throws a sentence for a person where it cannot start. */
export async function serve(settings: Settings): Promise<void> {
  mkdirSync(settings.dataFolder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(settings.dataFolder);
  const pidFile = workerdPidFile(settings.dataFolder);
  process.once("exit", () => {
    rmSync(pidFile, { force: true });
    unlock();
  });
  await endLeftover(pidFile);
  const fault = await listenFault(settings.host, settings.port);
  if (fault !== undefined) throw new Error(listenAdvice(fault, settings.host, settings.port));

  const echoPort = await chooseEchoPort(settings);
  if (echoPort !== undefined) await startEcho(echoPort);
  else console.log("The example's price service is off because another program uses its port.");
  guardRuntime(pidFile);
  /** The clock was set back since the runtime came up. */
  let isSetBack = false;
  const goOnNow = (): void => {
    isSetBack = false;
    tellPlanners(miniflare).catch((error: unknown) => console.error("Scheduled work may be late:", error));
  };
  // Until there is an owner the Worker serves only who shows this.
  const startToken = randomBytes(32).toString("base64url");
  const miniflare = await startRuntime({
    ...settings,
    bindings: { ...workerVariables(settings, echoPort), MILLRACE_START_TOKEN: startToken },
    onRestart() {
      console.log("The runtime had stopped and was restarted. Runs continue from their journals.");
      if (isSetBack) goOnNow();
    },
  });

  let watchdog: { stop(): void } | undefined;
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    watchdog?.stop();
    await miniflare.dispose();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    // Miniflare has handlers of its own, which would end the process before everything is closed.
    process.removeAllListeners(signal);
    process.on(signal, () => void stop());
  }

  await migrate(miniflare);
  watchClock(join(settings.dataFolder, "clock"), (ms, isStart) => {
    console.log(`The clock was set back by about ${Math.ceil(ms / 1000)} s. Scheduled work runs now.`);
    if (isStart) return goOnNow();
    // Timers in its memory are of the time before; they go with it.
    isSetBack = true;
    const runtime = runningWorkerd(pidFile);
    if (runtime !== undefined) void killProcess(runtime);
  });
  const api = new ApiClient(settings.ownUrl, { [startTokenHeader]: startToken });
  const welcome = await welcomeFirst(settings, api, echoPort, () => isClaimed(miniflare));
  await endSetup(miniflare);
  console.log(welcomeText(settings, welcome));
  console.log(`ready ${settings.url}`);
  releaseStartMemory();
  if (welcome.example) endFirstRun(settings, welcome);

  if (settings.silenceMs > 0) {
    watchdog = watch({
      silenceMs: settings.silenceMs,
      current: () => runningWorkerd(pidFile),
      written: writtenBy,
      ask: async (signal) => (await fetch(`${settings.ownUrl}/healthz`, { signal })).status > 0,
      kill(runtime) {
        console.log(`The runtime did not respond for ${settings.silenceMs / 1000} s and is being restarted.`);
        void killProcess(runtime);
      },
      giveUp() {
        console.error("The runtime could not be restarted. Start Millrace again. Accepted runs are kept in its journals.");
        process.exit(1);
      },
    });
  }
}

function workerVariables(settings: Settings, echoPort: number | undefined): Record<string, string> {
  // Passed on as they are, where they are set.
  const passed = [
    "MILLRACE_PUBLIC_URL",
    "MILLRACE_MAIL_FROM",
    "MILLRACE_MAIL_URL",
    "MILLRACE_MAIL_TOKEN",
    "MILLRACE_CLIENT_IP_HEADER",
  ].flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value] as const] : [];
  });
  const allowed = echoPort === undefined ? settings.allowHosts : [...settings.allowHosts, `127.0.0.1:${echoPort}`];
  return {
    ...loadSecrets(settings.dataFolder, process.env),
    MILLRACE_ALLOW_HOSTS: allowed.join(","),
    MILLRACE_OPEN_SIGNUP: settings.openSignup ? "1" : "",
    ...Object.fromEntries(passed),
  };
}

/**
 * If the first start cannot create its example, the server still answers, and the next start tries again. If it cannot
 * create the owner, it stops: otherwise the first stranger would become the owner.
 */
async function welcomeFirst(
  settings: Settings,
  api: ApiClient,
  echoPort: number | undefined,
  hasOwner: () => Promise<boolean>,
): Promise<Welcome> {
  try {
    return await firstRun(settings, api, echoPort ?? settings.port + 1);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!(await hasOwner())) {
      // It holds the password that was refused.
      rmSync(join(settings.dataFolder, "first-run.json"), { force: true });
      throw new Error(
        `The first owner could not be created: ${reason}\nCheck MILLRACE_OWNER_EMAIL and MILLRACE_OWNER_PASSWORD, then start again.`,
        { cause: error },
      );
    }
    console.error(`The example could not be created: ${reason}`);
    return { email: settings.ownerEmail };
  }
}
