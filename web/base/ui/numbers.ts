/** How numbers are written everywhere. */
export const number = (value: number): string => value.toLocaleString("en-GB");

const percents = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 });

/** A share from 0 to 1: “33.3%”; “–” where there is nothing to have a share of. */
export const percent = (share: number | null): string => (share === null ? "–" : percents.format(share));

/** “1 step”, “2 steps”, “1,200 people”. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`;
