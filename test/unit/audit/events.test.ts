import { describe, expect, it } from "vitest";
import { keepDetails } from "#flow/audit/details.ts";
import { entryBody, hashedText, searchText, type AuditEvent } from "#flow/audit/entry.ts";
import { eventNames, rowOf, type EventName } from "#flow/audit/events.ts";
import { flowChanges, isFlowChanged } from "#flow/audit/flow-changes.ts";
import type { Fingerprint } from "#flow/audit/details.ts";
import { declareRoute } from "#flow/contract/route.ts";
import type { AccountId } from "#flow/ids.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";

const place = { accountId: "acc_1" as AccountId, workflow: null };
const origin = { actor: { kind: "system" }, ip: null, userAgent: null, requestId: null, atMs: 1_700_000_000_000 } as const;
const samples: Record<string, unknown> = { text: "text", number: 3, flag: true, texts: ["a", "b"], fingerprint: "0a1b2c3d", time: 1.8e12 };

describe("the table of events", () => {
  it.each(eventNames)("%s is described by a full sentence, with and without what may be missing", (name) => {
    const { fields, label, describe } = rowOf(name);
    expect(label).toMatch(/^[A-Z]/);
    for (const isFull of [true, false]) {
      const details = Object.fromEntries(
        Object.entries(fields).map(([field, kind]) => [field, kind.endsWith("?") && !isFull ? null : samples[kind.replace("?", "")]]),
      );
      const sentence = describe("Somebody", details as never);
      expect(sentence).toMatch(/^.{5,}\.$/);
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object|\.\.$/);
    }
  });

  it("does not compile with an unknown event, a missing detail or a plain text for a fingerprint", () => {
    const subject = { id: "x", name: "x" };
    // @ts-expect-error -- no such event
    const unknown: AuditEvent = { event: "key.eaten", subject, details: {} };
    // @ts-expect-error -- the prefix is missing
    const incomplete: AuditEvent = { event: "key.revoked", subject, details: {} };
    // @ts-expect-error -- a secret is not a fingerprint
    const careless: AuditEvent = { event: "endpoint.accessTokenChanged", subject, details: { fingerprint: "hunter2" } };
    expect([unknown, incomplete, careless]).toHaveLength(3);
  });

  it("does not compile for a route that changes something and declares nothing", () => {
    const route = { path: "/api/x", access: "signed-in", summary: "x", status: 204, errors: [] } as const;
    declareRoute({ ...route, method: "GET" });
    declareRoute({ ...route, method: "POST", audit: ["key.created"] });
    declareRoute({ ...route, method: "POST", audit: { none: "It only looks." } });
    // @ts-expect-error -- no audit
    declareRoute({ ...route, method: "POST" });
    // @ts-expect-error -- no events
    expect(declareRoute({ ...route, method: "DELETE", audit: [] })).toBeDefined();
    // @ts-expect-error -- no such event
    expect(declareRoute({ ...route, method: "PUT", audit: ["key.eaten"] })).toBeDefined();
  });
});

describe("an entry", () => {
  it("keeps the declared details only, whatever came with them", () => {
    const row = { prefix: "mr_live_abcd", expiresAt: null, ratePerMinute: null, key: "mr_live_secret", hash: "h" };
    const { details } = entryBody({ event: "key.created", subject: { id: "k", name: "k" }, details: row }, place, origin);
    expect(details).toBe('{"expiresAt":null,"prefix":"mr_live_abcd","ratePerMinute":null}');
  });

  it("cuts what is long, and never a character in half", () => {
    const kept = keepDetails(
      { text: "text", list: "texts" },
      { text: `${"a".repeat(498)}😀😀`, list: Array.from({ length: 300 }, () => "n") },
    );
    expect(kept["text"]).toBe(`${"a".repeat(498)}…`);
    expect(kept["list"]).toHaveLength(101);
    expect((kept["list"] as string[]).at(-1)).toBe("and 200 more");
  });

  it("is hashed over every field, in an order of its own", () => {
    const event: AuditEvent = { event: "workflow.created", subject: { id: "wf_1", name: "Flow" }, details: {} };
    const body = entryBody(event, place, origin);
    const text = hashedText({ accountId: place.accountId, seq: 2, previousHash: "aa" }, body);
    expect(Object.keys(JSON.parse(text) as object)).toEqual([...Object.keys(body), "accountId", "previousHash", "seq"].toSorted());
    expect(hashedText({ accountId: place.accountId, seq: 2, previousHash: "aa" }, { ...body, details: "{}" })).toBe(text);
    expect(searchText(body)).toBe("created the workflow “flow”.\nsystem\nflow\n");
  });
});

describe("a saved flow", () => {
  const print = async (text: string) => `print of ${text}` as Fingerprint;
  const subject = { id: "wf_1", name: "Flow" };
  const session = { saves: 3, since: 7 };
  const node = (config: Record<string, unknown>, name = "Work") => ({ id: "n", type: "script", name, config });
  const withNode = (...nodes: ReturnType<typeof node>[]) => ({ ...firstFlow, nodes: [...firstFlow.nodes, ...nodes] });
  const told = async (before: typeof firstFlow, after: typeof firstFlow) =>
    (await flowChanges(subject, before, after, print, session)).map(({ event, details }): [EventName, unknown] => [event, details]);

  it("tells nothing where only places on the canvas and the order of keys changed", async () => {
    const moved = { ...firstFlow, nodes: firstFlow.nodes.map((node) => ({ ...node, position: { x: 9, y: 9 } })) };
    const turned = withNode({ ...node({ b: 1, a: 2 }) });
    expect(isFlowChanged(firstFlow, moved)).toBe(false);
    expect(isFlowChanged(withNode(node({ a: 2, b: 1 })), turned)).toBe(false);
    expect(isFlowChanged(firstFlow, turned)).toBe(true);
  });

  it("tells of nodes, edges and fields", async () => {
    const after = { ...withNode(node({})), edges: [], inputs: [] };
    expect(await told(firstFlow, after)).toEqual([
      ["flow.changed", { added: ["Work"], removed: [], changed: [], edges: true, fields: true, ...session }],
    ]);
  });

  it("tells of a node's script by fingerprint, and of its model and connection by name", async () => {
    const changed = { added: [], removed: [], changed: ["Work"], edges: false, fields: false, ...session };
    expect(await told(withNode(node({ code: "a" })), withNode(node({ code: "b" })))).toEqual([
      ["flow.changed", changed],
      ["node.scriptChanged", { before: "print of a", after: "print of b" }],
    ]);
    expect(await told(withNode(node({ model: "small", connection: "c1" })), withNode(node({ model: "large", connection: "c2" })))).toEqual([
      ["flow.changed", changed],
      ["node.modelChanged", { before: "small", after: "large" }],
      ["node.connectionChanged", { before: "c1", after: "c2" }],
    ]);
  });

  it("says how often it was saved, and that it was taken back", async () => {
    const [event] = await flowChanges(subject, firstFlow, firstFlow, print, session);
    const origin = { actor: { kind: "system" }, ip: null, userAgent: null, requestId: null, atMs: 0 } as const;
    expect(entryBody(event!, { accountId: "acc_1" as never, workflow: null }, origin).description).toBe(
      "Changed the draft in 3 saves: no changes in the end.",
    );
  });

  it("tells of the script of a node that comes or goes", async () => {
    const [, came] = await told(firstFlow, withNode(node({ code: "a" })));
    const [, went] = await told(withNode(node({ code: "a" })), firstFlow);
    expect([came, went]).toEqual([
      ["node.scriptChanged", { before: null, after: "print of a" }],
      ["node.scriptChanged", { before: "print of a", after: null }],
    ]);
  });
});
