import fc from "fast-check";
import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { limits } from "#flow/limits.ts";
import { ArchiveError } from "#flow/package/archive/archive-error.ts";
import { readArchive } from "#flow/package/archive/read-archive.ts";
import { writeArchive } from "#flow/package/archive/write-archive.ts";
import { buildArchive } from "../../fixtures/archives/build-archive.ts";
import { hostileArchives } from "../../fixtures/archives/hostile-archives.ts";

const wanted = ["flow_definition.json", "app_definition.json", "env_variables.json"];
const read = (bytes: Uint8Array) => {
  const files = readArchive(bytes, wanted, { maxEntries: limits.maxArchiveEntries, maxBytes: limits.maxPackageBytes });
  return Object.fromEntries(Array.from(files, ([name, content]) => [name, new TextDecoder().decode(content)]));
};
const write = (files: Readonly<Record<string, string>>) => {
  const pieces: Uint8Array[] = [];
  writeArchive(new Map(Object.entries(files)), (piece) => pieces.push(piece));
  return Uint8Array.from(Buffer.concat(pieces));
};
const faultOf = (bytes: Uint8Array) => {
  try {
    read(bytes);
    return "none";
  } catch (error) {
    if (error instanceof ArchiveError) return error.fault;
    throw error;
  }
};
const flow = { name: "flow_definition.json", content: '{"schemaVersion":1}' };

describe("an archive", () => {
  it("gives back what was written into it, to us and to others", () => {
    const file = fc.string({ unit: "grapheme", maxLength: 2_000 });
    fc.assert(
      fc.property(file, file, (one, two) => {
        const files = { "flow_definition.json": one.toWellFormed(), "env_variables.json": two.toWellFormed() };
        expect(read(write(files))).toEqual(files);
        const others = Object.entries(unzipSync(write(files))).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]);
        expect(Object.fromEntries(others)).toEqual(files);
      }),
    );
  });

  it("is the same bytes for the same files, whenever and wherever it is written", () => {
    const files = { "flow_definition.json": "{}", "app_definition.json": "[]" };
    const once = write(files);
    process.env.TZ = "Pacific/Kiritimati";
    expect(write(files)).toEqual(once);
    process.env.TZ = "UTC";
  });

  it.each([
    ["stored", buildArchive([{ ...flow, method: 0 }])],
    [
      "with a descriptor",
      buildArchive([
        { ...flow, descriptor: "signed" },
        { name: "app_definition.json", content: "{}" },
      ]),
    ],
    ["with a bare descriptor", buildArchive([{ ...flow, descriptor: "bare" }])],
    ["with a comment", buildArchive([flow], { comment: new TextEncoder().encode("a commit's name") })],
    [
      "in a folder",
      buildArchive([
        { name: "Füße/", method: 0, unixMode: 0o040755 },
        { ...flow, name: "Füße/flow_definition.json", unixMode: 0o100644 },
      ]),
    ],
    ["from a Mac", buildArchive([flow, { name: ".DS_Store", content: "x" }, { name: "__MACOSX/._flow_definition.json", content: "x" }])],
    ["by another tool", zipSync({ "flow_definition.json": new TextEncoder().encode(flow.content) })],
  ])("is read %s", (_, bytes) => {
    expect(read(bytes)["flow_definition.json"]).toBe(flow.content);
  });

  it.each(hostileArchives)("is refused with %s: %s", (_, fault, bytes) => {
    const before = performance.now();
    expect(faultOf(bytes())).toBe(fault);
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it("is read or refused with a reason whatever bytes are changed in it, and never as another", () => {
    const good = write({ "flow_definition.json": "the flow, the flow, the flow", "app_definition.json": "the app" });
    const changes = fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, (changes) => {
        const bytes = changes.reduce((all, [at, byte]) => all.with(at, byte), good);
        if (faultOf(bytes) === "none")
          for (const text of Object.values(read(bytes))) expect(["the flow, the flow, the flow", "the app"]).toContain(text);
      }),
      { numRuns: 2_000 },
    );
  });
});
