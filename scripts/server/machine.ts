/** What the Worker asks of the process around it: work on a thread of its own, and how the disk is. */
import { scrypt } from "node:crypto";
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Response, type Request } from "miniflare";

export type DiskFault = "disk_full" | "read_only";

/** The journals of the databases need room to grow while a transaction is written. */
const minFreeBytes = 8 * 1024 * 1024;
/** Health is asked for every second, and by others as well. */
const keptMs = 900;

/** Answers the service binding MACHINE. */
export function machineOf(dataFolder: string): (request: Request) => Promise<Response> {
  const disk = diskOf(dataFolder);
  return async (request) => {
    if (new URL(request.url).pathname === "/scrypt") return derive((await request.json()) as Parameters<typeof derive>[0]);
    return Response.json({ fault: disk() });
  };
}

function derive(order: { password: string; salt: string; N: number; r: number; p: number; keyBytes: number }): Promise<Response> {
  const { password, salt, N, r, p, keyBytes } = order;
  const maxmem = 128 * N * r + 128 * r * p + 1024 * 1024;
  return new Promise((resolve, reject) => {
    scrypt(password, Buffer.from(salt, "base64"), keyBytes, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(new Response(key.toString("base64"))),
    );
  });
}

/** Returns the problem with the disk, and logs it when it changes. */
function diskOf(dataFolder: string): () => DiskFault | null {
  let fault: DiskFault | null = null;
  let lookedAt = 0;
  return () => {
    if (Date.now() - lookedAt < keptMs) return fault;
    const before = fault;
    fault = diskFault(dataFolder);
    lookedAt = Date.now();
    if (fault === before) return fault;
    console.error(
      fault === "disk_full"
        ? `The disk of ${dataFolder} is full. Calls fail until there is room: free some space, nothing has to be restarted.`
        : fault === "read_only"
          ? `${dataFolder} can no longer be written to. Make the folder writable, then start Millrace again.`
          : `${dataFolder} can be written to again.`,
    );
    return fault;
  };
}

function diskFault(dataFolder: string): DiskFault | null {
  const probe = join(dataFolder, "probe");
  try {
    const { bavail, bsize } = statfsSync(dataFolder);
    if (bavail * bsize < minFreeBytes) return "disk_full";
    // A quota may leave less than the disk has.
    const handle = openSync(probe, "w", 0o600);
    try {
      writeSync(handle, Buffer.alloc(16 * 1024));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
      rmSync(probe, { force: true });
    }
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOSPC" || code === "EDQUOT" ? "disk_full" : "read_only";
  }
}
