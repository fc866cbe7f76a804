import type { ScannerDeclaration } from "./scanner.ts";
import { bias } from "./scanners/bias.ts";
import { promptInjection } from "./scanners/prompt-injection.ts";
import { regex } from "./scanners/regex.ts";
import { secrets } from "./scanners/secrets.ts";
import { toxicity } from "./scanners/toxicity.ts";

/** All kinds of scanners, in the order in which they are offered. */
export const scanners: readonly ScannerDeclaration[] = [regex, secrets, promptInjection, toxicity, bias];
