/**
 * What runs inside QuickJS before a script: it hands over `context` and `env`, and turns what comes back into text. It
 * keeps the functions that it needs from before the script could change them. It is evaluated once; every script begins
 * from a copy of the memory taken after it.
 */
export const prelude = `(function (write, protectedNames, maxText) {
  "use strict";
  const { parse, stringify } = JSON;
  const { defineProperty, getOwnPropertyDescriptor, keys, is } = Object;
  const { isArray } = Array;
  const bind = Function.prototype.call.bind(Function.prototype.bind, Function.prototype.call);
  const slice = bind(String.prototype.slice);
  const sourceOf = bind(Function.prototype.toString);
  const tagOf = bind(Object.prototype.toString);
  const symbolText = bind(Symbol.prototype.toString);
  const dateText = bind(Date.prototype.toISOString);
  const mapEach = bind(Map.prototype.forEach);
  const setEach = bind(Set.prototype.forEach);
  const text = String;
  const NativeError = Error;
  const isError = Error.isError ?? ((value) => value instanceof NativeError);

  // No clock beyond Date, nothing that can wait.
  for (const name of ["performance", "Atomics", "SharedArrayBuffer"]) delete globalThis[name];

  // The generator would go on from the copied memory with the same numbers in every run, so each run brings a seed.
  let a = 0, b = 0, c = 0, d = 1;
  const random = () => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return t >>> 0;
  };
  defineProperty(Math, "random", {
    value: { random() { return ((random() >>> 5) * 67108864 + (random() >>> 6)) / 9007199254740992; } }.random,
    writable: true, enumerable: false, configurable: true,
  });

  const attempt = (work, otherwise) => { try { return work(); } catch { return otherwise; } };

  // Console

  const maxLine = 2000;
  const show = (value, depth) => {
    switch (typeof value) {
      case "string": return depth === 0 ? slice(value, 0, maxLine) : stringify(slice(value, 0, maxLine));
      case "number": return is(value, -0) ? "-0" : text(value);
      case "bigint": return slice(text(value), 0, maxLine) + "n";
      case "symbol": return symbolText(value);
      case "function": return "[function" + attempt(() => typeof value.name === "string" && value.name ? " " + slice(value.name, 0, 100) : "", "") + "]";
      case "object": return value === null ? "null" : attempt(() => showObject(value, depth), "[object that cannot be shown]");
      default: return text(value);
    }
  };
  const showObject = (value, depth) => {
    if (isError(value)) return describe(value).text;
    const tag = tagOf(value);
    if (tag === "[object Date]") return attempt(() => dateText(value), "Invalid Date");
    if (depth > 3) return isArray(value) ? "[…]" : "{…}";
    let line = "", count = 0;
    const add = (part) => {
      if (count++ < 50 && line.length < maxLine) line += (line ? ", " : "") + part();
      else if (slice(line, -1) !== "…") line += ", …";
    };
    if (isArray(value)) {
      for (let i = 0; i < value.length && i < 51; i++) add(() => show(value[i], depth + 1));
      return "[" + line + "]";
    }
    if (tag === "[object Map]") { mapEach(value, (item, key) => add(() => show(key, depth + 1) + " => " + show(item, depth + 1))); return "Map {" + line + "}"; }
    if (tag === "[object Set]") { setEach(value, (item) => add(() => show(item, depth + 1))); return "Set {" + line + "}"; }
    const names = keys(value);
    for (let i = 0; i < names.length && i < 51; i++) add(() => stringify(names[i]) + ": " + attempt(() => show(value[names[i]], depth + 1), "[getter that throws]"));
    return "{" + line + "}";
  };
  const log = (prefix) => (...values) => {
    let line = prefix;
    for (let i = 0; i < values.length && line.length < maxLine; i++) line += (i ? " " : "") + show(values[i], 0);
    write(stringify(slice(line, 0, maxLine)));
  };
  defineProperty(globalThis, "console", {
    value: { log: log(""), info: log(""), debug: log(""), warn: log("warn: "), error: log("error: ") },
    writable: true, enumerable: false, configurable: true,
  });

  // Errors

  const describe = (error) => {
    if (!isError(error)) return { text: "The script threw " + show(error, 1) + ".", stack: "", name: "", message: "" };
    const property = (key) => attempt(() => { const value = error[key]; return typeof value === "string" ? slice(value, 0, maxLine) : ""; }, "");
    const name = property("name") || "Error", message = property("message"), stack = property("stack");
    return { text: message ? name + ": " + message : name, stack, name, message };
  };
  const failed = (limit, message, stack) =>
    '{"ok":false,"limit":' + stringify(limit) + ',"message":' + stringify(message) + ',"stack":' + stringify(stack) + "}";
  const failure = (error) => {
    const { text, stack, name, message } = describe(error);
    const limit = message === "out of memory" ? "memory" : message === "stack overflow" || message === "Maximum call stack size exceeded" ? "stack" : "";
    return failed(limit, text, stack);
  };

  // The result

  const messageOf = (work) => { try { work(); } catch (error) { return error.message; } };
  const bigIntMessage = messageOf(() => stringify(1n));
  const cycle = {};
  cycle.cycle = cycle;
  const cycleMessage = messageOf(() => stringify(cycle));
  const asText = (value, what) => {
    const type = typeof value;
    if (type === "function" || type === "symbol") throw new NativeError(what + " is a " + type + ", which is not data. Return values that JSON can carry.");
    try {
      return stringify(value) ?? "null";
    } catch (error) {
      const { message } = describe(error);
      if (message === cycleMessage) throw new NativeError(what + " contains itself, and JSON cannot carry that.");
      if (message === bigIntMessage) throw new NativeError(what + " contains a BigInt, which JSON cannot carry. Turn it into text or a number.");
      throw error;
    }
  };
  const success = (output, context, before) => {
    const outputText = asText(output, "The result");
    let size = outputText.length, set = "";
    const names = keys(context);
    for (let i = 0; i < names.length; i++) {
      const key = names[i];
      if (isProtected(key)) continue;
      const value = context[key];
      if (value === undefined) continue;
      const valueText = asText(value, "context." + slice(key, 0, 100));
      const old = getOwnPropertyDescriptor(before, key);
      if (old && old.value === valueText) continue;
      size += valueText.length + key.length;
      set += (set ? "," : "") + stringify(key) + ":" + valueText;
    }
    if (size > maxText) return failed("output", "", "");
    return '{"ok":true,"output":' + outputText + ',"set":{' + set + "}}";
  };
  const isProtected = (key) => {
    if (key === "__proto__") return true;
    for (let i = 0; i < protectedNames.length; i++) if (protectedNames[i] === key) return true;
    return false;
  };

  // Locks the names that a script may not set; gives the text of the others, to see later what was changed.
  const lock = (context) => {
    const before = { __proto__: null };
    for (let i = 0; i < protectedNames.length; i++) {
      const name = protectedNames[i], had = getOwnPropertyDescriptor(context, name);
      defineProperty(context, name, { value: had?.value, enumerable: had !== undefined, writable: false, configurable: false });
    }
    const names = keys(context);
    for (let i = 0; i < names.length; i++) if (!isProtected(names[i])) before[names[i]] = stringify(context[names[i]]);
    return before;
  };

  let main, answer = "", state = "waiting";
  const drive = async (input) => {
    try {
      const { context, env, seed } = parse(input);
      a = seed[0]; b = seed[1]; c = seed[2]; d = seed[3];
      const before = lock(context);
      const output = await main(context, env);
      state = "settled";
      answer = success(output, context, before);
    } catch (error) {
      state = "settled";
      answer = failure(error);
    }
  };
  return [
    (script, length) => { if (text(sourceOf(script).length) !== length) throw new SyntaxError("unexpected token: '}'"); main = script; },
    (input) => { drive(input); },
    () => answer || failed(state === "waiting" ? "waiting" : "memory", "", ""),
    failure,
  ];
})`;
