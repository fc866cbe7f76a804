import { describe, expect, it } from "vitest";
import { canInAccount } from "#flow/rights/account-rights.ts";
import { accountRoles, workflowRoles } from "#flow/rights/roles.ts";
import { can, workflowCapabilities, workflowRoleOf } from "#flow/rights/workflow-rights.ts";

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
    ["account.manage", "YY--"],
  ] as const)("%s is granted to %s", (capability, row) => {
    expect(accountRoles.map((role) => (canInAccount(role, capability) ? "Y" : "-")).join("")).toBe(row);
  });
});
