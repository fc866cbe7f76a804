/** What a flow may need of its account beside itself. */
export const dependencyKinds = ["node-type", "profile", "connection", "workflow", "dataset", "guardrail"] as const;
export type DependencyKind = (typeof dependencyKinds)[number];
