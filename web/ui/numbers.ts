/** How numbers are written everywhere. */
export const number = (value: number): string => value.toLocaleString("en-GB");

/** “1 step”, “2 steps”, “1,200 people”. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`;
