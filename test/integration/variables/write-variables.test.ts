import { beforeAll, expect, it } from "vitest";
import type { AccountId, UserId, WorkflowId } from "#flow/ids.ts";
import { database } from "#store/database.ts";
import { parseKeyring } from "#store/encryption.ts";
import { loadVariables } from "#store/run-variables.ts";
import { openVariable } from "#store/variable-secrets.ts";
import { exportVariables, writeVariables, type NewVariable, type VariableWriter } from "#store/variables.ts";
import { install } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";

const key = `k1:${btoa("0123456789abcdef0123456789abcdef")}`;
const installation = install({ MILLRACE_ENCRYPTION_KEYS: key });
const db = database(installation.db);
beforeAll(() => migrate(installation.db));

const plain = (name: string, value: string | null): NewVariable => ({ name, value, secure: false, notes: "", hosts: null });
const secure = (name: string, value: string | null, hosts: readonly string[] | null = null): NewVariable => ({
  name,
  value,
  secure: true,
  notes: "n",
  hosts,
});

async function writing() {
  const ada = await installation.newPerson();
  const { body } = await ada.get("/api/me");
  const workflowId = (await ada.newWorkflow()) as WorkflowId;
  const owner = { accountId: body.activeAccount.id as AccountId, workflowId };
  const keyring = await parseKeyring(key);
  const writer: VariableWriter = { owner, keyring, userId: body.user.id as UserId, nowMs: Date.now() };
  return {
    async write(...variables: NewVariable[]) {
      const [first, ...more] = await writeVariables(db, variables, writer);
      if (first) await db.batch([first, ...more]);
    },
    exported: () => exportVariables(db, workflowId),
    /** Name to plain value and hosts, as runs would have them. */
    async present() {
      const { variables, revision } = (await loadVariables(installation.db, workflowId))!;
      const open = async (variable: (typeof variables)[number]) =>
        variable.secure && variable.value !== null ? openVariable(variable.value, owner, variable, keyring) : variable.value;
      const values = await Promise.all(variables.map(async (variable) => [variable.name, await open(variable), variable.hosts] as const));
      return { revision, values };
    },
  };
}

it("makes variables and replaces those of the same names, in any number, and says that they changed", async () => {
  const { write, present, exported } = await writing();
  await write();
  expect(await present()).toEqual({ revision: 0, values: [] });
  await write(plain("A", "1"), secure("B", "s", ["b.example"]));
  await write(plain("A", "2"), secure("B", "t", ["c.example"]), secure("C", "u"));
  expect(await present()).toEqual({
    revision: 2,
    values: [
      ["A", "2", null],
      ["B", "t", ["c.example"]],
      ["C", "u", null],
    ],
  });
  expect(await exported()).toEqual([plain("A", "2"), secure("B", null, ["c.example"]), secure("C", null)]);
});

it("keeps a secure value and its hosts where another comes without a value, and else waits for one", async () => {
  const { write, present } = await writing();
  await write(secure("KEPT", "s", ["b.example"]), plain("PLAIN", "p"));
  await write(secure("KEPT", null, ["evil.example"]), secure("PLAIN", null, ["b.example"]), secure("NEW", null));
  expect((await present()).values).toEqual([
    ["KEPT", "s", ["b.example"]],
    ["NEW", null, null],
    ["PLAIN", null, ["b.example"]],
  ]);
});

it("never leaves a sealed text where a plain one belongs", async () => {
  const { write, present } = await writing();
  await write(secure("A", "s"));
  await write(plain("A", null));
  expect((await present()).values).toEqual([["A", null, null]]);
});
