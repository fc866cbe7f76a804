/** A sentence for a person where the data folder or a file in it is the reason why the server cannot start; else undefined. */
export function explainDisk(error: unknown, dataFolder: string): string | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  const message = error instanceof Error ? error.message : String(error);
  if (code === "ENOSPC" || code === "EDQUOT" || message.includes("SQLITE_FULL"))
    return `The disk of ${dataFolder} is full. Free some space, or choose another folder with MILLRACE_DATA, then start again.`;
  if (code === "EROFS" || code === "EACCES" || code === "EPERM" || /SQLITE_(READONLY|CANTOPEN)/.test(message))
    return `Millrace cannot write to ${path ?? dataFolder}. Make the data folder ${dataFolder} writable for this user, or choose another one with MILLRACE_DATA, then start again.`;
  if (code === "ENOTDIR" || code === "EEXIST")
    return `${path ?? dataFolder} is not a folder. Choose another data folder with MILLRACE_DATA.`;
  if (/SQLITE_(CORRUPT|NOTADB)|malformed|not a database/.test(message))
    return `The database in ${dataFolder}/storage is damaged. Restore the data folder from a backup, or set it aside and start with a new one. Nothing was changed.`;
  return undefined;
}
