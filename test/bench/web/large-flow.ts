const across = 40;

/** A flow of many scripts in rows of forty, each after the one before it. */
export function largeFlow(count: number) {
  const steps = Array.from({ length: count - 2 }, (_, at) => ({
    id: `n${at}`,
    type: "script",
    name: `Step ${at + 1}`,
    config: { code: "return {};" },
    position: { x: 300 * (1 + (at % across)), y: 110 * Math.floor(at / across) },
  }));
  return {
    schemaVersion: 1,
    inputs: [{ name: "text", type: "text" }],
    outputs: [],
    nodes: [
      { id: "start", type: "start", name: "Start", config: {}, position: { x: 0, y: 0 } },
      ...steps,
      { id: "end", type: "end", name: "End", config: { outputs: [] }, position: { x: 300 * (across + 1), y: 0 } },
    ],
    edges: steps.map(({ id }, at) => {
      if (at % across > 0) return { from: `n${at - 1}`, outcome: "success", to: id };
      return at === 0 ? { from: "start", outcome: "next", to: id } : { from: `n${at - across}`, outcome: "failure", to: id };
    }),
  };
}
