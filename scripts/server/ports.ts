import { createServer } from "node:net";

/** The error code from Node if no process can listen there, otherwise undefined. */
export function listenFault(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? "unknown"));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

/** Returns true if no process listens there yet. */
export async function isFree(host: string, port: number): Promise<boolean> {
  return (await listenFault(host, port)) === undefined;
}

/** What a person can do about it. */
export function listenAdvice(fault: string, host: string, port: number): string {
  const place = `${bracketed(host)}:${port}`;
  if (fault === "EADDRINUSE")
    return `Port ${port} is in use on ${host}. Stop the program that listens on ${place}, or choose another port: PORT=9000 npm start`;
  if (fault === "EACCES")
    return `This user may not listen on ${place}: ports below 1024 need special rights. Choose another port: PORT=8787 npm start`;
  if (fault === "EADDRNOTAVAIL")
    return `This machine has no address ${host}, so port ${port} cannot be opened there. Set MILLRACE_HOST to one of its addresses, for example 127.0.0.1 or 0.0.0.0.`;
  if (fault === "ENOTFOUND" || fault === "EAI_AGAIN")
    return `MILLRACE_HOST is ${host}, which is not a known address. Set it to an IP address of this machine, for example 127.0.0.1, ::1 or 0.0.0.0.`;
  return `Millrace cannot listen on ${place} (${fault}). Choose another address with MILLRACE_HOST or another port with PORT.`;
}

/** As URLs and sockets write it: IPv6 addresses in brackets. */
export function bracketed(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}
