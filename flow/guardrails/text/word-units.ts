/** Whether a UTF-16 unit is part of a word: letters and digits of any script, an approximation that needs no table. */
export function isWordUnit(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a);
  if (unit < 0xc0) return unit === 0xaa || unit === 0xb5 || unit === 0xba;
  return unit !== 0xd7 && unit !== 0xf7 && !(unit >= 0x2000 && unit <= 0x2bff) && !(unit >= 0x3000 && unit <= 0x3030) && unit < 0xe000;
}

/** Scripts that are written without spaces: each of their characters is a word of its own. */
export function standsAlone(unit: number): boolean {
  return (unit >= 0x3041 && unit <= 0x30ff) || (unit >= 0x3400 && unit <= 0x9fff) || (unit >= 0x0e00 && unit <= 0x0e7f);
}
