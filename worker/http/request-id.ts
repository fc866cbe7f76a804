/** The id under which a request is found in the log: the one that came with it where it is well formed, else a new one. */
export function requestIdOf(headers: Headers): string {
  const given = headers.get("x-request-id") ?? headers.get("cf-ray");
  return given && /^[A-Za-z0-9_-]{8,64}$/.test(given) ? given : crypto.randomUUID();
}

const known = new WeakMap<Request, string>();

/** The id of this very request: the same in its answer, its problem and its audit entries. */
export function idOfRequest(request: Request): string {
  const id = known.get(request) ?? requestIdOf(request.headers);
  known.set(request, id);
  return id;
}
