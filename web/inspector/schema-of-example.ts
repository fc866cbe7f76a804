/** A JSON Schema that an example fits: its shape, every key of it required. A beginning to be edited. */
export function schemaOfExample(value: unknown): Record<string, unknown> {
  if (value === null) return {};
  if (Array.isArray(value)) return value.length > 0 ? { type: "array", items: schemaOfExample(value[0]) } : { type: "array" };
  if (typeof value === "object") {
    const entries = Object.entries(value);
    return {
      type: "object",
      properties: Object.fromEntries(entries.map(([key, each]) => [key, schemaOfExample(each)])),
      ...(entries.length > 0 ? { required: entries.map(([key]) => key) } : {}),
    };
  }
  return { type: typeof value };
}
