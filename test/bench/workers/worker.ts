/** The floor that Millrace is measured against: the same platform with next to nothing on it. */
import { DurableObject } from "cloudflare:workers";
import { GroupCommit } from "./group-commit.ts";

interface Env {
  readonly OBJECT: DurableObjectNamespace<Floor>;
}

export class Floor extends DurableObject<Env> {
  readonly #commits = new GroupCommit(this.ctx.storage);

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS calls (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL)");
  }

  touch(): string {
    return "ok";
  }

  async insert(): Promise<string> {
    await this.#commits.write(() => this.#insert());
    return "ok";
  }

  #insert(): void {
    this.ctx.storage.sql.exec("INSERT INTO calls (at, body) VALUES (?, ?)", Date.now(), '{"input":{"a":1,"b":2}}');
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/bare") return new Response("ok");
    if (pathname === "/call") return new Response(await (await fetch(new URL("/bare", request.url))).text());
    const object = env.OBJECT.getByName("warm");
    return new Response(pathname === "/insert" ? await object.insert() : await object.touch());
  },
};
