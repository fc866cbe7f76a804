/** Every node type, a line each. */
export { api } from "./api.ts";
export { condition } from "./condition.ts";
export { delay } from "./delay.ts";
export { end } from "./end.ts";
export { script } from "./script.ts";
export { start } from "./start.ts";
