import { conditionNode, drawFlow, endNode, scriptNode } from "./draw-flow.ts";
import type { Template } from "./template.ts";

const clean = `
const contact = context.steps.Start.contact;
const text = (value) => (typeof value === "string" ? value.trim().replace(/\\s+/g, " ") : "");
const capital = (name) => name.toLowerCase().replace(/(^|[ '-])\\p{L}/gu, (part) => part.toUpperCase());

const name = capital(text(contact.name));
const email = text(contact.email).toLowerCase();
// Digits only, with the country in front; 00 means the same as +.
const digits = text(contact.phone).replace(/[^\\d+]/g, "").replace(/^00/, "+");
const phone = digits === "" ? null : digits.startsWith("+") ? digits : context.steps.Start.countryCode + digits.replace(/^0/, "");
return { name, email, phone, company: text(contact.company) || null };
`;
const validate = `
const { name, email, phone } = context.steps.Clean.output;
const problems = [];
const note = (field, message) => problems.push({ field, message });
if (name === "") note("name", "Enter a name.");
if (!/^[^@ ]+@[^@ ]+[.][^@ .]+$/.test(email)) note("email", "This is not a valid e-mail address.");
if (phone !== null && !/^[+]\\d{7,15}$/.test(phone)) note("phone", "A phone number has 7 to 15 digits.");
return problems;
`;

export const contactCleaning: Template = {
  id: "contact-cleaning",
  name: "Contact cleaning",
  purpose: "Cleans up names, e-mail addresses and phone numbers from a form, and lists problems.",
  category: "Data",
  variables: [],
  sample: {
    contact: { name: "  mARA   o'neil ", email: " Mara@Northwind.Example ", phone: "0171 / 555-01-23", company: "Northwind" },
    countryCode: "+44",
  },
  flow: drawFlow({
    inputs: [
      {
        name: "contact",
        type: "json",
        mandatory: true,
        description: "name, email, phone and company as entered",
        schema: { type: "object", required: ["name", "email"] },
      },
      { name: "countryCode", type: "text", default: "+44", description: "Added to phone numbers without a country code" },
    ],
    outputs: [
      { name: "valid", type: "boolean" },
      { name: "contact", type: "json" },
      { name: "problems", type: "json" },
    ],
    nodes: {
      clean: scriptNode("Clean", "Fixes spaces, capitals and the phone number format.", clean),
      validate: scriptNode("Check", "Lists all problems.", validate),
      fine: conditionNode("All fine", "", [["{{steps.Check.output}}", "isEmpty"]]),
      valid: endNode("Valid", { valid: true, contact: "{{steps.Clean.output}}", problems: [] }),
      invalid: endNode("Not valid", { valid: false, contact: "{{steps.Clean.output}}", problems: "{{steps.Check.output}}" }),
    },
    edges: ["start next clean", "clean success validate", "validate success fine", "fine if valid", "fine else invalid"],
  }),
};
