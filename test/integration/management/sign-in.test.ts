import { beforeAll, describe, expect, it } from "vitest";
import { cookieOf, install, origin, password, statuses } from "./installation.ts";
import { empty, migrate } from "./migrate.ts";

const installation = install();
const { send, newPerson, db } = installation;
beforeAll(() => migrate(db));

const signIn = (email: string, given = password, headers: Record<string, string> = {}) =>
  send("POST", "/api/auth/sign-in/email", { body: { email, password: given }, headers });
const newAddress = () => `${crypto.randomUUID()}@example.com`;

describe("signing up", () => {
  it("lets exactly one of several first sign-ups win, and refuses later ones", async () => {
    await empty(db);
    const closed = install({ MILLRACE_OPEN_SIGNUP: "" });
    const signUp = (email: string) => closed.send("POST", "/api/auth/sign-up/email", { body: { name: "First", email, password } });
    const answers = await Promise.all(Array.from({ length: 6 }, () => signUp(newAddress())));
    expect(statuses(answers)).toEqual([200, 403, 403, 403, 403, 403]);
    const counts = await db
      .prepare(
        "SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM accounts) AS accounts, (SELECT count(*) FROM members) AS members",
      )
      .first();
    expect(counts).toEqual({ users: 1, accounts: 1, members: 1 });
    const late = await signUp(newAddress());
    expect(late.status).toBe(403);
    expect(late.body.detail).toContain("closed");
    const winner = answers.find(({ status }) => status === 200)!;
    const me = await closed.send("GET", "/api/me", { headers: { cookie: cookieOf(winner) } });
    expect(me.body.role).toBe("Owner");
  });

  it("tells everybody who may sign up, and nothing else", async () => {
    await empty(db);
    const closed = install({ MILLRACE_OPEN_SIGNUP: "" });
    const asked = async (of = closed) => (await of.send("GET", "/api/auth/sign-up")).body;
    expect(await asked()).toEqual({ signUp: "first" });
    await closed.newPerson();
    expect(await asked()).toEqual({ signUp: "closed" });
    expect(await asked(installation)).toEqual({ signUp: "open" });
  });

  it("gives each newcomer an account of their own where the installation is open", async () => {
    const ada = (await (await newPerson("Ada")).get("/api/me")).body;
    const ben = (await (await newPerson("Ben")).get("/api/me")).body;
    expect(ada.activeAccount.id).not.toBe(ben.activeAccount.id);
    expect([ada.role, ben.role]).toEqual(["Owner", "Owner"]);
  });

  it("takes an address with an international domain, in both spellings", async () => {
    const name = crypto.randomUUID();
    const body = { name: "Ö", email: `${name}@münchen.test`, password };
    expect((await send("POST", "/api/auth/sign-up/email", { body })).body.user.email).toBe(`${name}@xn--mnchen-3ya.test`);
    expect(statuses([await signIn(`${name}@MÜNCHEN.test`), await signIn(`${name}@xn--mnchen-3ya.test`)])).toEqual([200, 200]);
    expect((await send("POST", "/api/auth/sign-up/email", { body })).status).toBe(409);
  });

  it("refuses an address that is taken, in any case, and leaves nothing behind", async () => {
    const { email } = await newPerson();
    const before = await db.prepare("SELECT count(*) AS n FROM accounts").first("n");
    const again = await send("POST", "/api/auth/sign-up/email", { body: { name: "Twice", email: email.toUpperCase(), password } });
    expect([again.status, again.body.errors[0].path]).toEqual([409, "/email"]);
    expect(await db.prepare("SELECT count(*) AS n FROM accounts").first("n")).toBe(before);
  });

  it.each([
    [{ name: "", email: "a@example.com", password }, "/name"],
    [{ name: "A", email: "nobody", password }, "/email"],
    [{ name: "A", email: "a@example.com", password: "short" }, "/password"],
    [{ name: "A", email: "a@example.com", password: "x".repeat(129) }, "/password"],
    [{ name: "A", email: "a@example.com", password, role: "Owner" }, "/role"],
  ])("names the field that is wrong: %#", async (body, path) => {
    const answer = await send("POST", "/api/auth/sign-up/email", { body });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, path]);
  });
});

describe("signing in", () => {
  it("sets a cookie that scripts cannot read, and tells no session token in the body", async () => {
    const { email } = await newPerson();
    const answer = await signIn(email.toUpperCase());
    const [line = ""] = answer.headers.getSetCookie();
    expect(line).toMatch(/^__Host-millrace\.session_token=/);
    expect(line).toMatch(/; HttpOnly/i);
    expect(line).toMatch(/; Secure/i);
    expect(line).toMatch(/; SameSite=Lax/i);
    expect(Object.keys(answer.body)).toEqual(["user"]);
  });

  it("leaves Secure off on the machine itself only", async () => {
    const { email } = await newPerson();
    const cookieAt = async (base: string) =>
      (await send("POST", "/api/auth/sign-in/email", { body: { email, password } }, base)).headers.getSetCookie()[0];
    expect(await cookieAt("http://localhost:8787")).not.toMatch(/secure/i);
    expect(await cookieAt("http://localhost.example.com")).toMatch(/; Secure/i);
    expect(await cookieAt("http://millrace.example.com")).toMatch(/; Secure/i);
  });

  it("stores passwords as scrypt with N = 2^15, r = 8, p = 3", async () => {
    const { email } = await newPerson();
    const stored = await db
      .prepare("SELECT password FROM credentials c JOIN users u ON u.id = c.user_id WHERE u.email = ?")
      .bind(email)
      .first<string>("password");
    expect(stored).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  });

  it("gives a new session each time and ends the one that the browser held", async () => {
    const person = await newPerson();
    const second = await signIn(person.email, password, { cookie: person.cookie, origin });
    expect(second.status).toBe(200);
    expect(cookieOf(second)).not.toBe(person.cookie);
    expect((await person.get("/api/me")).status).toBe(401);
    expect((await installation.person(person.email, cookieOf(second)).get("/api/me")).status).toBe(200);
  });

  it("takes sessions that have run out off the table", async () => {
    const person = await newPerson();
    await db.prepare("UPDATE sessions SET expires_at = 1 WHERE user_id = (SELECT id FROM users WHERE email = ?)").bind(person.email).run();
    expect((await person.get("/api/me")).status).toBe(401);
    await signIn(person.email);
    const left = await db
      .prepare("SELECT count(*) AS n FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = ?")
      .bind(person.email)
      .first("n");
    expect(left).toBe(1);
  });

  it.each(["", "too short to sign with"])("is refused where the installation's secret is %j", async (secret) => {
    const { email } = await newPerson();
    const answer = await install({ MILLRACE_AUTH_SECRET: secret }).send("POST", "/api/auth/sign-in/email", { body: { email, password } });
    expect([answer.status, answer.body.suggestion]).toEqual([503, expect.stringContaining("MILLRACE_AUTH_SECRET")]);
  });

  it("ends the session at sign-out, on the server too", async () => {
    const person = await newPerson();
    const out = await person.post("/api/auth/sign-out", {});
    expect(out.headers.getSetCookie().join()).toMatch(/session_token=;.*Max-Age=0/i);
    expect((await person.get("/api/me")).status).toBe(401);
    expect((await send("POST", "/api/auth/sign-out")).status).toBe(200);
  });

  it("refuses a cookie that was changed, or signed by another installation", async () => {
    const person = await newPerson();
    const changed = person.cookie.replace(/=(.)/, (_, first: string) => `=${first === "A" ? "B" : "A"}`);
    expect((await send("GET", "/api/me", { headers: { cookie: changed } })).status).toBe(401);
    const other = install({ MILLRACE_AUTH_SECRET: "another-secret-0123456789abcdefghijklmnop" });
    expect((await other.send("GET", "/api/me", { headers: { cookie: person.cookie } })).status).toBe(401);
  });
});

describe("failed sign-ins", () => {
  it("answers alike for known and unknown addresses, until and beyond the lock", async () => {
    const { email } = await newPerson();
    const tries = async (address: string) => {
      const seen: unknown[] = [];
      for (let i = 0; i < 7; i++) {
        const { status, body, headers } = await signIn(address, "wrong password");
        seen.push({ status, ...body, requestId: null, retryAfter: headers.get("retry-after") });
      }
      return seen;
    };
    installation.clock.ms = Date.now();
    const known = await tries(email).finally(() => (installation.clock.ms = undefined));
    installation.clock.ms = Date.now();
    expect(known).toEqual(await tries(newAddress()).finally(() => (installation.clock.ms = undefined)));
    expect(known.at(-1)).toMatchObject({ retryAfter: "900" });
    expect(known.map((answer) => (answer as { status: number }).status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  it("hashes in both cases, so that time tells nothing", async () => {
    const { email } = await newPerson();
    const median = async (address: () => string) => {
      const times: number[] = [];
      for (let i = 0; i < 5; i++) {
        const before = performance.now();
        await signIn(address(), "wrong password");
        times.push(performance.now() - before);
      }
      return times.toSorted((a, b) => a - b)[2]!;
    };
    const unknown = await median(newAddress);
    const known = await median(() => email);
    // Without a hash the unknown one would take a tenth of the time.
    expect(known).toBeGreaterThan(0);
    expect(unknown / known).toBeGreaterThan(0.4);
  });

  it("locks five failures for 15 minutes, the right password included, and then opens", async () => {
    const { email } = await newPerson();
    installation.clock.ms = Date.now();
    try {
      for (let i = 0; i < 5; i++) expect((await signIn(email, "wrong password")).status).toBe(401);
      expect((await signIn(email)).status).toBe(429);
      installation.clock.ms += 15 * 60_000 - 1_000;
      const stillLocked = await signIn(email);
      expect([stillLocked.status, stillLocked.headers.get("retry-after")]).toEqual([429, "1"]);
      installation.clock.ms += 1_000;
      expect((await signIn(email)).status).toBe(200);
    } finally {
      installation.clock.ms = undefined;
    }
  });

  it("forgets failures after a success", async () => {
    const { email } = await newPerson();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) expect((await signIn(email, "wrong password")).status).toBe(401);
      expect((await signIn(email)).status).toBe(200);
    }
  });

  it("looks at no more than five passwords that are tried at the same moment", async () => {
    const { email } = await newPerson();
    const answers = await Promise.all(Array.from({ length: 12 }, () => signIn(email, "wrong password")));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  it("keeps no address of strangers in the database", async () => {
    const stranger = newAddress();
    await signIn(stranger, "wrong password");
    const rows = await db.prepare("SELECT * FROM sign_in_failures").all();
    expect(JSON.stringify(rows.results)).not.toContain(stranger);
  });
});
