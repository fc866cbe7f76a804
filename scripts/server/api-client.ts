/** An unsuccessful answer of the management API, with the server's message. */
export class ApiRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Speaks to the management API as the person who signed in through it. */
export class ApiClient {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  #cookie = "";

  /** `headers` go along with every request. */
  constructor(base: string, headers: Readonly<Record<string, string>> = {}) {
    this.#base = base;
    this.#headers = headers;
  }

  /** The parsed answer; throws an ApiRefusal where the server refuses. */
  async call<Answer>(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.#base + path, {
      method,
      headers: {
        // The server refuses changes that come from pages of elsewhere.
        origin: this.#base,
        ...this.#headers,
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    if (cookies.length > 0) this.#cookie = cookies.join("; ");
    const text = await response.text();
    if (!response.ok) throw new ApiRefusal(response.status, `${method} ${path} answered ${response.status}: ${text.slice(0, 1000)}`);
    return (response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : undefined) as Answer;
  }
}
