/** The state that every run grows from: a context in which the prelude has run, and nothing else. */
import { limits } from "#flow/limits.ts";
import { bounds } from "./bounds.ts";
import { Guest } from "./guest.ts";
import { prelude } from "./prelude.ts";
import { protectedNames } from "#flow/plain-scripts/protected-names.ts";
import type { Pointer } from "./quickjs.ts";

/** Where the things lie that the prelude made; the same in every image. */
export interface Base {
  readonly runtime: Pointer;
  readonly context: Pointer;
  readonly undefined: Pointer;
  /** The name that the script has in its errors. */
  readonly file: Pointer;
  /** Room for the values of one call. */
  readonly values: Pointer;
  /** The prelude's functions, in the order in which it lists them. */
  readonly adopt: Pointer;
  readonly start: Pointer;
  readonly answer: Pointer;
  readonly describe: Pointer;
}

/** The functions of the host that the prelude is given. */
export const hostIds = { log: 1, load: 2 } as const;

/** Makes runtime and context in a new instance and runs the prelude. */
export function prepareBase(guest: Guest): Base {
  const { js } = guest.quickJs;
  const runtime = js._QTS_NewRuntime();
  js._QTS_RuntimeSetMaxStackSize(runtime, bounds.stackBytes);
  const context = js._QTS_NewContext(runtime, 0);
  const preludeFile = guest.write("prelude.js").at;
  const evaluate = (source: string): Pointer => {
    const { at, bytes } = guest.write(source);
    const value = js._QTS_Eval(context, at, bytes, preludeFile, 0, 0);
    guest.free(at);
    return requireValue(guest, context, value);
  };
  const values = js._malloc(16 * 4);
  const undefinedValue = js._QTS_GetUndefined();
  const host = Object.entries(hostIds).map(([name, id]) => js._QTS_NewFunction(context, guest.write(name).at, 1, 0, id));
  guest.setValues(values, [...host, evaluate(JSON.stringify(protectedNames)), evaluate(String(limits.maxScriptOutputBytes))]);
  const functions = requireValue(guest, context, js._QTS_Call(context, evaluate(prelude), undefinedValue, host.length + 2, values));
  const [adopt, start, answer, describe] = [0, 1, 2, 3].map((index) => js._QTS_GetPropNumber(context, functions, index));
  const file = guest.write(scriptFile).at;
  return { runtime, context, undefined: undefinedValue, file, values, adopt: adopt!, start: start!, answer: answer!, describe: describe! };
}

const scriptFile = "script.js";

function requireValue(guest: Guest, context: Pointer, value: Pointer): Pointer {
  const problem = guest.quickJs.js._QTS_ResolveException(context, value);
  if (problem) throw new Error(`The script engine's prelude does not run: ${JSON.stringify(guest.read(context, problem))}`);
  return value;
}
