import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { outbound, type Networks } from "#objects/outbound/outbound.ts";
import { call, failureOf, journal, servers, testPolicy } from "./call.ts";

const { here, there, nobody } = servers;
const newId = () => crypto.randomUUID();
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const redirectTo = (to: string, status = 302) => `${here}/redirect?status=${status}&to=${encodeURIComponent(to)}`;

describe("where a call may go", () => {
  it("answers from a host that the installation allows", async () => {
    const answer = await call({ url: `${here}/echo` });
    expect(answer.status).toBe(200);
    expect(text(answer.body)).toBe('{"ok":true}');
  });

  it("refuses the same server in every spelling when it is not allowed, and sends nothing", async () => {
    const port = new URL(here).port;
    const id = newId();
    const hosts = [
      "127.0.0.1",
      "2130706433",
      "0x7f.1",
      "127.1",
      "0177.0.0.1",
      "１２７.0.0.1",
      "%31%32%37.0.0.1",
      "127.0.0.1.",
      "localhost",
      "LOCALHOST.",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[64:ff9b::7f00:1]",
      "[2002:7f00:1::]",
      "[::127.0.0.1]",
      "0.0.0.0",
      "vm",
    ];
    for (const host of hosts) {
      const error = await failureOf(call({ url: `http://${host}:${port}/echo?id=${id}` }, { allowHosts: [], ownHosts: [] }));
      expect([host, error.code]).toEqual([host, "http_refused"]);
    }
    expect((await journal(here, id)).received).toEqual([]);
  });

  it("refuses a redirect to an address that may not be called", async () => {
    const id = newId();
    const policy = { allowHosts: [new URL(here).host], ownHosts: [] };
    for (const to of [
      `${there}/echo?id=${id}`,
      "http://169.254.169.254/latest/meta-data",
      "file:///etc/passwd",
      "http://",
      "http://u:p@example.com/",
    ]) {
      expect(await failureOf(call({ url: redirectTo(to) }, policy))).toMatchObject({ code: "http_refused", class: "other" });
    }
    expect((await journal(there, id)).received).toEqual([]);
  });

  it("goes through the network without private addresses unless the host is on the list", async () => {
    const asked: string[] = [];
    const publicOnly = {
      fetch(address: string) {
        asked.push(address);
        return Promise.resolve(new Response(null, { status: 302, headers: { location: `${here}/echo` } }));
      },
    } as unknown as NonNullable<Networks["publicOnly"]>;
    const request = {
      url: "http://public.example/",
      method: "GET",
      headers: [],
      redirects: "follow",
      timeoutMs: 5000,
      maxBytes: 1000,
    } as const;
    const answer = await outbound(request, testPolicy, { publicOnly });
    expect(asked).toEqual(["http://public.example/"]);
    expect(text(answer.body)).toBe('{"ok":true}');
  });

  it("goes through the network of the list where the host is on it", async () => {
    const asked: string[] = [];
    const listed = {
      fetch(address: string) {
        asked.push(address);
        return Promise.resolve(new Response("12345", { headers: { "content-length": "5" } }));
      },
    } as unknown as NonNullable<Networks["listed"]>;
    const request = { url: `${here}/echo`, method: "GET", headers: [], redirects: "follow", timeoutMs: 5000, maxBytes: 5 } as const;
    expect(text((await outbound(request, testPolicy, { listed })).body)).toBe("12345");
    await expect(outbound({ ...request, maxBytes: 4 }, testPolicy, { listed })).rejects.toMatchObject({ code: "http_too_large" });
    expect(asked).toEqual([`${here}/echo`, `${here}/echo`]);
  });

  it("that network leads to no private address, whatever name it is asked for", async () => {
    // Public names can resolve to private addresses; `localhost` stands for them here, below the judge of names.
    const network = (env as unknown as { PUBLIC_NETWORK: NonNullable<Networks["publicOnly"]> }).PUBLIC_NETWORK;
    for (const host of ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "0.0.0.0"]) {
      await expect(network.fetch(`http://${host}:${new URL(here).port}/echo`)).rejects.toThrow("internal error");
    }
  });
});

describe("redirects", () => {
  const headers = [
    ["authorization", "Bearer s"],
    ["x-api-key", "s"],
    ["cookie", "s=1"],
    ["user-agent", "builder"],
    ["content-type", "text/plain"],
  ] as const;

  it("go along with headers and body while the origin stays", async () => {
    const id = newId();
    await call({ url: redirectTo(`/echo?id=${id}`, 307), method: "POST", headers, body: "né" });
    const [received] = (await journal(here, id)).received;
    expect(received).toMatchObject({ method: "POST", bodyBase64: btoa("n\u00c3\u00a9"), headers: Object.fromEntries(headers) });
  });

  it.each([307, 308])("fail where a body would go to another origin (%i)", async (status) => {
    const id = newId();
    const error = await failureOf(call({ url: redirectTo(`${there}/echo?id=${id}`, status), method: "POST", headers, body: "secret" }));
    expect(error).toMatchObject({ code: "http_failed", message: expect.stringContaining(`redirected to ${there} with status ${status}`) });
    expect((await journal(there, id)).received).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])(
    "drop every header when the origin changes, and the body where the method becomes GET (%i)",
    async (status) => {
      const id = newId();
      const body = status < 304 ? { body: "secret" } : {};
      await call({ url: redirectTo(`${there}/echo?id=${id}`, status), method: "POST", headers, ...body });
      const [received] = (await journal(there, id)).received;
      const mine = Object.keys(received!.headers).filter((name) => headers.some(([h]) => h === name));
      expect(mine).toEqual(["user-agent"]);
      expect(received!.headers["user-agent"]).toBe("Millrace");
      expect(received!.bodyBase64).toBe("");
      expect(received!.method).toBe(status < 304 ? "GET" : "POST");
    },
  );

  it("do not give the headers back when a later hop leads home", async () => {
    const id = newId();
    const away = `${there}/redirect?status=307&to=${encodeURIComponent(`${here}/echo?id=${id}`)}`;
    await call({ url: redirectTo(away, 307), method: "POST", headers });
    const [received] = (await journal(here, id)).received;
    expect(received!.headers).not.toHaveProperty("x-api-key");
    expect(received!.bodyBase64).toBe("");
  });

  it("become a GET without body or its headers after 303, and stay a HEAD", async () => {
    const id = newId();
    await call({ url: redirectTo(`/echo?id=${id}`, 303), method: "PUT", headers, body: "x" });
    await call({ url: redirectTo(`/echo?id=${id}`, 303), method: "HEAD" });
    const { received } = await journal(here, id);
    expect(received.map(({ method }) => method)).toEqual(["GET", "HEAD"]);
    expect(received[0]).toMatchObject({ bodyBase64: "", headers: { "x-api-key": "s" } });
    expect(received[0]!.headers).not.toHaveProperty("content-type");
  });

  it("are followed five times and not a sixth", async () => {
    expect(text((await call({ url: `${here}/hops?n=5` })).body)).toBe('{"arrived":true}');
    expect(await failureOf(call({ url: `${here}/hops?n=6` }))).toMatchObject({ code: "http_failed", class: "other" });
  });

  it("are followed without waiting for the end of their own body", async () => {
    const id = newId();
    const answer = await call({ url: `${here}/endless?id=${id}&to=/echo` });
    expect(text(answer.body)).toBe('{"ok":true}');
    await expect.poll(async () => (await journal(here, id)).cut, { timeout: 3000 }).toBe(true);
  });

  it("are handed back as they are where they must not be followed", async () => {
    const id = newId();
    const answer = await call({ url: redirectTo(`/echo?id=${id}`), redirects: "refuse" });
    expect(answer).toMatchObject({ status: 302, headers: { location: `/echo?id=${id}` } });
    expect((await journal(here, id)).received).toEqual([]);
  });
});

describe("bounds", () => {
  it("an endless body is cut off at the bound and the connection is closed", async () => {
    const id = newId();
    expect(await failureOf(call({ url: `${here}/endless?id=${id}` }))).toMatchObject({ code: "http_too_large" });
    await expect.poll(async () => (await journal(here, id)).cut, { timeout: 3000 }).toBe(true);
  });

  it("a body of exactly the bound passes, one byte more does not", async () => {
    const url = `${here}/answer?body64=${btoa("12345678")}`;
    expect((await call({ url, maxBytes: 8 })).body.length).toBe(8);
    expect((await failureOf(call({ url, maxBytes: 7 }))).code).toBe("http_too_large");
    expect(text((await call({ url, maxBytes: 7, overflow: "cut" })).body)).toBe("1234567");
  });

  it("a packed body counts unpacked", async () => {
    expect((await failureOf(call({ url: `${here}/bomb` }))).code).toBe("http_too_large");
  });

  it.each(["/hang", "/slow", "/slow-packed"])("%s ends when its time is over, not before", async (path) => {
    const startedAt = Date.now();
    const error = await failureOf(call({ url: `${here}${path}`, timeoutMs: 400 }));
    const tookMs = Date.now() - startedAt;
    expect(error).toMatchObject({ code: "http_timeout", class: "timeout" });
    expect(tookMs).toBeGreaterThanOrEqual(395);
    expect(tookMs).toBeLessThan(1400);
  });

  it("the time runs on over redirects", async () => {
    const error = await failureOf(call({ url: redirectTo("/hang"), timeoutMs: 300 }));
    expect(error.code).toBe("http_timeout");
  });

  it.each(["/hang", "/slow", "/slow-packed"])("%s ends at once when the caller stops it", async (path) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const startedAt = Date.now();
    const error = await failureOf(call({ url: `${here}${path}`, signal: controller.signal }));
    expect(error).toMatchObject({ code: "run_cancelled", class: "other" });
    expect(Date.now() - startedAt).toBeLessThan(1100);
  });

  it("a call that was stopped before it began is never sent", async () => {
    const id = newId();
    const error = await failureOf(call({ url: `${here}/echo?id=${id}`, signal: AbortSignal.abort() }));
    expect(error.code).toBe("run_cancelled");
    expect((await journal(here, id)).received).toEqual([]);
  });

  it.each([`${nobody}/x?token=hidden`, `${here}/reset?token=hidden`, `${here}/break-off?token=hidden`])(
    "%s is a network failure that names only the host",
    async (url) => {
      const error = await failureOf(call({ url }));
      expect(error).toMatchObject({ code: "http_failed", class: "network" });
      expect(error.message).not.toContain("hidden");
    },
  );
});

describe("the request's head", () => {
  it("leaves out what belongs to the connection, and sends the rest", async () => {
    const id = newId();
    const dropped = [
      ["Host", "evil.example"],
      ["Content-Length", "1"],
      ["Transfer-Encoding", "chunked"],
      ["Connection", "x-kept"],
      ["Keep-Alive", "1"],
      ["Proxy-Authorization", "s"],
      ["Expect", "100-continue"],
    ] as const;
    await call({
      url: `${here}/echo?id=${id}#part`,
      method: "POST",
      headers: [...dropped, ["X-Kept", " a "], ["x-kept", "b"]],
      body: "12345",
    });
    const [received] = (await journal(here, id)).received;
    expect(received!.headers).toMatchObject({ host: new URL(here).host, "x-kept": "a, b" });
    expect(atob(received!.bodyBase64)).toBe("12345");
    for (const name of ["proxy-authorization", "expect"]) expect(received!.headers).not.toHaveProperty(name);
    expect(received!.path).toBe(`/echo?id=${id}`);
  });

  it.each([
    ["x-a", "b\r\nx-c: d"],
    ["x-a", "b\nc"],
    ["x-a", "nul\0"],
    ["x-a", "語"],
    ["x a", "b"],
    ["x-a:", "b"],
    ["", "b"],
    ["x-a\r\n", "b"],
  ])("refuses the header %j: %j and sends nothing", async (name, value) => {
    const id = newId();
    const error = await failureOf(call({ url: `${here}/echo?id=${id}`, headers: [[name, value]] }));
    expect(error).toMatchObject({ code: "setting_invalid", class: "other" });
    expect((await journal(here, id)).received).toEqual([]);
  });

  it.each(["CONNECT", "trace", "TRACK", "GET /", ""])("refuses the method %j", async (method) => {
    expect((await failureOf(call({ url: `${here}/echo`, method }))).code).toBe("setting_invalid");
  });

  it.each(["GET", "HEAD"])("a %s with a body is a setting's fault, not the network's", async (method) => {
    expect((await failureOf(call({ url: `${here}/echo`, method, body: "x" }))).code).toBe("setting_invalid");
  });
});
