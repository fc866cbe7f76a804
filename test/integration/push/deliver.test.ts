import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { deliver, type Callback } from "#objects/push/deliver.ts";
import { newSigningSecret } from "#flow/push/signing-secret.ts";
import { journal, servers, testPolicy } from "../outbound/call.ts";

const { here, there, nobody } = servers;
const signingSecret = newSigningSecret(crypto.getRandomValues(new Uint8Array(32)));

function callback(url: string, changes: Partial<Callback> = {}): Callback {
  const body = JSON.stringify({ status: "Success", output: { text: "naïve 語 🦦 \u2028" } });
  return { url, accessToken: "token", signingSecret, webhookId: "msg_1", timestampMs: Date.now(), body, ...changes };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

it("is delivered after two 500s, and each attempt verifies on exactly the bytes that arrived", async () => {
  const id = crypto.randomUUID();
  const message = callback(`${here}/webhook?failures=2&id=${id}`);
  const attempts = [];
  for (let i = 0; i < 3; i++) attempts.push(await deliver({ ...message, timestampMs: Date.now() }, testPolicy));
  expect(attempts.map(({ ok, status }) => [ok, status])).toEqual([
    [false, 500],
    [false, 500],
    [true, 204],
  ]);

  const { received } = await journal(here, id);
  expect(received.map(({ method }) => method)).toEqual(["POST", "POST", "POST"]);
  for (const { headers, bodyBase64 } of received) {
    const raw = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytesOf(bodyBase64));
    expect(new Webhook(signingSecret).verify(raw, headers)).toEqual(JSON.parse(message.body));
    expect(() => new Webhook(signingSecret).verify(`${raw} `, headers)).toThrow("No matching signature");
    expect(headers).toMatchObject({ authorization: "Bearer token", "webhook-id": "msg_1", "content-type": "application/json" });
  }
});

it("signs a body with a lone surrogate as it is sent", async () => {
  const id = crypto.randomUUID();
  await deliver(callback(`${here}/webhook?id=${id}`, { body: '{"text":"\ud800"}' }), testPolicy);
  const [received] = (await journal(here, id)).received;
  const raw = new TextDecoder().decode(bytesOf(received!.bodyBase64));
  expect(new Webhook(signingSecret).verify(raw, received!.headers)).toEqual({ text: "\ufffd" });
});

it("keeps the first KiB of the answer, whole characters or not", async () => {
  const id = crypto.randomUUID();
  const attempt = await deliver(callback(`${here}/webhook?failures=1&id=${id}`), testPolicy);
  expect(attempt.answer).toBe("é".repeat(512));
});

it("does not follow a redirect and says where the attempt stands", async () => {
  const id = crypto.randomUUID();
  const to = encodeURIComponent(`${there}/webhook?id=${id}`);
  expect(await deliver(callback(`${here}/redirect?status=307&to=${to}`), testPolicy)).toMatchObject({
    ok: false,
    status: 307,
    answer: "moved",
  });
  expect((await journal(there, id)).received).toEqual([]);
});

it("reports a refused address, a dead one, a stopped call and a broken secret without throwing", async () => {
  expect(await deliver(callback(`${here}/webhook`), { allowHosts: [], ownHosts: [] })).toMatchObject({
    ok: false,
    status: 0,
    error: expect.stringContaining("loopback"),
  });
  expect(await deliver(callback(`${nobody}/`), testPolicy)).toMatchObject({
    ok: false,
    status: 0,
    error: expect.stringContaining("could not be reached"),
  });
  expect(await deliver(callback(`${here}/hang`), testPolicy, AbortSignal.timeout(100))).toMatchObject({
    ok: false,
    error: expect.stringContaining("stopped"),
  });
  expect(await deliver(callback(`${here}/webhook`, { signingSecret: "whsec_*" }), testPolicy)).toMatchObject({
    ok: false,
    error: expect.stringContaining("signing secret"),
  });
});

it("sends no Authorization header where there is no access token", async () => {
  const id = crypto.randomUUID();
  await deliver(callback(`${here}/webhook?id=${id}`, { accessToken: null }), testPolicy);
  expect((await journal(here, id)).received[0]!.headers).not.toHaveProperty("authorization");
});
