import type { ScannerDeclaration } from "../scanner.ts";
import { anonymize } from "./anonymize.ts";
import { banTopics } from "./ban-topics.ts";
import { bias } from "./bias.ts";
import { deanonymize } from "./deanonymize.ts";
import { promptInjection } from "./prompt-injection.ts";
import { regex } from "./regex.ts";
import { secrets } from "./secrets.ts";
import { toxicity } from "./toxicity.ts";

/** All kinds of scanners, in the order in which they are offered. */
export const scanners: readonly ScannerDeclaration[] = [regex, secrets, anonymize, banTopics, promptInjection, toxicity, deanonymize, bias];
