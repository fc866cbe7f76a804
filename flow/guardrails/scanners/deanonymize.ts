import * as z from "zod";
import { declareScanner } from "../scanner.ts";

/** Puts back what Anonymize took out: `Vault.restore`, and `restoreStream` for answers in pieces. It judges nothing. */
export const deanonymize = declareScanner({
  type: "deanonymize",
  title: "Deanonymize",
  summary: "Puts personal data back in place of its placeholders.",
  sides: ["output"],
  settings: z.strictObject({}),
  defaultThreshold: 0.5,
  scan: () => ({ score: 0, matches: [] }),
});
