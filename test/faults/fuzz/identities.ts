/** With what a request proves who sends it: mostly what is right, so that it gets far. */
import type { SignedIn } from "./people.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

const wrong: readonly SignedIn[] = [
  {},
  { authorization: "Bearer " },
  { authorization: "Bearer mr_pat_unknown" },
  { authorization: "Basic YTpi" },
  { authorization: `Bearer ${"x".repeat(5000)}` },
  { cookie: "millrace.session_token=%00; a=b;;=" },
  { cookie: `millrace.session_token=${"a".repeat(3000)}.sig` },
  { "x-api-key": "" },
  { "x-api-key": "__proto__" },
];

/** For the management API. `mayEnd` uses a session that no other request needs. */
export function managing({ own, other, disposable, token, readToken, called }: World, random: Random, mayEnd: boolean): SignedIn {
  const session = mayEnd ? disposable : own.session;
  return random.pick([
    session,
    session,
    session,
    session,
    session,
    session,
    token,
    token,
    session,
    session,
    session,
    { ...session, origin: random.pick(["null", "http://evil.example", "::"]) },
    mayEnd ? readToken : token,
    token,
    readToken,
    other.session,
    { "x-api-key": called.key },
    { authorization: `Bearer ${called.key}` },
    {},
    random.pick(wrong),
  ]);
}

/** For the calls of a workflow. */
export function calling({ own, token, called }: World, random: Random): SignedIn {
  const key = { "x-api-key": called.key };
  return random.pick([key, key, key, key, key, { authorization: `Bearer ${called.key}` }, own.session, token, {}, random.pick(wrong)]);
}
