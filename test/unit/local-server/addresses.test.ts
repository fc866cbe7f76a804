import { describe, expect, it } from "vitest";
import { explainDisk } from "../../../scripts/server/explain-disk.ts";
import { listenAdvice, listenFault } from "../../../scripts/server/ports.ts";
import { readSettings } from "../../../scripts/server/settings.ts";

describe("addresses", () => {
  it.each([
    [undefined, "http://localhost:8787", "http://127.0.0.1:8787"],
    ["0.0.0.0", "http://localhost:8787", "http://127.0.0.1:8787"],
    ["::1", "http://[::1]:8787", "http://[::1]:8787"],
    ["[::1]", "http://[::1]:8787", "http://[::1]:8787"],
    ["::", "http://localhost:8787", "http://[::1]:8787"],
    ["192.0.2.7", "http://192.0.2.7:8787", "http://192.0.2.7:8787"],
  ])("prints for MILLRACE_HOST=%s what a browser can open", (host, url, ownUrl) => {
    expect(readSettings(host === undefined ? {} : { MILLRACE_HOST: host })).toMatchObject({ url, ownUrl });
  });

  it("says which address and port cannot be opened, why, and what to do", async () => {
    expect(await listenFault("192.0.2.7", 8787)).toBe("EADDRNOTAVAIL");
    expect(listenAdvice("EADDRNOTAVAIL", "192.0.2.7", 8787)).toMatch(/192\.0\.2\.7.*8787.*MILLRACE_HOST/);
    expect(listenAdvice("EADDRINUSE", "::1", 8787)).toMatch(/8787.*\[::1\]:8787.*PORT=/);
    expect(listenAdvice("EACCES", "127.0.0.1", 80)).toMatch(/127\.0\.0\.1:80.*1024.*PORT=/);
    expect(listenAdvice("ENOTFOUND", "nowhere.invalid", 80)).toMatch(/MILLRACE_HOST is nowhere\.invalid/);
  });
});

describe("what is wrong with the data folder", () => {
  const fault = (code: string) => Object.assign(new Error(code), { code, path: "/data/lock" });
  it.each([
    [fault("ENOSPC"), /disk of \/data is full.*Free/],
    [new Error("D1_ERROR: database or disk is full: SQLITE_FULL"), /disk of \/data is full/],
    [fault("EROFS"), /cannot write to \/data\/lock.*writable/],
    [fault("EACCES"), /cannot write to \/data\/lock/],
    [new Error("D1_ERROR: file is not a database: SQLITE_NOTADB"), /damaged.*backup/],
    [new Error("database disk image is malformed: SQLITE_CORRUPT"), /damaged.*backup/],
  ])("%s is explained", (error, text) => expect(explainDisk(error, "/data")).toMatch(text));
  it("leaves other errors as they are", () => expect(explainDisk(new Error("else"), "/data")).toBeUndefined());
});
