/** A service outside of Millrace that answers late, and remembers every call by its Idempotency-Key. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Stub {
  readonly url: string;
  readonly host: string;
  /** How often each Idempotency-Key came, with the body that came with it. */
  readonly calls: ReadonlyMap<string, readonly string[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function startStub(answerAfterMs: () => number): Promise<Stub> {
  const calls = new Map<string, string[]>();
  const server: Server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const key = String(request.headers["idempotency-key"]);
    calls.set(key, [...(calls.get(key) ?? []), body]);
    setTimeout(() => response.writeHead(200, { "content-type": "application/json" }).end(body), answerAfterMs());
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Listening on a port, not on a pipe.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/work`,
    host: `127.0.0.1:${port}`,
    calls,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
