import { expect, test } from "vitest";
import { declarationOf } from "#flow/nodes/registry.ts";
import { envNamesOf } from "#flow/variables/env-names.ts";

const namesOf = (type: string, config: unknown) => envNamesOf(declarationOf(type)!, config).toSorted();

test("a node sees the secrets that its settings name outright, in any kind of text", () => {
  const config = {
    method: "POST",
    url: "{{env.BASE}}/x",
    headers: [{ name: "Authorization", value: "Bearer {{context.env.TOKEN}}" }],
    body: { type: "json", value: '{"a": {{env.IN_JSON}}, "b": "{{ $map(steps.A.output, function($v) { $$.env.`INNER` }) }}"}' },
  };
  expect(namesOf("api", config)).toEqual(["BASE", "INNER", "IN_JSON", "TOKEN"]);
  expect(namesOf("condition", { branches: [{ expression: "env.FLAG = 1" }] })).toEqual(["FLAG"]);
});

test("a name that shows only in the run opens nothing", () => {
  const texts = [
    '{{$lookup(env, "TOKEN")}}',
    "{{env.*}}",
    "{{env}}",
    "{{$keys(env)}}",
    "{{env[steps.A.output]}}",
    "{{**.TOKEN}}",
    "{{$$}}",
  ];
  for (const text of texts) expect(namesOf("end", { outputs: [{ name: "a", value: text }] }), text).toEqual([]);
});

test("scripts and plain texts open nothing", () => {
  expect(namesOf("script", { code: "return env.TOKEN + '{{env.TOKEN}}'" })).toEqual([]);
  expect(namesOf("api", { method: "GET", url: "https://x.test", headers: [{ name: "{{env.TOKEN}}", value: "env.TOKEN" }] })).toEqual([]);
});
