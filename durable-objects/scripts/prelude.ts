/**
 * The code that runs inside QuickJS before a script: it passes `context` and `env`, and converts the result to text. It
 * keeps the functions that it needs from before the script could change them. It is evaluated once; every script starts
 * from a copy of the memory taken after it.
 */
export const prelude = `(function (write, load, protectedNames, maxText) {
  "use strict";
  const { parse, stringify } = JSON;
  const { defineProperties, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, keys, is } = Object;
  const plainObject = Object.prototype, plainArray = Array.prototype;
  const { isArray } = Array;
  const bind = Function.prototype.call.bind(Function.prototype.bind, Function.prototype.call);
  const slice = bind(String.prototype.slice);
  const replaceAll = bind(String.prototype.replaceAll);
  const sourceOf = bind(Function.prototype.toString);
  const tagOf = bind(Object.prototype.toString);
  const symbolText = bind(Symbol.prototype.toString);
  const dateText = bind(Date.prototype.toISOString);
  const mapEach = bind(Map.prototype.forEach);
  const setEach = bind(Set.prototype.forEach);
  const isView = ArrayBuffer.isView;
  const text = String;
  const NativeError = Error;
  const NativePromise = Promise;
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

  // Locales: the engine knows none, and would take the argument and write as if it had not been given.
  const localized = [
    [Number.prototype, "toLocaleString", 0], [BigInt.prototype, "toLocaleString", 0], [Array.prototype, "toLocaleString", 0],
    [Object.getPrototypeOf(Int8Array.prototype), "toLocaleString", 0],
    [Date.prototype, "toLocaleString", 0], [Date.prototype, "toLocaleDateString", 0], [Date.prototype, "toLocaleTimeString", 0],
    [String.prototype, "localeCompare", 1], [String.prototype, "toLocaleUpperCase", 0], [String.prototype, "toLocaleLowerCase", 0],
  ];
  const apply = Reflect.apply;
  const LocaleError = RangeError;
  for (let i = 0; i < localized.length; i++) {
    const [owner, name, taken] = localized[i], original = owner[name];
    if (original === undefined) continue;
    const guarded = {
      [name](...given) {
        for (let at = taken; at < given.length; at++) {
          if (given[at] !== undefined) throw new LocaleError(name + " cannot use a locale or its options here. Format the value in an expression with $formatNumber or $fromMillis, or by code of your own.");
        }
        return apply(original, this, given);
      },
    }[name];
    defineProperty(guarded, "length", { value: original.length, configurable: true });
    defineProperty(owner, name, { value: guarded, writable: true, enumerable: false, configurable: true });
  }

  // Text of bytes (one letter a byte) to base64 and back, as browsers have it.
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const codeAt = bind(String.prototype.charCodeAt), fromCode = String.fromCharCode, indexOf = bind(String.prototype.indexOf);
  const EncodingError = RangeError;
  const global = (name, value) => defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  global("btoa", { btoa(data) {
    const bytes = text(data);
    let out = "";
    for (let i = 0; i < bytes.length; i += 3) {
      const a = codeAt(bytes, i), b = codeAt(bytes, i + 1) || 0, c = codeAt(bytes, i + 2) || 0;
      if (a > 255 || b > 255 || c > 255) throw new EncodingError("btoa takes letters up to ÿ only. For any text use btoa(unescape(encodeURIComponent(text))), or $base64encode in an expression.");
      out += digits[a >> 2] + digits[(a & 3) << 4 | b >> 4] + (i + 1 < bytes.length ? digits[(b & 15) << 2 | c >> 6] : "=") + (i + 2 < bytes.length ? digits[c & 63] : "=");
    }
    return out;
  } }.btoa);
  global("atob", { atob(data) {
    const given = text(data);
    let out = "", held = 0, bits = 0, count = 0, padding = 0;
    for (let i = 0; i < given.length; i++) {
      const digit = given[i];
      if (digit === " " || digit === "\\n" || digit === "\\r" || digit === "\\t" || digit === "\\f") continue;
      count++;
      if (digit === "=") { padding++; continue; }
      const value = indexOf(digits, digit);
      if (value < 0 || padding > 0) throw new EncodingError("atob was given a text that is not base64.");
      held = (held << 6 | value) & 0xffffff;
      bits += 6;
      if (bits >= 8) { bits -= 8; out += fromCode(held >> bits & 255); }
    }
    if ((count - padding) % 4 === 1 || padding > 2 || (padding > 0 && count % 4 !== 0)) throw new EncodingError("atob was given a text that is not base64.");
    return out;
  } }.atob);

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
    write(replaceAll(slice(line, 0, maxLine), "\\0", "\\\\0"));
  };
  defineProperty(globalThis, "console", {
    value: { log: log(""), info: log(""), debug: log(""), warn: log("warn: "), error: log("error: ") },
    writable: true, enumerable: false, configurable: true,
  });

  // Errors

  const describe = (error) => {
    if (!isError(error)) return { text: "The script threw " + show(error, 1) + ".", stack: "", message: "" };
    const property = (key) => attempt(() => { const value = error[key]; return typeof value === "string" ? slice(value, 0, maxLine) : ""; }, "");
    const name = property("name") || "Error", message = property("message"), stack = property("stack");
    return { text: message ? name + ": " + message : name, stack, message };
  };
  const failed = (limit, message, stack) =>
    '{"ok":false,"limit":' + stringify(limit) + ',"message":' + stringify(message) + ',"stack":' + stringify(stack) + "}";
  const limits = {
    __proto__: null,
    "out of memory": "memory",
    "string too long": "memory",
    "stack overflow": "stack",
    "Maximum call stack size exceeded": "stack",
  };
  // What we refuse ourselves; thrown as this one object, so that no script's error can pass for it.
  const refusal = { text: "" };
  const refuse = (text) => { refusal.text = text; throw refusal; };
  const failure = (error) => {
    if (error === refusal) return failed("", refusal.text, "");
    // Where there is no room for an error, QuickJS throws null, or something that has no type at all.
    if (error === null) return failed("null", "The script threw null.", "");
    if (error !== undefined && show(error, 1) === "[uninitialized]") return failed("memory", "", "");
    const { text, stack, message } = describe(error);
    // Where there is room for an error and none for what it says.
    if (text === "InternalError") return failed("memory", "", "");
    return failed(limits[message] ?? "", text, stack);
  };

  // The result

  const messageOf = (work) => { try { work(); } catch (error) { return error.message; } };
  const bigIntMessage = messageOf(() => stringify(1n));
  const cycle = {};
  cycle.cycle = cycle;
  const cycleMessage = messageOf(() => stringify(cycle));
  // What JSON would leave out or write as {} or null. A plain object, a list and a date that exists pass.
  const refusals = {
    __proto__: null,
    "[object Map]": ["a Map", "Turn it into an object with Object.fromEntries."],
    "[object Set]": ["a Set", "Turn it into a list with [...set]."],
    "[object WeakMap]": ["a WeakMap", ""],
    "[object WeakSet]": ["a WeakSet", ""],
    "[object WeakRef]": ["a WeakRef", ""],
    "[object RegExp]": ["a regular expression", "Turn it into text with String."],
    "[object Error]": ["an Error", "Return its message."],
    "[object Promise]": ["a promise", "Write await before it."],
    "[object ArrayBuffer]": ["an ArrayBuffer", "Turn it into a list with [...new Uint8Array(buffer)]."],
    "[object DataView]": ["a DataView", ""],
    "[object Generator]": ["a generator", "Turn it into a list with [...generator]."],
    "[object AsyncGenerator]": ["a generator", ""],
    "[object Map Iterator]": ["an iterator", "Turn it into a list with [...iterator]."],
    "[object Set Iterator]": ["an iterator", "Turn it into a list with [...iterator]."],
    "[object Array Iterator]": ["an iterator", "Turn it into a list with [...iterator]."],
    "[object String Iterator]": ["an iterator", "Turn it into a list with [...iterator]."],
    "[object RegExp String Iterator]": ["an iterator", "Turn it into a list with [...iterator]."],
    "[object Iterator Helper]": ["an iterator", "Turn it into a list with [...iterator]."],
  };
  const refusalOf = (value, original) => {
    switch (typeof value) {
      case "string": case "boolean": case "undefined": return undefined;
      case "function": return ["a function", "Call it, or leave it out."];
      case "symbol": return ["a symbol", ""];
      case "number": return value - value === 0 ? undefined : [text(value), "Use null or a text in its place."];
    }
    if (original !== value && value === null && typeof original === "object" && tagOf(original) === "[object Date]") return ["a date that does not exist", "Check how it is made."];
    if (value === null || typeof value !== "object" || isArray(value)) return undefined;
    if (isError(value)) return refusals["[object Error]"];
    if (isView(value)) return ["a typed array", "Turn it into a list with [...array]."];
    const tag = tagOf(value);
    return tag === "[object Object]" ? undefined : refusals[tag];
  };
  // Where lists held undefined, as JSON text.
  let holes = "";
  const asText = (value, what, at) => {
    let key = "", refused, count = 0;
    const look = function (name, item) {
      if (item === undefined && isArray(this)) count++;
      const found = refusalOf(item, this[name]);
      if (!found) return item;
      if (refused === undefined) { refused = found; key = name; }
      return null;
    };
    let result;
    try {
      result = stringify(value, look) ?? "null";
    } catch (error) {
      const { message } = describe(error);
      if (message === cycleMessage) refuse(what + " contains itself, and JSON cannot carry that.");
      if (message === bigIntMessage) refuse(what + " contains a BigInt, which JSON cannot carry. Turn it into text or a number.");
      throw error;
    }
    if (count > 0 && holes.length < 2000) holes += (holes ? "," : "") + '{"at":' + stringify(at) + ',"count":' + count + "}";
    if (refused === undefined) return result;
    const place = key === "" ? what + " is " : what + " holds, at " + stringify(slice(key, 0, 100)) + ", ";
    refuse(place + refused[0] + ", which JSON cannot carry." + (refused[1] ? " " + refused[1] : ""));
  };
  const success = (output, context, before) => {
    const outputText = asText(output, "The result", "/output");
    let size = outputText.length, set = "";
    const names = keys(context);
    for (let i = 0; i < names.length && size <= maxText; i++) {
      const key = names[i];
      if (isProtected(key)) continue;
      const was = getOwnPropertyDescriptor(before, key)?.value;
      if (was === untouched) continue;
      const value = context[key];
      if (value === undefined) continue;
      const holesBefore = holes;
      const valueText = asText(value, "context." + slice(key, 0, 100), "/context/" + replaceAll(replaceAll(slice(key, 0, 100), "~", "~0"), "/", "~1"));
      if (was === valueText) { holes = holesBefore; continue; }
      const keyText = stringify(key);
      size += valueText.length + keyText.length;
      set += (set ? "," : "") + keyText + ":" + valueText;
    }
    return size > maxText ? failed("output", "", "") : '{"ok":true,"output":[' + outputText + '],"set":{' + set + "}" + (holes ? ',"holes":[' + holes + "]" : "") + "}";
  };
  const isProtected = (key) => {
    if (key === "__proto__") return true;
    for (let i = 0; i < protectedNames.length; i++) if (protectedNames[i] === key) return true;
    return false;
  };

  // Steps and variables come when the script first looks at them.
  const untouched = { __proto__: null };
  const whenRead = (target, key, index, loaded) => {
    const settle = (value) => defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
    defineProperty(target, key, {
      get() {
        const text = load(index), value = text === undefined ? undefined : parse(text);
        loaded?.(text);
        settle(value);
        return value;
      },
      set(value) { loaded?.(undefined); settle(value); },
      enumerable: true,
      configurable: true,
    });
  };

  // One definition for all of the names, changed for each run.
  const given = { __proto__: null };
  for (let i = 0; i < protectedNames.length; i++) given[protectedNames[i]] = { value: undefined, enumerable: false, writable: false, configurable: false };
  // Gives the context, and of each variable the text that it came as, to see later what was changed.
  const build = ({ steady, hasSteps, stepNames, names }) => {
    const context = {}, steps = {}, before = { __proto__: null };
    for (let i = 0; i < stepNames.length; i++) whenRead(steps, stepNames[i], i);
    const steadyNames = keys(steady);
    for (let i = 0; i < steadyNames.length; i++) {
      const definition = given[steadyNames[i]];
      definition.value = steady[steadyNames[i]];
      definition.enumerable = true;
    }
    if (hasSteps) {
      given.steps.value = steps;
      given.steps.enumerable = true;
    }
    defineProperties(context, given);
    for (let i = 0; i < names.length; i++) {
      const name = names[i];
      before[name] = untouched;
      whenRead(context, name, stepNames.length + i, (text) => { before[name] = text; });
    }
    return { context, before };
  };

  let main, isAsync, context, before, held, threw = false, answer = "", state = "waiting";
  const settle = async (promise) => {
    try {
      // With a constructor of its own, awaiting it looks at nothing that the script may have changed.
      const output = await defineProperty(promise, "constructor", { value: NativePromise });
      state = "settled";
      answer = success(output, context, before);
    } catch (error) {
      state = "settled";
      answer = failure(error);
    }
  };
  const run = (input) => {
    const given = parse(input), { seed } = given;
    a = seed[0]; b = seed[1]; c = seed[2]; d = seed[3];
    ({ context, before } = build(given));
    try { held = main(context, given.env); } catch (error) { threw = true; held = error; }
    if (isAsync) settle(held);
    else state = "returned";
  };
  // What an async function would do with the end of the script.
  const later = async () => { if (threw) throw held; return held; };
  const canWait = () => {
    if (threw || held === null || typeof held !== "object") return typeof held === "function";
    const prototype = getPrototypeOf(held);
    return prototype !== plainObject && prototype !== plainArray || "then" in held;
  };
  // Called with undefined while there are jobs, and then with another value.
  const end = (isLast) => {
    if (state === "returned") {
      if (isLast === undefined || canWait()) {
        state = "waiting";
        settle(later());
        return "";
      }
      state = "settled";
      try { answer = threw ? failure(held) : success(held, context, before); } catch (error) { answer = failure(error); }
    }
    return answer || (state === "settled" ? failed("memory", "", "") : isLast === undefined ? "" : failed("waiting", "", ""));
  };
  return [
    (script, length) => {
      const source = sourceOf(script);
      if (text(source.length) !== length) throw new SyntaxError("unexpected token: '}'");
      isAsync = slice(source, 0, 5) === "async";
      main = script;
    },
    (input) => { run(input); },
    end,
    failure,
  ];
})`;
