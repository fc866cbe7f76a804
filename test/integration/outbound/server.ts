/** Two servers outside of workerd, which is where the calls under test go. Everything that arrives at `?id=…` is kept for `/journal?id=…`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createGzip, gzipSync } from "node:zlib";
import type { TestProject } from "vitest/node";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly bodyBase64: string;
}

declare module "vitest" {
  interface ProvidedContext {
    /** Origins: the server, the server on another port, and a port without a server. */
    outboundServers: { readonly here: string; readonly there: string; readonly nobody: string };
  }
}

const journal = new Map<string, Received[]>();
const cut = new Set<string>();

type Route = (answer: ServerResponse, query: URLSearchParams, request: IncomingMessage) => void;

const routes: Record<string, Route> = {
  "/journal": (answer, query) => json(answer, { received: journal.get(query.get("id")!) ?? [], cut: cut.has(query.get("id")!) }),
  /** Answers with what was sent, in its headers and its body. */
  "/mirror": (answer, query, request) => {
    const { authorization = "", "x-secret": secret = "" } = request.headers as Record<string, string>;
    const sent = journal.get(query.get("id")!)!.at(-1)!;
    const text = Buffer.from(sent.bodyBase64, "base64").toString();
    answer.writeHead(Number(query.get("status") ?? 200), { "content-type": "application/json", "x-mirrored": secret || authorization }).end(
      JSON.stringify({
        url: request.url,
        headers: request.headers,
        text,
        base64: sent.bodyBase64,
        inside: JSON.stringify({ text }),
        [text.slice(0, 200)]: true,
      }),
    );
  },
  "/echo": (answer) => json(answer, { ok: true }),
  "/answer": (answer, query) =>
    answer
      .writeHead(Number(query.get("status") ?? 200), query.has("type") ? { "content-type": query.get("type")! } : {})
      .end(Buffer.from(query.get("body64") ?? "", "base64")),
  /** `bytes64` as they are, said to be in the coding `as`. */
  "/coded": (answer, query) =>
    answer
      .writeHead(200, { "content-type": "application/json", "content-encoding": query.get("as")! })
      .end(Buffer.from(query.get("body64")!, "base64")),
  "/redirect": (answer, query) => answer.writeHead(Number(query.get("status") ?? 302), { location: query.get("to")! }).end("moved"),
  "/hops": (answer, query) => {
    const left = Number(query.get("n"));
    if (left === 0) json(answer, { arrived: true });
    else answer.writeHead(302, { location: `/hops?n=${left - 1}` }).end();
  },
  "/webhook": (answer, query) => {
    const failures = Number(query.get("failures") ?? 0);
    const attempts = journal.get(query.get("id")!)!.length;
    answer.writeHead(attempts <= failures ? 500 : 204).end(attempts <= failures ? "é".repeat(2000) : undefined);
  },
  /** An OTLP receiver; `failures` says how often it refuses first, and with which `status`. */
  "/v1/traces": (answer, query) => {
    const attempts = journal.get(query.get("id")!)!.length;
    if (attempts <= Number(query.get("failures") ?? 0)) answer.writeHead(Number(query.get("status") ?? 503)).end();
    else json(answer, { partialSuccess: {} });
  },
  "/endless": (answer, query) => {
    if (query.has("to")) answer.writeHead(302, { location: query.get("to")! });
    const timer = setInterval(() => answer.write("x".repeat(10_000)), 1);
    answer.on("close", () => {
      clearInterval(timer);
      cut.add(query.get("id")!);
    });
  },
  "/slow": (answer) => {
    answer.writeHead(200, { "content-type": "text/plain" });
    const timer = setInterval(() => answer.write("x"), 50);
    answer.on("close", () => clearInterval(timer));
  },
  "/slow-packed": (answer) => {
    answer.writeHead(200, { "content-encoding": "gzip" });
    const packer = createGzip();
    packer.pipe(answer);
    const timer = setInterval(() => {
      packer.write("x");
      packer.flush();
    }, 50);
    answer.on("close", () => clearInterval(timer));
  },
  "/hang": () => {},
  "/hang-once": (answer, query) => {
    if (journal.get(query.get("id")!)!.length > 1) json(answer, { ok: true });
  },
  "/reset": (answer) => answer.socket!.destroy(),
  "/break-off": (answer) => {
    answer.writeHead(200, { "content-length": "100" });
    answer.write("only the beginning", () => answer.socket!.destroy());
  },
  "/gzip": (answer) =>
    answer.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(gzipSync('{"packed":true}')),
  "/bomb": (answer) => answer.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(32 * 1024 * 1024))),
  "/cookies": (answer) =>
    answer.writeHead(200, { "X-Upper": "kept", "set-cookie": ["a=1; Expires=Wed, 21 Oct 2099 07:28:00 GMT", "b=2"] }).end(),
  "/many-headers": (answer) =>
    answer.writeHead(200, Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`x-${i}`, "v".repeat(100)]))).end(),
};

async function handle(request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const url = new URL(request.url!, "http://server");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const id = url.searchParams.get("id");
  if (id !== null && url.pathname !== "/journal") {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const received = { method: request.method!, path: request.url!, headers, bodyBase64: Buffer.concat(chunks).toString("base64") };
    journal.set(id, [...(journal.get(id) ?? []), received]);
  }
  const route = routes[url.pathname];
  if (route) route(answer, url.searchParams, request);
  else answer.writeHead(404).end();
}

function json(answer: ServerResponse, value: unknown): void {
  answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

async function listen(): Promise<{ server: Server; origin: string }> {
  // A test that ends in the middle of a request breaks the connection; this is not an error of the server.
  const server = createServer((request, answer) => void handle(request, answer).catch(() => answer.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [here, there, nobody] = await Promise.all([listen(), listen(), listen()]);
  await close(nobody.server);
  project.provide("outboundServers", { here: here.origin, there: there.origin, nobody: nobody.origin });
  return async () => {
    await Promise.all([close(here.server), close(there.server)]);
  };
}
