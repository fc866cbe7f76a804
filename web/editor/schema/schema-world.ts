import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { SchemaFault } from "./find-fault.ts";

/** What all parts of one schema editor share. */
export interface SchemaWorld {
  readonly readOnly: boolean;
  readonly fault: SchemaFault | undefined;
  /** A field was left: what is done next is a step of its own. */
  onLeave(): void;
}
/** One schema in the editor: what it is, where it stands, and how it is replaced. `what` names the edit for undo. */
export interface SchemaPlace {
  readonly schema: unknown;
  /** An RFC 6901 pointer. */
  readonly place: string;
  /** What it is called where it is spoken of. */
  readonly name: string;
  onChange(schema: unknown, what: string): void;
}
const World = createContext<SchemaWorld>({ readOnly: true, fault: undefined, onLeave: () => undefined });
export const ShareSchema = World.Provider;
export const useSchemaWorld = (): SchemaWorld => useContext(World);
