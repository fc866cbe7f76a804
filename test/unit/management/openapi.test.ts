import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import type { Route } from "#flow/contract/route.ts";
import { routes } from "#flow/contract/routes.ts";
import { managementOpenapi } from "#worker/routes/account/openapi.ts";

const document = structuredClone(managementOpenapi("https://millrace.example")) as unknown as {
  openapi: string;
  paths: Record<
    string,
    Record<
      string,
      { operationId: string; security: unknown[]; parameters?: { in: string; name: string }[]; responses: Record<string, unknown> }
    >
  >;
  components: { schemas: Record<string, unknown> };
};

describe("the description of the management API", () => {
  it("is valid OpenAPI 3.1", async () => {
    const result = await new Validator().validate(structuredClone(document));
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it("has every route, and only them", () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
    );
    const declared = Object.entries<Route>(routes).map(([name, { method, path }]) => `${name} ${method} ${path}`);
    expect(described.toSorted()).toEqual(declared.toSorted());
  });

  it("names the parameters of each path, and needs credentials where the route does", () => {
    for (const [name, { method, path, access }] of Object.entries<Route>(routes)) {
      const operation = document.paths[path]![method.toLowerCase()]!;
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === "path").map((parameter) => `{${parameter.name}}`);
      expect([name, inPath]).toEqual([name, path.match(/\{\w+\}/g) ?? []]);
      expect([name, operation.security.length === 0]).toEqual([name, access === "public"]);
      expect(Object.keys(operation.responses)).toContain("500");
    }
  });

  it("leaves no reference open", () => {
    const text = JSON.stringify(document);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(document.components.schemas)).toContain(name);
  });
});
