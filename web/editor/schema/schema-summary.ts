import { schemaLabels } from "./schema-labels.ts";
import { choicesOf, kindOf, limitsOf, propertiesOf, type Schema } from "./schema-parts.ts";

const words = schemaLabels.summary;

/** What a closed line says of its schema beside name and type. */
export function summaryOf(schema: unknown): string {
  if (typeof schema !== "object" || schema === null) return "";
  const { kind, nullable } = kindOf(schema);
  const facts = schema as Schema;
  const [lower, upper] = (kind in limitsOf ? limitsOf[kind as keyof typeof limitsOf] : []).map((keyword) => facts[keyword]);
  const choices = choicesOf(schema)?.length ?? 0;
  return [
    kind === "object" ? words.properties(propertiesOf(schema).length) : "",
    kind === "array" ? words.listOf(schemaLabels.kinds[kindOf(facts["items"]).kind]) : "",
    choices > 0 ? words.choices(choices) : "",
    typeof lower === "number" ? words.atLeast(lower) : "",
    typeof upper === "number" ? words.atMost(upper) : "",
    typeof facts["format"] === "string" ? facts["format"] : "",
    nullable ? schemaLabels.nullable.toLowerCase() : "",
    typeof facts["description"] === "string" ? facts["description"] : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
