/** What scripts elsewhere have and these do not, with what to do in their place. */
const timers = "A script cannot wait. Put a Delay node before or after it.";
const calls = "A script cannot reach the network. Make the call in an API node and read its output from context.steps.";
const packages = "A script cannot load packages or files. Write what you need of them into the script.";
const bytes = "For base64 use atob and btoa. For the bytes of a text use unescape(encodeURIComponent(text)).";
const addresses = "Take the address apart with a regular expression or split, and encode parts with encodeURIComponent.";
const chance = "For an id use context.run.id, or build one with Math.random(). Hashes and signatures cannot be made in a script.";
const locales = "A script knows no locales. Use $formatNumber or $fromMillis in an expression.";
const copies = "Use JSON.parse(JSON.stringify(value)).";
const data = "Inputs are in context.steps.Start, what a node returned is in context.steps.<name>.output.";

const suggestions: Readonly<Record<string, string>> = {
  setTimeout: timers,
  setInterval: timers,
  setImmediate: timers,
  clearTimeout: timers,
  sleep: timers,
  fetch: calls,
  XMLHttpRequest: calls,
  axios: calls,
  WebSocket: calls,
  $http: calls,
  require: packages,
  module: packages,
  exports: packages,
  fs: packages,
  Buffer: bytes,
  TextEncoder: bytes,
  TextDecoder: bytes,
  Blob: bytes,
  URL: addresses,
  URLSearchParams: addresses,
  crypto: chance,
  Intl: locales,
  structuredClone: copies,
  _: "Lodash is not there. Use the methods of lists and objects that JavaScript has.",
  moment: "Use Date, or $fromMillis and $toMillis in an expression.",
  performance: "Use Date.now().",
  process: "Environment variables that are not secure are in env: env.NAME.",
  window: "There is no browser here. Globals stand by themselves, or below globalThis.",
  self: "There is no browser here. Globals stand by themselves, or below globalThis.",
  document: "There is no browser here, and no page.",
  localStorage: "Nothing is kept between runs. Return the value, or set it on context for later nodes of this run.",
  global: "Use globalThis.",
  alert: "Use console.log, which writes to the log of the node.",
  steps: "Write context.steps.",
  run: "Write context.run.",
  trigger: "Write context.trigger.",
  currentItem: "Write context.currentItem.",
  $json: data,
  $node: data,
  $input: data,
  $: data,
  items: data,
  item: data,
  input: data,
  inputs: data,
  data,
  $env: "Write env.NAME.",
  vars: "Write env.NAME.",
};

/** What to do about an error that says that a name is not defined; undefined where nothing better than the message is known. */
export function suggestionFor(message: string): string | undefined {
  const name = /^ReferenceError: '?([\w$]+)'? is not defined/.exec(message)?.[1];
  return name !== undefined && Object.hasOwn(suggestions, name) ? suggestions[name] : undefined;
}
