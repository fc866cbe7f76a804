/** How a new workflow starts: with a Start and an End, from a template, or from the files of an export. */
export const waysToBegin = ["blank", "template", "import"] as const;
export type WayToBegin = (typeof waysToBegin)[number];
