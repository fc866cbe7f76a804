import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A stand-in for an external service, for the example. It answers with the request that it received. Loopback only. */
export function startEcho(port: number): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response));
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://echo");
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      idempotencyKey: request.headers["idempotency-key"] ?? null,
      body: await readBody(request),
    }),
  );
}

/** Parsed where it is JSON, else as text. */
async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
