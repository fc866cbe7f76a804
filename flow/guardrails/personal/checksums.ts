/** Check digits of numbers that identify people and accounts. Each takes a text that may hold spaces and punctuation. */
const digitsOf = (text: string) => Array.from(text.replace(/\D/g, ""), Number);

/** ISO/IEC 7812: payment cards, Swedish and Canadian numbers. */
export function passesLuhn(text: string): boolean {
  const sum = digitsOf(text)
    .reverse()
    .reduce((total, digit, k) => total + (k % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}

/** The remainder of a number of any length. */
export function remainderOf(digits: string, divisor: number): number {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % divisor;
  return rest;
}

/** ISO 13616. */
export function isIban(text: string): boolean {
  const plain = text.replace(/\s/g, "").toUpperCase();
  if (plain.length < 15 || plain.length > 34) return false;
  const moved = plain.slice(4) + plain.slice(0, 4);
  return (
    remainderOf(
      moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55)),
      97,
    ) === 1
  );
}

/** The digits times their weights, summed up. */
export function weighted(text: string, weights: readonly number[]): number {
  const digits = digitsOf(text);
  return weights.reduce((sum, weight, k) => sum + weight * (digits[k] ?? 0), 0);
}

/** ISO/IEC 7064, MOD 11,10: German tax numbers. */
export function passesMod1110(text: string): boolean {
  let product = 10;
  const digits = digitsOf(text);
  for (const digit of digits.slice(0, -1)) {
    const sum = (digit + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digits.at(-1);
}

/** The digit that makes a sum whole, as Brazil counts it. */
export function isCpf(text: string): boolean {
  const digits = digitsOf(text);
  if (digits.length !== 11 || new Set(digits).size === 1) return false;
  return [9, 10].every((count) => {
    const sum = digits.slice(0, count).reduce((total, digit, k) => total + digit * (count + 1 - k), 0);
    return ((sum * 10) % 11) % 10 === digits[count];
  });
}
