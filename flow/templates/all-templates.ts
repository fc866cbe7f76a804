import { allPages } from "./all-pages.ts";
import { contactCleaning } from "./contact-cleaning.ts";
import { currencyConversion } from "./currency-conversion.ts";
import { fanOut } from "./fan-out.ts";
import { healthCheck } from "./health-check.ts";
import { leadScoring } from "./lead-scoring.ts";
import { loanEligibility } from "./loan-eligibility.ts";
import { orderTriage } from "./order-triage.ts";
import { priceQuote } from "./price-quote.ts";
import { reminder } from "./reminder.ts";
import { reshapeJson } from "./reshape-json.ts";
import type { Template } from "./template.ts";
import { textStatistics } from "./text-statistics.ts";
import { ticketRouting } from "./ticket-routing.ts";
import { waitForDecision } from "./wait-for-decision.ts";

/** Every template, by category and with what is easiest to understand first. */
export const allTemplates: readonly Template[] = [
  orderTriage,
  priceQuote,
  leadScoring,
  ticketRouting,
  loanEligibility,
  fanOut,
  currencyConversion,
  allPages,
  contactCleaning,
  textStatistics,
  reshapeJson,
  healthCheck,
  reminder,
  waitForDecision,
];
