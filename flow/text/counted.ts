/** How many of something, in words for people: `1 row`, `2,000 rows`. `one` is the name of one of them. */
export function counted(count: number, one: string): string {
  const digits = String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
  return `${digits} ${one}${count === 1 ? "" : "s"}`;
}
