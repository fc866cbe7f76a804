import * as z from "zod";
import { judgeOf } from "../judge.ts";
import { declareScanner, type Match } from "../scanner.ts";
import { prepareText } from "../text/scan-text.ts";
import { findKeywords } from "../topics/find-keywords.ts";

const settings = z.strictObject({
  topics: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100).meta({ title: "Topic" }),
        keywords: z.array(z.string().min(2).max(100)).max(200).default([]).meta({ title: "Key words" }),
      }),
    )
    .min(1)
    .max(50)
    .meta({ title: "Topics", description: "Topics, competitors or products that must not come up, with words that give them away." }),
});

/** Finds topics by their names and key words, inflected or disguised. What is only meant, the model engine judges. */
export const banTopics = declareScanner({
  type: "ban-topics",
  title: "Ban topics",
  summary: "Finds topics, competitors or products that must not come up.",
  sides: ["input"],
  settings,
  defaultThreshold: 0.5,
  scan({ settings: { topics }, text: { folded } }) {
    const matches = topics.flatMap(({ name, keywords }): Match[] =>
      findKeywords(
        folded.text,
        [name, ...keywords].map((keyword) => prepareText(keyword).folded.text),
      ).map((span) => ({ ...folded.originOf(span), label: name })),
    );
    return { score: matches.length > 0 ? 1 : 0, matches };
  },
  judge: judgeOf("Is the text about one of the banned topics that its prompt lists?"),
});
