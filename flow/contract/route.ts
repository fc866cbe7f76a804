/**
 * A route of the management API is a declaration. Validation, the handler's types, the OpenAPI document, the rights
 * check and the web client's types all come from it.
 */
import type * as z from "zod";
import type { EventName } from "../audit/events.ts";
import type { ErrorCode } from "../problems/errors.ts";
import type { AccountCapability } from "../rights/account-rights.ts";
import type { WorkflowCapability } from "../rights/workflow-rights.ts";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** `public` needs no credentials; `signed-in` a person; the others a right in the account or on the workflow of the path. */
type Access = "public" | "signed-in" | AccountCapability | WorkflowCapability;

/** The events that a route may leave in the audit log, or why it leaves none. */
type Audit = readonly [EventName, ...EventName[]] | { readonly none: string };

type PathNames<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | PathNames<Rest> : never;

export interface Route<
  Path extends string = string,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: Method;
  /** `{name}` marks a part that is taken as it is. */
  readonly path: Path;
  readonly access: Access;
  /** What a change leaves in the audit log. Only a GET may go without. */
  readonly audit?: Audit;
  /** One line: what the caller gets. */
  readonly summary: string;
  readonly description?: string;
  readonly query?: Query;
  readonly body?: Body;
  /** False where the body may be missing. */
  readonly bodyRequired?: boolean;
  /**
   * Set where the body is a form with files: what it may hold. The handler reads it from the request itself, because
   * such a body is bounded, judged and refused in its own way.
   */
  readonly form?: z.ZodType;
  /** Headers that the handler reads, name → what it means. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Left out if the answer has no body (204) or is not JSON. */
  readonly answer?: Answer;
  /** The media type of an answer that is a file; its handler answers the bytes. */
  readonly file?: string;
  /** 302: the handler sets the `location` header. 101: it takes the upgrade to a WebSocket and answers the response itself. */
  readonly status: 101 | 200 | 201 | 204 | 302;
  /** Refusals beyond those that any route can give. */
  readonly errors: readonly ErrorCode[];
}

export type ParamsOf<R> = R extends { readonly path: infer Path extends string } ? Readonly<Record<PathNames<Path>, string>> : never;
export type QueryOf<R> = R extends { readonly query: infer Query } ? z.output<Query> : undefined;
export type BodyOf<R> = R extends { readonly body: infer Body }
  ? R extends { readonly bodyRequired: false }
    ? z.output<Body> | undefined
    : z.output<Body>
  : undefined;
export type AnswerOf<R> = R extends { readonly answer: infer Answer } ? z.output<Answer> : undefined;
/** What a client may send, before defaults are filled in. */
export type SentBodyOf<R> = R extends { readonly body: infer Body } ? z.input<Body> : undefined;
export type SentQueryOf<R> = R extends { readonly query: infer Query } ? z.input<Query> : undefined;

/** The events that a route declares; a handler can write no other. */
export type EventOf<R> = R extends { readonly audit: infer Events extends readonly EventName[] }
  ? Events[number]
  : R extends { readonly audit: unknown }
    ? never
    : Route extends R
      ? EventName
      : never;

/** Keeps the exact types of a declaration while it is written. A change without `audit` does not compile. */
export function declareRoute<const R extends Route>(route: R & (R["method"] extends "GET" ? unknown : { readonly audit: Audit })): R {
  return route;
}
