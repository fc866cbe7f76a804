/** Attempts with passwords are counted by where they come from. Each request states its address as Cloudflare does. */
import { beforeAll, expect, it } from "vitest";
import { database } from "#store/database.ts";
import { countSource } from "#store/sign-in-failures.ts";
import { cookieOf, install, password, statuses, type Answer } from "./installation.ts";
import { migrate } from "./migrate.ts";

const installation = install();
const { app, newPerson, send, db } = installation;
beforeAll(() => migrate(db));

let count = 0;
const newSource = () => `203.0.113.${++count}`;
const newAddress = () => `${crypto.randomUUID()}@example.com`;

async function post(path: string, body: object, source: string): Promise<Answer> {
  const response = await app.fetch(
    new Request(`https://millrace.test${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "cf-connecting-ip": source },
      body: JSON.stringify(body),
      cf: { colo: "AMS" },
    }),
  );
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const signIn = (email: string, given: string, source: string) => post("/api/auth/sign-in/email", { email, password: given }, source);

it("locks an address for the source of the wrong passwords alone", async () => {
  const { email } = await newPerson();
  const attacker = newSource();
  for (let i = 0; i < 5; i++) expect((await signIn(email, "wrong password", attacker)).status).toBe(401);
  expect((await signIn(email, password, attacker)).status).toBe(429);
  expect((await signIn(email, password, newSource())).status).toBe(200);
});

it("locks a source that tries many addresses, known or not, and no other", async () => {
  const { email } = await newPerson();
  const source = newSource();
  for (let i = 0; i < 38; i++) await countSource(database(db), source, Date.now());
  const tried = [newAddress(), email, newAddress(), email];
  const answers = [];
  for (const address of tried) answers.push(await signIn(address, "wrong password", source));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 429, 429]);
  expect(answers.slice(2).map(({ headers }) => Number(headers.get("retry-after")) > 800)).toEqual([true, true]);
  expect((await signIn(email, password, newSource())).status).toBe(200);
});

it("counts sign-ups of a source too, and refuses them before they are hashed", async () => {
  const source = newSource();
  const signUp = () => post("/api/auth/sign-up/email", { name: "Many", email: newAddress(), password }, source);
  const answers = await Promise.all(Array.from({ length: 16 }, signUp));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThanOrEqual(6);
  expect(refused.every(({ headers }) => Number(headers.get("retry-after")) > 0)).toBe(true);
});

it("hashes for others while one source fills its part of the queue", async () => {
  const { email } = await newPerson();
  const flood = Array.from({ length: 12 }, () => signIn(newAddress(), "wrong password", "203.0.113.250"));
  expect((await signIn(email, password, newSource())).status).toBe(200);
  expect(statuses(await Promise.all(flood)).filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
});

it("stores no session token, and a stored hash opens nothing", async () => {
  const { email, cookie } = await newPerson();
  const token = decodeURIComponent(cookie.split("=")[1]!).split(".")[0]!;
  expect(token.length).toBeGreaterThan(20);
  const { results } = await db
    .prepare("SELECT s.token FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = ?")
    .bind(email)
    .all<{ token: string }>();
  expect(results).toEqual([{ token: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(JSON.stringify(results)).not.toContain(token);
  const forged = cookie.replace(token, results[0]!.token);
  expect((await send("GET", "/api/me", { headers: { cookie: forged } })).status).toBe(401);
  expect((await send("GET", "/api/me", { headers: { cookie } })).status).toBe(200);
});

it.each(["aaaaaaaa", "         ", "password1", "QWERTYUIOP"])("refuses %j as a new password, and takes it nowhere", async (weak) => {
  const answer = await send("POST", "/api/auth/sign-up/email", { body: { name: "Weak", email: newAddress(), password: weak } });
  expect([answer.status, answer.body.errors[0].path, answer.body.errors[0].code]).toEqual([400, "/password", "too_weak"]);
});

it("signs in a program that sends no Origin, whatever it says about how it fetches", async () => {
  const { email } = await newPerson();
  const headers = {
    "sec-fetch-mode": "cors",
    "sec-fetch-site": "cross-site",
    "sec-fetch-dest": "empty",
    referer: "https://elsewhere.example/",
  };
  expect((await send("POST", "/api/auth/sign-in/email", { body: { email, password }, headers })).status).toBe(200);
  const foreign = { ...headers, origin: "https://elsewhere.example" };
  expect((await send("POST", "/api/auth/sign-in/email", { body: { email, password }, headers: foreign })).status).toBe(403);
});

it("prefixes the cookie with __Host- by https only", async () => {
  const { email } = await newPerson();
  const line = (answer: Answer) => answer.headers.getSetCookie()[0]!;
  const body = { email, password };
  expect(line(await send("POST", "/api/auth/sign-in/email", { body }))).toMatch(/^__Host-millrace\.session_token=.*; Path=\/; .*Secure/i);
  expect(line(await send("POST", "/api/auth/sign-in/email", { body }))).not.toMatch(/Domain/i);
  const local = await send("POST", "/api/auth/sign-in/email", { body }, "http://localhost:8787");
  expect(cookieOf(local)).toMatch(/^millrace\.session_token=/);
});
