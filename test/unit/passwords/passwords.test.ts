import { describe, expect, it } from "vitest";
import { passwordFault } from "../../../flow/passwords/password-fault.ts";
import { SourceGate } from "../../../flow/passwords/source-gate.ts";
import { sourceOf } from "../../../flow/passwords/source-of.ts";
import { HashQueue } from "../../../durable-objects/passwords/hash-queue.ts";

describe("new passwords", () => {
  it.each(["        ", "\t\t\t\t\t\t\t\t", "aaaaaaaa", "AaAaAaAa", "        a", "11111111", "ａａａａａａａａ"])(
    "refuses %j, which is one character or none",
    (text) => {
      expect(passwordFault(text)).toMatch(/blank|repeated/);
    },
  );
  it.each(["password", "Password1", "12345678", "QWERTYUIOP", "iloveyou", "P@ssw0rd", " letmein123 ", "trustno1"])(
    "refuses %j, which many use",
    (text) => {
      expect(passwordFault(text)).toContain("most used");
    },
  );
  it.each(["correct horse battery", "a long test password", "aaaaaaab9", "ünïcödé pass", "12345678 ways"])("takes %j", (text) => {
    expect(passwordFault(text)).toBeUndefined();
  });
});

describe("the source of a request", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:DB8:0001:2::9", "2001:db8:1:2"],
    ["2001:db8::9", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
  ])("of %s is %s", (ip, source) => expect(sourceOf(ip)).toBe(source));
});

describe("the gate", () => {
  it("lets a burst through, then two a second, for each source alone", () => {
    const gate = new SourceGate();
    for (let i = 0; i < 10; i++) expect(gate.enter("a", 1000)).toBeUndefined();
    expect(gate.enter("a", 1000)).toBe(500);
    expect(gate.enter("b", 1000)).toBeUndefined();
    expect(gate.enter("a", 1500)).toBeUndefined();
    expect(gate.enter("a", 1500)).toBe(500);
  });
  it("keeps a source locked until the lock ends", () => {
    const gate = new SourceGate();
    gate.lock("a", 5000);
    expect(gate.enter("a", 1000)).toBe(4000);
    expect(gate.enter("a", 5500)).toBeUndefined();
  });
});

describe("the queue of hashes", () => {
  it("does one at a time, in order, and goes on after a failure", async () => {
    const queue = new HashQueue({ max: 8, maxPerSource: 8 });
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.push(`${name} ends`);
      if (name === "b") throw new Error("b");
      return name;
    };
    const results = await Promise.allSettled([queue.run("s", work("a")), queue.run("s", work("b")), queue.run("s", work("c"))]);
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  });
  it("refuses what finds no room, before it begins, and keeps room for other sources", async () => {
    const queue = new HashQueue({ max: 3, maxPerSource: 2 });
    let begun = 0;
    const work = async () => void begun++;
    const answers = await Promise.all(["a", "a", "a", "b", "c", "a"].map((source) => queue.run(source, work)));
    expect(answers.map(({ kind }) => kind)).toEqual(["done", "done", "busy", "done", "busy", "busy"]);
    expect(begun).toBe(3);
    expect((await queue.run("a", work)).kind).toBe("done");
  });
});
