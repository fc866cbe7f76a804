import { expect, it } from "vitest";
import { exports, env } from "cloudflare:workers";

it("runs in workerd", async () => {
  console.log(Object.keys(env), navigator.userAgent, typeof (WebAssembly as any).Suspending, typeof (WebAssembly as any).promising);
  const r = await (exports as any).default.fetch("http://x/");
  expect(await r.text()).toBe("ok");
});
