/** Every route × callers who have no rights in an account: anonymous, another tenant, removed people. */
import { beforeAll, describe, expect, it } from "vitest";
import { isAccountCapability } from "#flow/rights/account-rights.ts";
import { isWorkflowCapability } from "#flow/rights/workflow-rights.ts";
import type { Route } from "#flow/contract/route.ts";
import { routes } from "#flow/contract/routes.ts";
import { join, withId } from "../people/team.ts";
import type { Person } from "../management/installation.ts";
import { probes } from "./bodies.ts";
import { isMakeable, type Place, type Things } from "./things.ts";
import {
  all,
  ask,
  bearer,
  begin,
  db,
  installation,
  leaksIn,
  make,
  nestedIdsOf,
  newPlace,
  probeOf,
  rowsOf,
  sessionOf,
  thingsOf,
} from "./world.ts";

const mark = `leak-${crypto.randomUUID().slice(0, 8)}`;
let theirs: Place;
let things: Things;
let secrets: string[];
let before: string;
/** An Owner elsewhere, and what is theirs. */
let mallory: Place;
/** Removed; the first has an account of their own, the second has none, and a token that was theirs. */
let rex: Person;
let ria: Person;
let tokenOfRemoved: string;
let expiredToken: string;

beforeAll(async () => {
  await begin();
  theirs = await newPlace(mark);
  // Routes without an entry, and things that cannot be created, fail in a separate test below.
  const named = all.filter(([name]) => name in probes).flatMap(([name, route]) => thingsOf(name, route));
  things = { ...(await make(theirs, named.filter(isMakeable))), accountId: theirs.accountId };
  mallory = await newPlace("elsewhere");
  const own = await installation.newPerson("Rex");
  rex = own;
  const { link } = (await theirs.owner.post("/api/invitations", { emails: [own.email], role: "Admin" })).body.results[0];
  await own.post(`/api/invitations/by-token/${link.split("/").at(-1)}/accept`, {});
  await theirs.owner.delete(`/api/members/${(await withId(own)).id}`);
  const member = await join(installation, theirs.owner, "Admin", "Ria");
  ria = member;
  tokenOfRemoved = (await member.post("/api/tokens", { name: "t" })).body.token;
  await theirs.owner.delete(`/api/members/${member.id}`);
  expiredToken = (await theirs.owner.post("/api/tokens", { name: `${mark} expired` })).body.token;
  await db.prepare("UPDATE tokens SET expires_at = 1 WHERE name = ?").bind(`${mark} expired`).run();
  const owner = await withId(theirs.owner);
  secrets = [
    mark,
    owner.id,
    owner.email,
    theirs.accountId,
    ...Object.entries(things).flatMap(([name, thing]) => (name === "email" ? [] : [thing])),
  ];
  before = await rowsOf(theirs.accountId);
}, 120_000);

describe("the table of routes", () => {
  it.each(all)("%s has an entry with its ids, and declares who may ask", (name, route) => {
    const unknown = thingsOf(name, route).filter((thing) => !isMakeable(thing));
    expect(unknown, "test/integration/access/things.ts must know how to make these").toEqual([]);
    const { body, form } = probeOf(name);
    expect(route.body === undefined || route.bodyRequired === false || body !== undefined, "bodies.ts must give a body").toBe(true);
    expect(route.form === undefined || form !== undefined, "bodies.ts must give a form").toBe(true);
    expect(["public", "signed-in"].includes(route.access) || isAccountCapability(route.access) || isWorkflowCapability(route.access)).toBe(
      true,
    );
  });
});

describe("the search for leaks", () => {
  it("finds names and ids in answers that may hold them", async () => {
    for (const name of ["listWorkflows", "listMembers", "listRoles", "listKeys", "exportAudit"] as const) {
      const reply = await ask(name, routes[name], things, sessionOf(theirs.owner));
      expect([name, reply.status]).toEqual([name, 200]);
      expect(leaksIn(reply, secrets)).toContain(mark);
    }
  });
});

const notPublic = all.filter(([, { access }]) => access !== "public");

describe("without valid credentials", () => {
  const kinds = [
    ["none", () => ({})],
    ["a cookie that was never given out", () => ({ cookie: "millrace.session_token=x.y", origin: "https://millrace.test" })],
    ["an expired token", () => bearer(expiredToken)],
    ["the token of somebody who was removed", () => bearer(tokenOfRemoved)],
  ] as const;
  it.each(notPublic)("%s answers 401", async (name, route) => {
    for (const [kind, credentials] of kinds) {
      const reply = await ask(name, route, things, credentials());
      expect([kind, reply.status]).toEqual([kind, 401]);
      expect(leaksIn(reply, secrets)).toEqual([]);
    }
  });
});

/** A refusal that does not say whether the id exists: not found, or not valid here. */
const refusals = [400, 404, 409, 412, 422];

async function checkStranger(name: string, route: Route, person: Person, own: Place): Promise<void> {
  const { foreign } = probeOf(name);
  const nested = nestedIdsOf(name, route);
  const ofWorkflow = route.path.includes("{workflowId}");
  if (ofWorkflow) {
    const reply = await ask(name, route, things, sessionOf(person));
    expect([name, "all ids", reply.status]).toEqual([name, "all ids", 404]);
    expect(leaksIn(reply, secrets)).toEqual([]);
  }
  // One foreign id among things of their own.
  for (const thing of nested) {
    const mixed = { ...(await make(own, thingsOf(name, route))), [thing]: things[thing]! };
    const reply = await ask(name, route, mixed, sessionOf(person));
    const expected = foreign?.statuses ?? refusals;
    expect(expected, `${name} with another's ${thing} answered ${reply.status}: ${reply.text}`).toContain(reply.status);
    if (route.path.includes(`{${thing}}`)) expect([name, thing, reply.status]).toEqual([name, thing, 404]);
    expect(leaksIn(reply, secrets)).toEqual([]);
  }
  if (ofWorkflow || nested.length > 0) return;
  expect(leaksIn(await ask(name, route, things, sessionOf(person)), secrets)).toEqual([]);
}

// After signing out or leaving, a person has no credentials to test with; both routes take no ids.
const asked = notPublic.filter(([name]) => name !== "leaveAccount");

describe("an Owner of another account", () => {
  it.each(asked)("%s refuses another's ids wherever they stand, and tells nothing", async (name, route) => {
    await checkStranger(name, route, mallory.owner, mallory);
  });
});

describe("somebody who was removed and has an account of their own", () => {
  it.each(asked)("%s is as to a stranger", async (name, route) => {
    const accountId = (await rex.get("/api/me")).body.activeAccount.id;
    await checkStranger(name, route, rex, { owner: rex, accountId, db, mark: "own" });
  });
});

describe("somebody who was removed and belongs to no account", () => {
  it.each(notPublic)("%s refuses, and tells nothing", async (name, route) => {
    const reply = await ask(name, route, things, sessionOf(ria));
    if (route.access !== "signed-in") expect(reply.status).toBe(403);
    else if (thingsOf(name, route).length > 0) expect(reply.status).toBe(404);
    expect(leaksIn(reply, secrets)).toEqual([]);
  });
});

describe("what is public", () => {
  const isPublic = all.filter(([, { access }]) => access === "public");
  it.each(isPublic)("%s tells nobody what the link in their hands does not stand for", async (name, route) => {
    // An invitation's link shows the account's name to anyone who has it, on purpose.
    const reply = await ask(name, route, { ...things, token: "A".repeat(43) }, {});
    expect(reply.status).toBeLessThan(500);
    expect(leaksIn(reply, secrets)).toEqual([]);
  });
});

describe("the account that was asked about", () => {
  it("is as it was, row by row", async () => {
    expect(await rowsOf(theirs.accountId)).toBe(before);
  });
});
