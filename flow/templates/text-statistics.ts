import { drawFlow, endNode, scriptNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const count = `
const { text } = context.steps.Start;
const words = text.toLowerCase().match(/[\\p{L}\\p{N}][\\p{L}\\p{N}'’-]*/gu) ?? [];
const sentences = text.split(/[.!?…]+(?:\\s|$)/).filter((part) => part.trim() !== "");
return {
  characters: [...text].length,
  words: words.length,
  sentences: sentences.length,
  wordsPerSentence: sentences.length === 0 ? 0 : Math.round((words.length / sentences.length) * 10) / 10,
};
`;
const frequent = `
const plain = new Set("a an and are as at be but by for from has in is it of on or that the this to was were will with".split(" "));
const counts = new Map();
for (const word of context.steps.Start.text.toLowerCase().match(/\\p{L}[\\p{L}'’-]+/gu) ?? [])
  if (!plain.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
return [...counts]
  .map(([word, times]) => ({ word, times }))
  .sort((a, b) => b.times - a.times || (a.word < b.word ? -1 : 1))
  .slice(0, context.steps.Start.most);
`;
const of = (name: string) => `{{steps.Count.output.${name}}}`;

export const textStatistics: Template = {
  id: "text-statistics",
  name: "Text statistics",
  purpose: "Counts words and sentences, estimates the reading time and finds frequent words.",
  category: "Data",
  variables: [],
  sample: {
    text: "The mill stands by the river. The river turns the wheel, and the wheel turns the stones. Everyone rests at the mill.",
    most: 3,
  },
  flow: drawFlow({
    inputs: [
      { name: "text", type: "text", mandatory: true },
      { name: "most", type: "number", default: 5, description: "How many frequent words to list" },
    ],
    outputs: [
      { name: "words", type: "number" },
      { name: "sentences", type: "number" },
      { name: "characters", type: "number" },
      { name: "wordsPerSentence", type: "number" },
      { name: "readingSeconds", type: "number", description: "At 220 words per minute" },
      { name: "frequent", type: "json" },
    ],
    nodes: {
      count: scriptNode("Count", "Words, sentences and characters.", count),
      frequent: scriptNode("Frequent words", "Finds the most frequent words at the same time.", frequent),
      end: endNode("Statistics", {
        words: of("words"),
        sentences: of("sentences"),
        characters: of("characters"),
        wordsPerSentence: of("wordsPerSentence"),
        readingSeconds: "{{$round(steps.Count.output.words / 220 * 60)}}",
        frequent: "{{steps.`Frequent words`.output}}",
      }),
    },
    edges: ["start next count", "start next frequent", "count success end", "frequent success end"],
  }),
};
