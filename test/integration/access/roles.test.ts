/** Every route × the roles in an account × the roles on a workflow, built in and custom. */
import { beforeAll, describe, expect, it } from "vitest";
import { canInAccount, isAccountCapability } from "#flow/rights/account-rights.ts";
import { accountRoles, workflowRoles, type AccountRole } from "#flow/rights/roles.ts";
import {
  can,
  completeCapabilities,
  isWorkflowCapability,
  roleName,
  workflowCapabilities,
  workflowRoleOf,
  type Role,
} from "#flow/rights/workflow-rights.ts";
import type { Route } from "#flow/contract/route.ts";
import { withId, type Teammate } from "../people/team.ts";
import type { Place, Things } from "./things.ts";
import { all, ask, begin, db, giveOn, installation, leaksIn, make, newPlace, place, probeOf, sessionOf, thingsOf } from "./world.ts";

let account: Place;
let people: Readonly<Record<AccountRole, Teammate>>;
/** A workflow that was given to none of them. It must not appear in any answer to people who may not know of it. */
let hidden: Things;
const hiddenMark = `hidden-${crypto.randomUUID().slice(0, 8)}`;

beforeAll(async () => {
  await begin();
  account = await newPlace("here");
  const made = await Promise.all(accountRoles.map(async (role) => [role, await withId(await installation.newPerson(role))] as const));
  // Made of the roles themselves, so that each has its person.
  people = Object.fromEntries(made) as unknown as Record<AccountRole, Teammate>;
  hidden = await make({ ...account, mark: hiddenMark }, ["keyId", "versionId", "runId"]);
}, 120_000);

const denied = [401, 403, 404];

/** Asks with rights: any answer but a refusal, and no fault of ours or of the table. */
async function checkAllowed(
  name: string,
  route: Route,
  roles: readonly string[],
  who: string,
  things: Things,
  person: Teammate,
): Promise<void> {
  const { mayAnswer } = probeOf(name);
  const reply = await ask(name, route, things, sessionOf(person));
  const isFine = reply.status < 500 && ![...denied, 400, 415].includes(reply.status);
  const told = `${name} by ${who} answered ${reply.status}: ${reply.text.slice(0, 600)}. Where the request is at fault, mend its entry in bodies.ts.`;
  const isExpected = mayAnswer?.statuses.includes(reply.status) && (!mayAnswer.by || mayAnswer.by.some((role) => roles.includes(role)));
  expect(isFine || isExpected, told).toBe(true);
}

async function checkDenied(name: string, route: Route, who: string, things: Things, person: Teammate, status: 403 | 404): Promise<void> {
  const reply = await ask(name, route, things, sessionOf(person));
  expect([name, who, reply.status]).toEqual([name, who, status]);
  if (status === 404) expect(leaksIn(reply, [hiddenMark, ...Object.values(hidden)])).toEqual([]);
}

describe("roles in the account", () => {
  const routes = all.filter(([, { access }]) => access === "signed-in" || isAccountCapability(access));
  it.each(routes)("%s asks for the right that it declares", async (name, route) => {
    for (const role of accountRoles) {
      const person = people[role];
      await place(person, account.accountId, role);
      const things = await make(account, thingsOf(name, route));
      const isAllowed = route.access === "signed-in" || (isAccountCapability(route.access) && canInAccount(role, route.access));
      if (!isAllowed) await checkDenied(name, route, role, things, person, 403);
      else await checkAllowed(name, route, [role], role, things, person);
    }
  });

  it.each(routes)("%s tells Members and Viewers nothing of a workflow that was not given to them", async (name, route) => {
    if (route.path.includes("{")) return;
    for (const role of ["Member", "Viewer"] as const) {
      await place(people[role], account.accountId, role);
      const reply = await ask(name, route, await make(account, thingsOf(name, route)), sessionOf(people[role]));
      expect(leaksIn(reply, [hiddenMark, hidden["workflowId"]!, hidden["keyId"]!])).toEqual([]);
    }
  });
});

describe("roles on a workflow", () => {
  const routes = all.filter(([, { access }]) => isWorkflowCapability(access));
  beforeAll(async () => {
    for (const role of accountRoles) await place(people[role], account.accountId, role);
  });

  it.each(routes)("%s asks for the right that it declares", async (name, route) => {
    // Filtered by it above.
    if (!isWorkflowCapability(route.access)) return;
    const refused = await make(account, thingsOf(name, route));
    for (const accountRole of accountRoles) {
      for (const given of [undefined, ...workflowRoles]) {
        const person = people[accountRole];
        const role = workflowRoleOf(accountRole, given);
        const who = `an account's ${accountRole} with ${given ?? "nothing"}`;
        const isAllowed = role !== undefined && can(role, route.access);
        // What is refused changes nothing, so that one workflow does for all of it.
        const things = isAllowed ? await make(account, thingsOf(name, route)) : refused;
        await giveOn(things["workflowId"]!, person, given);
        if (isAllowed) await checkAllowed(name, route, [roleName(role), `account ${accountRole}`], who, things, person);
        else await checkDenied(name, route, who, things, person, role ? 403 : 404);
      }
    }
  });

  it.each(routes)("%s is open to a custom role with just that right, and closed to one with all others", async (name, route) => {
    const { access } = route;
    if (!isWorkflowCapability(access)) return;
    const person = people.Member;
    const just = await customRole([access]);
    const others = await customRole(workflowCapabilities.filter((one) => one !== access));
    const things = await make(account, thingsOf(name, route));
    await giveOn(things["workflowId"]!, person, others);
    if (access !== "workflow.see") await checkDenied(name, route, "a role with all other rights", things, person, 403);
    await giveOn(things["workflowId"]!, person, just);
    await checkAllowed(name, route, ["custom"], `a role with ${access} alone`, things, person);
  });
});

async function customRole(capabilities: Exclude<Role, string>["capabilities"]): Promise<string> {
  const id = `rol_${crypto.randomUUID()}`;
  await db
    .prepare(
      "INSERT INTO roles (id, account_id, name, name_key, description, capabilities, created_at, updated_at) VALUES (?, ?, ?, ?, '', ?, 1, 1)",
    )
    .bind(id, account.accountId, id, id, JSON.stringify(completeCapabilities(capabilities)))
    .run();
  return id;
}
