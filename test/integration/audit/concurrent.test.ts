import { beforeAll, expect, it } from "vitest";
import { install, statuses } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";

const { newPerson, db } = install();
beforeAll(() => migrate(db));

it("leaves 50 entries of 50 changes at the same moment, in an unbroken chain", async () => {
  const ada = await newPerson("Ada");
  const workflowId = await ada.newWorkflow();
  const before = (await ada.get("/api/audit/verify")).body.entries;
  const began = performance.now();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => ada.post(`/api/workflows/${workflowId}/keys`, { name: `Key ${n}` })),
  );
  console.log(`50 changes at once took ${Math.round(performance.now() - began)} ms`);
  expect(statuses(answers)).toEqual(Array.from({ length: 50 }, () => 201));
  expect((await ada.get("/api/audit/verify")).body).toEqual({ ok: true, entries: before + 50 });
  const { items } = (await ada.get(`/api/workflows/${workflowId}/audit?limit=200`)).body;
  const subjects = items
    .filter(({ event }: { event: string }) => event === "key.created")
    .map(({ subject }: { subject: { name: string } }) => subject.name);
  expect(new Set(subjects).size).toBe(50);
});

it("leaves one entry where several try the same", async () => {
  const ada = await newPerson("Ada");
  const workflowId = await ada.newWorkflow();
  const { id } = (await ada.post(`/api/workflows/${workflowId}/keys`, { name: "k" })).body;
  const answers = await Promise.all(Array.from({ length: 8 }, () => ada.delete(`/api/workflows/${workflowId}/keys/${id}`)));
  expect(statuses(answers)).toEqual([204, 404, 404, 404, 404, 404, 404, 404]);
  const { items } = (await ada.get(`/api/workflows/${workflowId}/audit`)).body;
  expect(items.map(({ event }: { event: string }) => event)).toEqual(["key.revoked", "key.created", "workflow.created"]);
});
