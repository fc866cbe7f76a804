import type { Env } from "../bindings/env.ts";

/** The installation's address, without a slash at the end: the public one where there is one, else that of the request. */
export function baseUrl(request: Request, { MILLRACE_PUBLIC_URL }: Pick<Env, "MILLRACE_PUBLIC_URL">): string {
  return MILLRACE_PUBLIC_URL && URL.canParse(MILLRACE_PUBLIC_URL) ? MILLRACE_PUBLIC_URL.replace(/\/+$/, "") : new URL(request.url).origin;
}
