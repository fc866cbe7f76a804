/**
 * `flow` compiles without any platform library, so that a decision cannot reach for the network or the clock.
 * These are the few pure names it may use; all of them exist alike in Workers, browsers and Node.
 */
declare class URL {
  constructor(url: string, base?: string);
  readonly href: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly host: string;
  readonly port: string;
  readonly origin: string;
  readonly pathname: string;
  readonly username: string;
  readonly password: string;
  readonly hash: string;
  search: string;
  readonly searchParams: URLSearchParams;
  toString(): string;
}
declare class URLSearchParams {
  constructor(init?: string | [string, string][] | Record<string, string>);
  append(name: string, value: string): void;
  get(name: string): string | null;
  toString(): string;
}
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  readonly encoding: string;
  decode(bytes?: Uint8Array): string;
}
declare function atob(base64: string): string;
declare function structuredClone<T>(value: T): T;
/** Signals to a node that its work is not needed any more. Code outside `flow` decides when to abort. */
interface AbortSignal {
  readonly aborted: boolean;
}
