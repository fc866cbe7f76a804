/**
 * Installs the dependencies when they are missing or not those of package-lock.json. It runs before anything is
 * installed, on whatever Node the machine has (20 or later), so it stands on Node alone.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

if (!isInstalled()) {
  console.log("Installing dependencies …");
  // Not `npm ci`: it refuses to work where the registry does not have the packages of every other platform.
  const { status, signal } = spawnSync("npm", ["install", "--no-save", "--no-progress", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error(
      `The dependencies could not be installed (${signal ?? `npm exited with ${status}`}). Check the network and the message above.`,
    );
    process.exit(1);
  }
}

/** Whether node_modules holds the versions of the lock file; npm writes its own record of them last of all. */
function isInstalled() {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const { packages: installed } = JSON.parse(readFileSync(record, "utf8"));
  const { packages: wanted } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === "") return true;
    return installed[path] ? installed[path].version === version : optional === true;
  });
}
