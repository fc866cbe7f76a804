import { apiNode, conditionNode, drawFlow, endNode, scriptNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const pages = [1, 2, 3, 4] as const;
const last = pages.length;

const join = `
const items = [];
let pages = 0;
for (let page = 1; page <= ${last}; page++) {
  const step = context.steps["Page " + page];
  if (step?.status !== "Success") break;
  pages = page;
  items.push(...(step.output.body.items ?? []));
}
const complete = !context.steps["Page " + pages].output.body.hasMore;
return { items, count: items.length, pages, complete };
`;
const of = (name: string) => `{{steps.\`Put together\`.output.${name}}}`;

export const allPages: Template = {
  id: "all-pages",
  name: "All pages of a list",
  purpose: `Reads a list that comes in pages, as long as there are more, up to ${last} of them, and gives it back as one.`,
  category: "Integrations",
  variables: [
    {
      name: "LIST_URL",
      value: "https://example.com/customers",
      notes: 'Answers GET ?page=1&pageSize=100 with {"items": […], "hasMore": true}.',
    },
  ],
  sample: { pageSize: 100 },
  flow: drawFlow({
    inputs: [{ name: "pageSize", type: "number", default: 100, description: "How many items to request per page" }],
    outputs: [
      { name: "items", type: "json" },
      { name: "count", type: "number" },
      { name: "pages", type: "number" },
      { name: "complete", type: "boolean", description: "False where there are still more pages" },
    ],
    nodes: {
      ...Object.fromEntries(
        pages.flatMap((page) => [
          [
            `page${page}`,
            apiNode(`Page ${page}`, "", {
              method: "GET",
              url: "{{env.LIST_URL}}",
              query: { page, pageSize: "{{steps.Start.pageSize}}" },
            }),
          ],
          ...(page === last
            ? []
            : [[`more${page}`, conditionNode(`More after ${page}`, "", [[`{{steps.\`Page ${page}\`.output.body.hasMore}}`, "==", true]])]]),
        ]),
      ),
      join: scriptNode("Put together", "The items of all pages, in order.", join),
      list: endNode("List", { items: of("items"), count: of("count"), pages: of("pages"), complete: of("complete") }),
    },
    edges: [
      "start next page1",
      ...pages.flatMap((page) =>
        page === last
          ? [`page${page} success join`]
          : [`page${page} success more${page}`, `more${page} if page${page + 1}`, `more${page} else join`],
      ),
      "join success list",
    ],
  }),
};
