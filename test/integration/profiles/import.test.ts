import { beforeAll, expect, it } from "vitest";
import { origin, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { callingFlow, deploy, here, installation, newProfile } from "./world.ts";

let ada: Person;
beforeAll(async () => {
  await migrate(installation.db);
  ada = await installation.newPerson("Ada");
});

it("an imported flow finds the profiles of its account, and is told which it lacks elsewhere", async () => {
  const profile = await newProfile(ada, { kind: "bearer", token: "c4nary-secret" });
  const { workflowId } = await deploy(ada, callingFlow(`${here}/echo`, profile));
  const path = `/api/workflows/${workflowId}/export`;
  const archive = await (await installation.app.fetch(new Request(origin + path, { headers: { cookie: ada.cookie } }))).arrayBuffer();
  const importAs = async ({ cookie }: Person) => {
    const form = new FormData();
    form.set("file", new File([archive], "flow.zip", { type: "application/zip" }));
    const request = new Request(`${origin}/api/workflows/import`, { method: "POST", headers: { cookie, origin }, body: form });
    return (await installation.app.fetch(request)).json<{ problems: { code: string }[]; missing: object[] }>();
  };
  expect(await importAs(ada)).toMatchObject({ problems: [], missing: [] });
  expect(await importAs(await installation.newPerson("Ben"))).toMatchObject({
    problems: [{ code: "authorization_unknown" }],
    missing: [{ kind: "profile", reference: profile }],
  });
});
