import type { Tab } from "./workflows-model.ts";

/** Which tab's text an empty list shows. People who may not create workflows wait for others to share theirs. */
export const emptyList = (tab: Tab, mayCreate: boolean): Tab => (mayCreate ? tab : "shared");
