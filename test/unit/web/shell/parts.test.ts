import { expect, it } from "vitest";
import { nodeTypes } from "#flow/nodes/registry.ts";
import { parts } from "../../../../web/base/parts.ts";

it("shows the pages of data sets and of calls of models once there is a node that uses them, and not before", () => {
  expect(parts).toEqual({ data: nodeTypes.includes("data"), models: nodeTypes.includes("ai") });
});
