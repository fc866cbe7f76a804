import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

describe("deploying over a line that loses answers", () => {
  const server = { version: 0, changed: false, lost: "", deploys: 0 };
  const workflow = () => ({
    id: "wf_1",
    deployment: server.version > 0 ? { versionNumber: server.version, flowChanged: server.changed, settingsChanged: false } : null,
  });
  beforeAll(() => {
    vi.stubGlobal("location", new URL("http://127.0.0.1/workflows/wf_1"));
    vi.stubGlobal("fetch", async (path: string, { method }: { method: string }) => {
      const what = method === "GET" ? "get" : path.split("/").at(-1)!;
      if (what === "deploy") Object.assign(server, { version: server.version + 1, changed: false, deploys: server.deploys + 1 });
      if (what === "undeploy") {
        if (server.version === 0) return Response.json({ title: "Not deployed" }, { status: 409 });
        server.version = 0;
      }
      if (server.lost.includes(`${what} `)) throw new TypeError("Failed to fetch");
      return Response.json(workflow());
    });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });
  beforeEach(() => {
    Object.assign(server, { version: 1, changed: false, lost: "", deploys: 0 });
  });

  async function openWorkflow() {
    const { createWorkflowModel } = await import("../../../../web/base/workflow/workflow-model.ts");
    const model = createWorkflowModel("wf_1");
    await model.reload();
    return model;
  }

  it("shows what is deployed by now where the answer of the deployment was lost", async () => {
    const model = await openWorkflow();
    server.lost = "deploy ";
    await model.deploy.run();
    expect(model.refusal.value?.problem.code).toBe("unreachable");
    await expect.poll(() => model.workflow.value?.deployment?.versionNumber).toBe(2);
    model.stop();
  });

  it("does not deploy where it cannot see what would change", async () => {
    const model = await openWorkflow();
    Object.assign(server, { changed: true, lost: "get " });
    await model.reviewDeploy.run();
    expect(model.refusal.value?.problem.code).toBe("unreachable");
    expect(server.deploys).toBe(0);
    model.stop();
  });

  it("asks for the state again until it comes", async () => {
    const model = await openWorkflow();
    Object.assign(server, { version: 7, lost: "get " });
    await model.reload();
    server.lost = "";
    await expect.poll(() => model.workflow.value?.deployment?.versionNumber, { timeout: 10_000 }).toBe(7);
    model.stop();
  });

  it("takes a workflow for undeployed whose undeployment was not answered but done", async () => {
    const model = await openWorkflow();
    model.asksUndeploy.value = true;
    server.lost = "undeploy ";
    await model.undeploy.run();
    expect(model.undeploy.problem.value).toBeUndefined();
    expect(model.asksUndeploy.value).toBe(false);
    expect(model.workflow.value?.deployment).toBeNull();
    model.stop();
  });
});
