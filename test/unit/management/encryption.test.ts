import { describe, expect, it } from "vitest";
import { open, parseKeyring, seal, UnsealError } from "#store/encryption.ts";

const base64 = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const place = { accountId: "acc_1", workflowId: "wf_1", name: "access-token", version: 1 };

describe("secrets at rest", () => {
  it("open where they were sealed, and look different each time", async () => {
    const keyring = await parseKeyring(`k1:${base64(1)}`);
    const [one, two] = [await seal("Ünïcode ✓", place, keyring), await seal("Ünïcode ✓", place, keyring)];
    expect(one).toMatch(/^v1\.k1\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]+$/);
    expect(one).not.toBe(two);
    expect(await open(one, place, keyring)).toBe("Ünïcode ✓");
    expect(await open(two, place, keyring)).toBe("Ünïcode ✓");
    expect(await open(await seal("", place, keyring), place, keyring)).toBe("");
  });

  it.each([
    { accountId: "acc_2" },
    { workflowId: "wf_2" },
    { name: "signing-secret" },
    { version: 2 },
    { accountId: 'acc_1","wf_1', workflowId: "" },
  ])("do not open in another place: %j", async (other) => {
    const keyring = await parseKeyring(`k1:${base64(1)}`);
    const sealed = await seal("secret", place, keyring);
    await expect(open(sealed, { ...place, ...other }, keyring)).rejects.toThrow(UnsealError);
  });

  it("do not open when any part was changed", async () => {
    const keyring = await parseKeyring(`k1:${base64(1)}`);
    const sealed = await seal("secret", place, keyring);
    const [version, key, iv, text] = sealed.split(".") as [string, string, string, string];
    const flip = (part: string) => (part.startsWith("A") ? "B" : "A") + part.slice(1);
    for (const broken of [
      `v2.${key}.${iv}.${text}`,
      `v1.k9.${iv}.${text}`,
      `v1.${key}.${flip(iv)}.${text}`,
      `v1.${key}.${iv}.${flip(text)}`,
      `${sealed}.x`,
      `${version}.${key}.${iv}`,
      "",
      "v1.k1.*.*",
    ]) {
      await expect(open(broken, place, keyring)).rejects.toThrow(UnsealError);
    }
  });

  it("stay readable while keys are rotated, and no longer", async () => {
    const old = await parseKeyring(`k1:${base64(1)}`);
    const both = await parseKeyring(`k2:${base64(2)}, k1:${base64(1)}`);
    const fresh = await parseKeyring(`k2:${base64(2)}`);
    const sealed = await seal("secret", place, old);
    expect(await open(sealed, place, both)).toBe("secret");
    const again = await seal("secret", place, both);
    expect(again).toMatch(/^v1\.k2\./);
    expect(await open(again, place, fresh)).toBe("secret");
    await expect(open(sealed, place, fresh)).rejects.toThrow("k1");
  });

  it("say in no error what they are", async () => {
    const keyring = await parseKeyring(`k1:${base64(1)}`);
    const sealed = await seal("canary", place, keyring);
    const error: unknown = await open(sealed, { ...place, version: 9 }, keyring).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain("canary");
    expect(String(error)).not.toContain(sealed.split(".")[3]);
  });

  it.each(["", "k1", `k1:${base64(1).slice(4)}`, `k 1:${base64(1)}`, `k1:${base64(1)},k1:${base64(2)}`])(
    "need keys in the right form, not %j",
    async (text) => {
      await expect(parseKeyring(text)).rejects.toThrow("MILLRACE_ENCRYPTION_KEYS");
    },
  );
});
