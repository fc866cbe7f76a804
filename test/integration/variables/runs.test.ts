import { abortAllDurableObjects, evictDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunId } from "#flow/ids.ts";
import type { RunDetail } from "#objects/protocols/run-detail.ts";
import { poll } from "../support/call.ts";
import { api, delay, end, flowOf, script } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";
import { here, received, there } from "../support/servers.ts";
import { call, DB, newWorld, type Callable } from "./world.ts";

let world: Awaited<ReturnType<typeof newWorld>>;
beforeAll(async () => {
  world = await newWorld();
});

const secret = "s3cr3t-Of-The-Run/+1";
const result = (value: unknown) => flowOf({ End: end({ result: value }) }, ["Start next End"]);
const sending = (config: Record<string, unknown>, url = `${here}/mirror`) =>
  flowOf({ Send: api(url, {}, config), End: end({ result: "{{steps.Send.output}}" }) }, ["Start next Send", "Send success End"]);
// The RPC types make nothing of `unknown`.
const detail = async (flow: Callable, runId: string) => (await laneOf(flow, runId).detail(runId as RunId)) as unknown as RunDetail;

describe("an environment variable", () => {
  it("is seen by expressions and scripts, with the type text", async () => {
    const flow = flowOf(
      {
        Sum: script("return [env.REGION, context.env.REGION, typeof env.NUMBER]"),
        End: end({ result: ["{{steps.Sum.output}}", "{{env.REGION}} {{context.env.NUMBER}}"] }),
      },
      ["Start next Sum", "Sum success End"],
    );
    const deployed = await world.deploy(flow, [
      { name: "REGION", value: "eu" },
      { name: "NUMBER", value: "5" },
    ]);
    expect((await call(deployed, "sync")).body.output).toEqual({ result: [["eu", "eu", "string"], "eu 5"] });
  });

  it("reaches the next run when it changes, is made or goes, without a deployment", async () => {
    const deployed = await world.deploy(result("{{env.REGION}}"), [{ name: "REGION", value: "eu" }]);
    const at = `/api/workflows/${deployed.workflowId}/variables`;
    const seen = async () => (await call(deployed, "sync")).body.output.result;
    expect(await seen()).toBe("eu");
    await world.need("PATCH", `${at}/REGION`, { value: "us" });
    expect(await seen()).toBe("us");
    await world.need("DELETE", `${at}/REGION`);
    expect(await seen()).toBeNull();
    await world.need("POST", at, { name: "REGION", value: "secret eu", secure: true });
    expect(await seen()).toBe("•••");
  });

  it("is read once by a warm lane, and never for a workflow that has none", async () => {
    const reads = async (flow: Callable) => {
      await call(flow, "sync");
      // Without the tables nothing can be read.
      await DB.batch([DB.prepare("ALTER TABLE variables RENAME TO away"), DB.prepare("ALTER TABLE variable_revisions RENAME TO away_too")]);
      const { status, body } = await call(flow, "sync");
      await DB.batch([DB.prepare("ALTER TABLE away RENAME TO variables"), DB.prepare("ALTER TABLE away_too RENAME TO variable_revisions")]);
      return [status, body.output.result];
    };
    expect(await reads(await world.deploy(result("{{env.REGION}}"), [{ name: "REGION", value: "eu" }]))).toEqual([200, "eu"]);
    expect(await reads(await world.deploy(result("none")))).toEqual([200, "none"]);
  });

  it("keeps its value for a run that is in memory, and has the present one for a run that comes back from storage", async () => {
    const flow = flowOf(
      { Wait: delay("{{steps.Start.seconds}}"), End: end({ result: "{{env.REGION}}" }) },
      ["Start next Wait", "Wait success End"],
      ["seconds"],
    );
    const deployed = await world.deploy(flow, [{ name: "REGION", value: "eu" }]);
    const change = (value: string) => world.need("PATCH", `/api/workflows/${deployed.workflowId}/variables/REGION`, { value });
    const stays = call(deployed, "sync", { seconds: 1 });
    const leaves = (await call(deployed, "async", { seconds: 4 })).body;
    await change("us");
    expect((await stays).body.output).toEqual({ result: "eu" });
    await evictDurableObject(laneOf(deployed, leaves.runId));
    expect((await poll(deployed, leaves.runId, 20)).body.output).toEqual({ result: "us" });
  });
});

describe("a secure variable", () => {
  const token = { name: "TOKEN", value: secret, secure: true };

  it("reaches the call that names it, and its log shows a mask in every form", async () => {
    const id = crypto.randomUUID();
    const deployed = await world.deploy(
      sending(
        {
          query: [{ name: "key", value: "{{env.TOKEN}}" }],
          headers: [
            { name: "Authorization", value: "Bearer {{env.TOKEN}}" },
            { name: "X-Secret", value: "{{env.TOKEN}}" },
          ],
          body: { type: "json", value: { token: "{{env.TOKEN}}", fine: "fine" } },
        },
        `${here}/mirror?id=${id}`,
      ),
      [token],
    );
    const { body } = await call(deployed, "sync");
    const [arrived] = await received(id);
    expect(arrived!.headers).toMatchObject({ authorization: `Bearer ${secret}`, "x-secret": secret });
    expect(JSON.parse(atob(arrived!.bodyBase64))).toEqual({ token: secret, fine: "fine" });
    expect(arrived!.path).toContain(`key=${encodeURIComponent(secret)}`);
    expect(body.output.result.body).toMatchObject({
      text: '{"token":"•••","fine":"fine"}',
      inside: JSON.stringify({ text: '{"token":"•••","fine":"fine"}' }),
    });
    const told = JSON.stringify([body, await detail(deployed, body.runId)]);
    for (const form of [secret, encodeURIComponent(secret), btoa(secret).slice(0, 12), arrived!.bodyBase64.slice(16, 32)])
      expect(told).not.toContain(form);
    expect(told).toContain("•••");
  });

  it("is seen by no script and by no step that does not name it", async () => {
    const flow = flowOf(
      {
        Look: script("return [env.TOKEN ?? null, Object.keys(env), context.env.TOKEN ?? null, JSON.stringify(context)]"),
        End: end({
          script: "{{steps.Look.output}}",
          found: '{{$lookup(env, "TO" & "KEN")}}',
          all: "{{env}}",
          keys: "{{$keys(env)}}",
          any: "{{**.TOKEN}}",
        }),
      },
      ["Start next Look", "Look success End"],
    );
    const bare = flow.nodes.map((node) =>
      node.name === "Look"
        ? {
            ...node,
            config: {
              code: (node.config as { code: string }).code
                .replace("env.TOKEN", 'env["TO" + "KEN"]')
                .replace("context.env.TOKEN", 'context.env["TO" + "KEN"]'),
            },
          }
        : node,
    );
    const deployed = await world.deploy({ ...flow, nodes: bare }, [token, { name: "PLAIN", value: "p" }]);
    const { output } = (await call(deployed, "sync")).body;
    expect(output).toMatchObject({ found: null, all: { PLAIN: "p" }, keys: "PLAIN", any: null });
    expect(output.script.slice(0, 3)).toEqual([null, ["PLAIN"], null]);
    expect(JSON.stringify(output)).not.toContain(secret);
  });

  it("decides a condition without being recorded", async () => {
    const flow = flowOf(
      {
        Same: {
          type: "condition",
          config: { branches: [{ join: "and", criteria: [{ left: "{{steps.Start.given}}", operator: "==", right: "{{env.TOKEN}}" }] }] },
        },
        Yes: end({ result: true }),
        No: end({ result: false }),
      },
      ["Start next Same", "Same if Yes", "Same else No"],
      ["given"],
    );
    const deployed = await world.deploy(flow, [token]);
    const right = (await call(deployed, "sync", { given: secret })).body;
    expect(right.output).toEqual({ result: true });
    expect((await call(deployed, "sync", { given: "wrong" })).body.output).toEqual({ result: false });
    const step = (await detail(deployed, right.runId)).steps.find(({ name }) => name === "Same")!;
    expect(JSON.stringify(step)).not.toContain(secret);
  });

  it("is masked in the error of a step that fails with it", async () => {
    const deployed = await world.deploy(sending({}, "{{env.TOKEN}}"), [token]);
    const { status, body } = await call(deployed, "sync");
    expect([status, body.code]).toEqual([500, "run_failed"]);
    const told = JSON.stringify([body, await detail(deployed, body.runId)]);
    expect(told).not.toContain(secret);
    expect(told).toContain("•••");
  });

  it("without a value keeps a flow from being deployed, and fails the step that names it", async () => {
    const deployed = await world.deploy(sending({ headers: [{ name: "X-Secret", value: "{{env.TOKEN}}" }] }), [token]);
    await DB.prepare("UPDATE variables SET value = NULL WHERE workflow_id = ?").bind(deployed.workflowId).run();
    await DB.prepare("UPDATE variable_revisions SET revision = revision + 1 WHERE workflow_id = ?").bind(deployed.workflowId).run();
    await abortAllDurableObjects();
    expect(JSON.stringify((await call(deployed, "sync")).body)).toContain("The secure variable TOKEN has no value yet.");
    const refused = await world.manage("POST", `/api/workflows/${deployed.workflowId}/deploy`);
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, "reference_env_without_value"]);
  });

  it("does not open in another row: moved to another name or workflow it fails the step", async () => {
    const flow = sending({ headers: [{ name: "X-Secret", value: "{{env.TOKEN}}" }] }, `${here}/mirror?id=${crypto.randomUUID()}`);
    const [one, other] = [
      await world.deploy(flow, [token, { name: "OTHER", value: "another secret", secure: true }]),
      await world.deploy(flow, [{ ...token, value: "their secret" }]),
    ];
    const valueOf = (of: Callable, name: string) =>
      DB.prepare("SELECT value, version FROM variables WHERE workflow_id = ? AND name = ?")
        .bind(of.workflowId, name)
        .first<{ value: string; version: number }>();
    const own = (await valueOf(one, "TOKEN"))!;
    for (const foreign of [(await valueOf(one, "OTHER"))!, (await valueOf(other, "TOKEN"))!]) {
      await DB.prepare("UPDATE variables SET value = ?, version = ? WHERE workflow_id = ? AND name = 'TOKEN'")
        .bind(foreign.value, foreign.version, one.workflowId)
        .run();
      await abortAllDurableObjects();
      const { status, body } = await call(one, "sync");
      expect([status, JSON.stringify(body)]).toEqual([500, expect.stringContaining("The secure variable TOKEN cannot be decrypted.")]);
    }
    await DB.prepare("UPDATE variables SET value = ?, version = ? WHERE workflow_id = ? AND name = 'TOKEN'")
      .bind(own.value, own.version, one.workflowId)
      .run();
    await abortAllDurableObjects();
    expect((await call(one, "sync")).status).toBe(200);
  });
});

describe("a variable that is bound to hosts", () => {
  const host = (origin: string) => new URL(origin).host;
  const bound = { name: "TOKEN", value: secret, secure: true, hosts: [host(here)] };
  const withHeader = { headers: [{ name: "X-Secret", value: "{{env.TOKEN}}" }] };

  it("goes to these", async () => {
    const deployed = await world.deploy(sending(withHeader, `${here}/mirror?id=${crypto.randomUUID()}`), [bound]);
    expect((await call(deployed, "sync")).status).toBe(200);
  });

  it.each([
    ["in a header", withHeader, ""],
    ["in the address", {}, "?key={{env.TOKEN}}"],
    ["in the body", { body: { type: "text", value: "{{env.TOKEN}}" } }, ""],
    ["in Basic authorization", { headers: [{ name: "Authorization", value: 'Basic {{$base64encode("me:" & env.TOKEN)}}' }] }, ""],
    ["changed beyond recognition", { headers: [{ name: "X-Secret", value: '{{$join($split(env.TOKEN, ""), "-")}}' }] }, ""],
  ])("is sent to no other: %s", async (_, config, query) => {
    const id = crypto.randomUUID();
    const url = `${there}/mirror${query}${query === "" ? "?" : "&"}id=${id}`;
    const deployed = await world.deploy(sending(config, url), [bound]);
    const { status, body } = await call(deployed, "sync");
    expect([status, JSON.stringify(body)]).toEqual([500, expect.stringContaining(`The variable TOKEN may be sent to ${host(here)} only`)]);
    expect(JSON.stringify(await detail(deployed, body.runId))).toContain("http_refused");
    expect(await received(id)).toEqual([]);
  });

  it("does not go along with a redirect to another host, which is followed where it has lost the value", async () => {
    const id = crypto.randomUUID();
    const redirecting = (to: string) => sending(withHeader, `${here}/redirect?to=${encodeURIComponent(to)}`);
    const withValue = await world.deploy(redirecting(`${there}/mirror?id=${id}&key=${encodeURIComponent(secret)}`), [bound]);
    expect(JSON.stringify((await call(withValue, "sync")).body)).toContain("was redirected to");
    expect(await received(id)).toEqual([]);
    const without = await world.deploy(redirecting(`${there}/mirror?id=${id}`), [bound]);
    expect((await call(without, "sync")).status).toBe(200);
    expect(JSON.stringify(await received(id))).not.toContain(secret);
  });
});
