import { beforeAll, describe, expect, it } from "vitest";
import { allTemplates } from "#flow/templates/all-templates.ts";
import { templatePackage } from "#flow/templates/template-package.ts";
import { poll } from "../support/call.ts";
import { here, nobody } from "../support/servers.ts";
import { call, newWorld, type Callable } from "../variables/world.ts";

let world: Awaited<ReturnType<typeof newWorld>>;
beforeAll(async () => {
  world = await newWorld();
});

/** An address that answers with this, whatever it is asked. */
const answering = (value: unknown, status = 200) =>
  `${here}/answer?type=application/json&status=${status}&body64=${encodeURIComponent(btoa(JSON.stringify(value)))}`;

/** Makes a workflow from a template as the pages do, deploys it, and gives it a key. */
async function take(id: string, values: Record<string, string> = {}): Promise<Callable> {
  const template = allTemplates.find((each) => each.id === id)!;
  const form = new FormData();
  const files = templatePackage(template, { name: template.name, description: template.purpose, values });
  for (const [field, text] of Object.entries(files)) form.set(field, new File([text], `${field}.json`, { type: "application/json" }));
  const made = await world.sendForm("/api/workflows/import", form);
  expect(made).toMatchObject({ status: 201, body: { problems: [], missing: [], needsValue: [] } });
  const at = `/api/workflows/${made.body.workflow.id}`;
  await world.need("POST", `${at}/deploy`);
  const { key } = await world.need("POST", `${at}/keys`, { name: "k" });
  return { workflowId: made.body.workflow.id, key, signingSecret: "" };
}
const sampleOf = (id: string) => allTemplates.find((each) => each.id === id)!.sample;

interface Case {
  readonly id: string;
  readonly what: string;
  readonly values?: Record<string, string>;
  /** Instead of parts of the sample. */
  readonly input?: Record<string, unknown>;
  readonly output: unknown;
}

const cases: readonly Case[] = [
  { id: "order-triage", what: "asks a new customer to pay first", output: { decision: "prepay", gross: 499.8 } },
  { id: "order-triage", what: "accepts a small order", input: { total: 20 }, output: { decision: "accept", gross: 23.8 } },
  {
    id: "order-triage",
    what: "sends a large one to review",
    input: { total: 1000, country: "US" },
    output: { decision: "review", gross: 1000 },
  },
  {
    id: "price-quote",
    what: "takes the code off, with shipping free",
    output: {
      lines: [
        { sku: "cup-blue", quantity: 12, amount: 96.9 },
        { sku: "tray", quantity: 1, amount: 24 },
      ],
      discount: 12.09,
      shipping: 0,
      tax: 21.76,
      total: 130.57,
    },
  },
  {
    id: "price-quote",
    what: "adds shipping where no code was given",
    input: { items: [{ sku: "tray", quantity: 1, unitPrice: 24 }], code: null },
    output: { lines: [{ sku: "tray", quantity: 1, amount: 24 }], discount: 0, shipping: 6.9, tax: 6.18, total: 37.08 },
  },
  {
    id: "lead-scoring",
    what: "finds a hot lead",
    output: {
      segment: "hot",
      score: 80,
      reasons: ["company of medium size (+20)", "budget of 20,000 or more (+35)", "came by referral (+25)"],
      next: "Call today",
    },
  },
  {
    id: "lead-scoring",
    what: "finds a cold one",
    input: { email: "a@gmail.com", companySize: 1, budget: 0, source: "list" },
    output: { segment: "cold", score: 0, reasons: ["came by list (0)", "private address (-15)"], next: "Add to the newsletter" },
  },
  { id: "ticket-routing", what: "finds billing by its words", output: { team: "Billing", priority: "high", answerWithinHours: 8 } },
  {
    id: "ticket-routing",
    what: "goes by the plan where no word tells",
    input: { subject: "How do I export?", message: "As CSV" },
    output: { team: "Support", priority: "high", answerWithinHours: 4 },
  },
  {
    id: "loan-eligibility",
    what: "gives the best rate",
    output: { eligible: true, rate: 3.9, reason: "All rules are met." },
  },
  {
    id: "loan-eligibility",
    what: "refuses another country",
    input: { country: "US" },
    output: { eligible: false, rate: null, reason: "There are no loans in this country." },
  },
  {
    id: "loan-eligibility",
    what: "refuses too much",
    input: { amount: 20_000 },
    output: { eligible: false, rate: null, reason: "The amount is more than 40 percent of the income." },
  },
  {
    id: "webhook-fan-out",
    what: "tells all, and says which did not answer",
    values: { CRM_URL: answering({}), CHAT_URL: answering({ why: "full" }, 409), ARCHIVE_URL: answering({}, 201) },
    output: {
      complete: false,
      failed: ["Chat"],
      systems: [
        { system: "CRM", ok: true, status: 200, attempts: 1 },
        { system: "Chat", ok: false, error: expect.stringContaining("409"), attempts: 1 },
        { system: "Archive", ok: true, status: 201, attempts: 1 },
      ],
    },
  },
  {
    id: "currency-conversion",
    what: "converts at the rate that it is given",
    values: { RATES_URL: answering({ rates: { USD: 1.08 } }) },
    output: { amount: 270, rate: 1.08 },
  },
  {
    id: "currency-conversion",
    what: "asks nobody where there is nothing to convert",
    values: { RATES_URL: nobody },
    input: { to: "EUR" },
    output: { amount: 250, rate: 1 },
  },
  {
    id: "all-pages",
    what: "reads as many pages as it has nodes for",
    values: { LIST_URL: answering({ items: [{ n: 1 }, { n: 2 }], hasMore: true }) },
    output: { items: expect.any(Array), count: 8, pages: 4, complete: false },
  },
  {
    id: "all-pages",
    what: "stops where there is no more",
    values: { LIST_URL: answering({ items: [{ n: 1 }], hasMore: false }) },
    output: { items: [{ n: 1 }], count: 1, pages: 1, complete: true },
  },
  {
    id: "contact-cleaning",
    what: "tidies a contact",
    output: {
      valid: true,
      contact: { name: "Mara O'Neil", email: "mara@northwind.example", phone: "+441715550123", company: "Northwind" },
      problems: [],
    },
  },
  {
    id: "contact-cleaning",
    what: "lists all that is wrong",
    input: { contact: { name: " ", email: "nobody", phone: "12" } },
    output: {
      valid: false,
      contact: { name: "", email: "nobody", phone: "+4412", company: null },
      problems: [
        { field: "name", message: "Enter a name." },
        { field: "email", message: "This is not a valid e-mail address." },
        { field: "phone", message: "A phone number has 7 to 15 digits." },
      ],
    },
  },
  {
    id: "text-statistics",
    what: "counts",
    output: {
      words: 22,
      sentences: 3,
      characters: 116,
      wordsPerSentence: 7.3,
      readingSeconds: 6,
      frequent: [
        { word: "mill", times: 2 },
        { word: "river", times: 2 },
        { word: "turns", times: 2 },
      ],
    },
  },
  {
    id: "reshape-json",
    what: "makes rows and totals",
    output: {
      customer: "Northwind, Leeds",
      rows: [
        { orderId: "o_1001", sku: "cup-blue", quantity: 12, amount: 102 },
        { orderId: "o_1001", sku: "tray", quantity: 1, amount: 24 },
        { orderId: "o_1001", sku: "lamp", quantity: 2, amount: 78 },
      ],
      totals: { kitchen: 126, living: 78 },
      total: 204,
    },
  },
  {
    id: "health-check",
    what: "finds what is up",
    input: { url: answering("Example Domain") },
    output: { up: true, status: 200, durationMs: expect.any(Number), attempts: 1, reason: null },
  },
  {
    id: "health-check",
    what: "notices another text",
    input: { url: answering("Parked") },
    output: expect.objectContaining({ up: false, status: 200, reason: "The response does not contain the text “Example Domain”." }),
  },
  {
    id: "health-check",
    what: "gives up after three tries",
    input: { url: nobody },
    output: expect.objectContaining({ up: false, status: null, attempts: 3, reason: expect.any(String) }),
  },
  {
    id: "reminder",
    what: "waits and sends",
    values: { REMINDER_URL: answering({ ok: true }) },
    input: { inSeconds: 1 },
    output: { sent: true, sentTo: "mara@northwind.example" },
  },
  {
    id: "wait-for-decision",
    what: "waits until it is decided",
    values: { APPROVALS_URL: answering({ id: "a_1", decision: "declined" }) },
    input: { lookEverySeconds: 1 },
    output: { decision: "declined", approvalId: "a_1" },
  },
  {
    id: "wait-for-decision",
    what: "goes on after three looks without a decision",
    values: { APPROVALS_URL: answering({ id: "a_1" }) },
    input: { lookEverySeconds: 1 },
    output: { decision: "none", approvalId: "a_1" },
  },
];

it("every template is run", () => {
  expect(new Set(cases.map(({ id }) => id))).toEqual(new Set(allTemplates.map(({ id }) => id)));
});

describe("a workflow made from a template", () => {
  it.each(cases)("$id $what", async ({ id, values, input, output }) => {
    const flow = await take(id, values);
    const answer = await call(flow, "sync", { ...sampleOf(id), ...input });
    expect(answer).toMatchObject({ status: 200, body: { status: "Success", warnings: [] } });
    expect(answer.body.output).toEqual(output);
  });

  it("currency-conversion fails with its own words where the service has no rate", async () => {
    const flow = await take("currency-conversion", { RATES_URL: answering({ rates: {} }) });
    const answer = await call(flow, "sync", sampleOf("currency-conversion"));
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).toContain("There is currently no rate from EUR to USD.");
  });

  it("reminder is polled to its end, for which no time is set", async () => {
    const flow = await take("reminder", { REMINDER_URL: answering({ ok: true }) });
    const { async } = await world.need("GET", `/api/workflows/${flow.workflowId}/endpoint`);
    expect(async.timeoutSec).toBeNull();
    const accepted = await call(flow, "async", { ...sampleOf("reminder"), inSeconds: 1 });
    expect(accepted.status).toBe(202);
    const polled = await poll(flow, accepted.body.runId, 20);
    expect(polled.body).toMatchObject({ status: "Success", output: { sent: true } });
  });
});
