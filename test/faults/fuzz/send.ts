/** Sends a request exactly as it was made up: no header, path or body is put right on the way. */
import { Agent, request, type RequestOptions } from "node:http";

export interface Made {
  readonly method: string;
  /** Path and query, as they are written. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer | undefined;
}

export interface Answer {
  /** 0 where there was none in time. */
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** The longest long poll is a minute; what the tests ask for is shorter. */
const patienceMs = 45_000;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });

export function send(port: number, made: Made): Promise<Answer> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => asked.destroy(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
    const finish = (status: number, contentType: string, text: string): void => {
      clearTimeout(timer);
      resolve({ status, contentType, text });
    };
    const { method, path, body } = made;
    // The name that the pages have, as a browser would send it: a session's changes are compared with it.
    const headers = {
      host: `localhost:${port}`,
      ...made.headers,
      ...(body === undefined ? {} : { "content-length": String(body.length) }),
    };
    const options: RequestOptions = { host: "127.0.0.1", port, method, path, agent, headers };
    const asked = request(options, (answer) => {
      const type = answer.headers["content-type"] ?? "";
      // A stream of events ends with its run; its start is enough as an answer.
      if (type.startsWith("text/event-stream")) {
        finish(answer.statusCode!, type, "");
        return answer.destroy();
      }
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () => finish(answer.statusCode!, type, Buffer.concat(pieces).toString()));
      answer.on("error", (error) => finish(0, "", String(error)));
    });
    asked.on("upgrade", (answer, socket) => {
      socket.destroy();
      finish(answer.statusCode!, "", "");
    });
    asked.on("error", (error) => finish(0, "", String(error)));
    asked.end(body);
  });
}

/** The request as one line that a shell sends again. */
export function asCurl(port: number, { method, path, headers, body }: Made): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const given = Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === "string" ? [value] : value).map((one) => `-H ${quoted(`${name}: ${one}`)}`),
  );
  const sent = body && body.length > 0 ? [`--data-binary @<(echo ${body.toString("base64")} | base64 -d)`] : [];
  return ["curl --path-as-is -i -X", method, quoted(`http://127.0.0.1:${port}${path}`), ...given, ...sent].join(" ");
}
