import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { canInAccount, mayGiveInAccount } from "#flow/rights/account-rights.ts";
import { accountRoles, workflowRoles } from "#flow/rights/roles.ts";
import {
  can,
  completeCapabilities,
  mayGive,
  resolveRole,
  roleName,
  workflowCapabilities,
  workflowRoleOf,
} from "#flow/rights/workflow-rights.ts";

describe("rights on a workflow", () => {
  // The table of the specification, a column for Admin, Manager, Editor, Viewer.
  it.each([
    ["workflow.see", "YYYY"],
    ["workflow.edit", "YYY-"],
    ["workflow.deploy", "YYY-"],
    ["workflow.export", "YYY-"],
    ["workflow.import", "YY--"],
    ["keys.manage", "YY--"],
    ["workflow.share", "YY--"],
    ["audit.see", "YY--"],
    ["workflow.delete", "Y---"],
  ] as const)("%s is granted to %s", (capability, row) => {
    expect(workflowRoles.map((role) => (can(role, capability) ? "Y" : "-")).join("")).toBe(row);
  });

  it("have a row for every capability", () => {
    expect(workflowCapabilities).toHaveLength(9);
  });

  it("are an Admin's for account Owners and Admins, and what was given for everybody else", () => {
    expect(accountRoles.map((role) => workflowRoleOf(role, undefined))).toEqual(["Admin", "Admin", undefined, undefined]);
    expect(accountRoles.map((role) => workflowRoleOf(role, "Viewer"))).toEqual(["Admin", "Admin", "Viewer", "Viewer"]);
  });
});

describe("rights in an account", () => {
  it.each([
    ["account.see", "YYYY"],
    ["workflows.create", "YYY-"],
    ["members.see", "YYY-"],
    ["members.manage", "YY--"],
    ["roles.manage", "YY--"],
    ["account.manage", "YY--"],
    ["account.own", "Y---"],
  ] as const)("%s is granted to %s", (capability, row) => {
    expect(accountRoles.map((role) => (canInAccount(role, capability) ? "Y" : "-")).join("")).toBe(row);
  });
});

describe("handing out roles", () => {
  it("gives no role in the account that allows more than one's own", () => {
    const table = accountRoles.map((giver) => accountRoles.map((role) => (mayGiveInAccount(giver, role) ? "Y" : "-")).join(""));
    expect(table).toEqual(["YYYY", "-YYY", "--YY", "---Y"]);
  });

  it("gives no role on a workflow that allows more than one's own", () => {
    const table = workflowRoles.map((giver) => workflowRoles.map((role) => (mayGive(giver, role) ? "Y" : "-")).join(""));
    expect(table).toEqual(["YYYY", "-YYY", "--YY", "---Y"]);
  });

  it("holds for every pair of sets of rights: what is given is a part of what the giver has", () => {
    const rights = fc
      .subarray([...workflowCapabilities])
      .map((capabilities) => ({ name: "r", capabilities: completeCapabilities(capabilities) }));
    fc.assert(
      fc.property(rights, rights, (giver, role) => {
        expect(mayGive(giver, role)).toBe(role.capabilities.every((capability) => can(giver, capability)));
        expect(can(role, "workflow.see")).toBe(true);
      }),
    );
  });

  it("resolves a stored role once, and a custom one that is gone to nothing", () => {
    const custom = { name: "Auditor", capabilities: ["workflow.see", "audit.see"] } as const;
    expect(resolveRole("Manager", null)).toBe("Manager");
    expect(resolveRole("rol_1", custom)).toBe(custom);
    expect([resolveRole("rol_1", null), resolveRole(null, null)]).toEqual([undefined, undefined]);
    expect([can(custom, "audit.see"), can(custom, "workflow.edit"), roleName(custom), roleName("Editor")]).toEqual([
      true,
      false,
      "Auditor",
      "Editor",
    ]);
  });
});
