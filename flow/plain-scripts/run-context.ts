/** `context` and `env` as a script sees them. Data of the run is checked when the script first reads it. */
import { bail } from "./bail.ts";
import { hold, plainBounds, step } from "./budget.ts";
import { protectedNames } from "./protected-names.ts";
import { isInherited, newList, newTable, Special, type Table, toData } from "./values.ts";

const isProtected = new Set<string>(protectedNames);

export class RunContext extends Special {
  readonly #given: Table;
  readonly #copies: boolean;
  readonly #steps: RunSteps | undefined;
  readonly #loaded = new Map<string, unknown>();
  /** Variables that the script assigned. */
  readonly #written = new Map<string, unknown>();
  /** An upper bound for the JSON text of what the script has read. */
  #chars = 0;

  constructor(given: Table, copies: boolean) {
    super();
    this.#given = given;
    this.#copies = copies;
    const { steps } = given;
    this.#steps = typeof steps === "object" && steps !== null ? new RunSteps(steps as Table, (value) => this.take(value)) : undefined;
    if (steps !== undefined && !this.#steps) bail("the run has no steps");
    // The sandbox receives these before it runs, and refuses too large ones.
    for (const name in given) if (isProtected.has(name) && name !== "steps") this.#loaded.set(name, this.take(given[name]));
  }

  /** Checks data of the run, and copies it if the script gets copies. */
  take(value: unknown): unknown {
    if (value === undefined) return undefined;
    const before = this.#chars;
    const taken = this.#copies ? this.#copy(value, 0) : this.#admit(value, 0);
    // The sandbox holds the bytes, the text and the parsed data.
    hold(4 * (this.#chars - before));
    return taken;
  }

  override property(name: string): unknown {
    if (name === "steps") return this.#steps;
    if (this.#written.has(name)) return this.#written.get(name);
    if (this.#loaded.has(name)) return this.#loaded.get(name);
    if (!Object.hasOwn(this.#given, name)) return isInherited(name) ? bail("it reads what every object has") : undefined;
    const value = this.take(this.#given[name]);
    this.#loaded.set(name, value);
    return value;
  }

  write(name: string, value: unknown): void {
    if (isProtected.has(name) || isInherited(name)) bail("it sets a name that is protected");
    this.#written.set(name, value);
  }

  /** The variables that the script assigned or modified, in their order on `context`. */
  changes(): Table {
    const set: Table = {};
    const touched = (name: string): boolean =>
      this.#written.has(name) || (this.#copies && this.#loaded.has(name) && !isProtected.has(name));
    const names = Object.keys(this.#given).filter((name) => this.#given[name] !== undefined && touched(name));
    for (const name of new Set([...names, ...this.#written.keys()])) {
      const value = this.property(name);
      if (value === undefined) continue;
      const data = toData(value);
      if (!this.#loaded.has(name) || JSON.stringify(this.#given[name]) !== JSON.stringify(value)) set[name] = data;
    }
    return set;
  }

  #admit(value: unknown, depth: number): unknown {
    this.#look(value, depth);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) for (let i = 0; i < value.length; i++) this.#admit(value[i], depth + 1);
    else for (const key of this.#keys(value)) this.#admit((value as Table)[key], depth + 1);
    return value;
  }

  #copy(value: unknown, depth: number): unknown {
    this.#look(value, depth);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
      const list = newList();
      for (let i = 0; i < value.length; i++) list.push(this.#copy(value[i], depth + 1));
      return list;
    }
    const table = newTable();
    for (const key of this.#keys(value)) table[key] = this.#copy((value as Table)[key], depth + 1);
    return table;
  }

  /** Bails if JSON would change a value. */
  #look(value: unknown, depth: number): void {
    step(1);
    hold(64);
    switch (typeof value) {
      case "string":
        // An escaped character takes six.
        this.#chars += value.length * 6 + 3;
        break;
      case "number":
        if (!Number.isFinite(value) || Object.is(value, -0)) bail("the run holds a number that JSON cannot carry");
        this.#chars += 25;
        break;
      case "boolean":
        this.#chars += 6;
        break;
      case "object": {
        this.#chars += 5;
        if (value === null || Array.isArray(value)) break;
        const prototype: unknown = Object.getPrototypeOf(value);
        if (prototype !== Object.prototype && prototype !== null) bail("the run holds an object that is not plain");
        break;
      }
      default:
        bail("the run holds what JSON cannot carry");
    }
    if (depth > plainBounds.nesting || this.#chars > plainBounds.inputChars) bail("the run's data is large");
  }

  #keys(value: object): string[] {
    const keys = Object.keys(value);
    for (const key of keys) {
      if (key === "__proto__") bail("the run holds the name __proto__");
      this.#chars += key.length * 6 + 4;
    }
    return keys;
  }
}

/** `context.steps`. Each step is checked when the script first reads it. */
class RunSteps extends Special {
  readonly #given: Table;
  readonly #take: (value: unknown) => unknown;
  readonly #taken = new Map<string, unknown>();

  constructor(given: Table, take: (value: unknown) => unknown) {
    super();
    this.#given = given;
    this.#take = take;
  }

  override property(name: string): unknown {
    if (this.#taken.has(name)) return this.#taken.get(name);
    if (!Object.hasOwn(this.#given, name)) return isInherited(name) ? bail("it reads what every object has") : undefined;
    const step = this.#take(withoutGetters(this.#given[name]));
    this.#taken.set(name, step);
    return step;
  }
}

/** Large inputs and outputs are getters that read from storage; this reads them once. */
function withoutGetters(step: unknown): unknown {
  if (typeof step !== "object" || step === null || Array.isArray(step)) return step;
  for (const name of ["input", "output"]) if (Object.getOwnPropertyDescriptor(step, name)?.get) return { ...step };
  return step;
}
