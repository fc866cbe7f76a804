/** An OTLP receiver that refuses what OTLP/HTTP does not allow, and a webhook receiver, outside of Millrace. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readSpans, type ReadSpan } from "../fixtures/servers/otlp-shape.ts";

export interface Told {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Receivers {
  readonly url: string;
  readonly host: string;
  readonly spans: ReadSpan[];
  /** Why requests were refused. */
  readonly faults: string[];
  readonly told: Told[];
  /** While true, everything is answered with 503. */
  isAway: boolean;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Traces are taken at `/v1/traces`, webhooks at `/alerts`. */
export async function startReceivers(): Promise<Receivers> {
  const server: Server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      if (receivers.isAway) return response.writeHead(503).end();
      if (request.url === "/alerts") {
        const { type, data } = JSON.parse(body) as Omit<Told, "id">;
        receivers.told.push({ id: String(request.headers["webhook-id"]), type, data });
        return response.writeHead(204).end();
      }
      try {
        if (request.method !== "POST" || request.url !== "/v1/traces") throw new Error(`${request.method} ${request.url}`);
        if (request.headers["content-type"] !== "application/json") throw new Error(String(request.headers["content-type"]));
        receivers.spans.push(...readSpans(body));
        return response.writeHead(200, { "content-type": "application/json" }).end("{}");
      } catch (error) {
        receivers.faults.push(String(error));
        return response.writeHead(400).end();
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Listening on a port, not on a pipe.
  const { port } = server.address() as AddressInfo;
  const receivers: Receivers = {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    spans: [],
    faults: [],
    told: [],
    isAway: false,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return receivers;
}
