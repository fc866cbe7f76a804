/** Who sends the requests: each identity is the headers that it sends. */
export type SignedIn = Readonly<Record<string, string>>;

/** Calls as this identity; throws if the answer is not a success. */
export async function callAs<Answer>(base: string, identity: SignedIn, method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(base + path, {
    method,
    headers: { origin: base, ...identity, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 500)}`);
  // What the routes declare; a wrong shape shows in the next step.
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

/** Sends credentials to a route that sets a session's cookie. Waits where too many passwords were checked just before. */
export async function sessionFrom(base: string, path: string, body: unknown): Promise<SignedIn> {
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(base + path, {
      method: "POST",
      headers: { origin: base, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]!);
    if (answer.ok && cookies.length > 0) return { origin: base, cookie: cookies.join("; ") };
    if (answer.status !== 429 || attempt > 20) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
