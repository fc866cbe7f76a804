import { daysIn } from "../time/calendar.ts";
import { ExpressionError } from "./expression-error.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * JSONata carries what is too much in a text on to the next day or month, so that 30 February becomes 1 March. Refuses
 * such a text. Looks at the parts that are written in digits, and at the names of months; a text that does not fit the
 * picture is left to JSONata, and so are parts in words.
 */
export function checkTimeText(text: string, picture: string): void {
  const parts = readParts(text, picture);
  if (!parts) return;
  const within = (part: string, least: number, most: number): boolean => {
    const value = parts.get(part);
    return value === undefined || (value >= least && value <= most);
  };
  const [year, month] = [parts.get("Y"), parts.get("M")];
  // Without a year every day passes that some year has.
  const days = month !== undefined && month >= 1 && month <= 12 ? daysIn(fullYear(year ?? 2000), month) : 31;
  const isMidnight = parts.get("H") === 24 && !parts.get("m") && !parts.get("s");
  const exists =
    within("M", 1, 12) &&
    within("D", 1, days) &&
    within("d", 1, year === undefined || daysIn(fullYear(year), 2) === 29 ? 366 : 365) &&
    (within("H", 0, 23) || isMidnight) &&
    within("h", 0, 12) &&
    within("m", 0, 59) &&
    within("s", 0, 59);
  if (!exists) throw noSuchTime();
}

export function noSuchTime(): ExpressionError {
  return new ExpressionError(
    "expression_failed",
    "A text is a date or time that does not exist, such as 30 February.",
    "Check the date that the expression reads.",
  );
}

/** As JavaScript and JSONata read them: the years 0 to 99 are those of the 20th century. */
function fullYear(year: number): number {
  return year >= 0 && year <= 99 ? 1900 + year : year;
}

interface Marker {
  readonly component: string;
  readonly presentation: string;
  /** How many digits it has at least. */
  readonly digits: number;
  readonly kind: "digits" | "name" | "other";
}

/** The values by component, or undefined where the text does not fit the picture as it is understood here. */
function readParts(text: string, picture: string): Map<string, number> | undefined {
  let pattern = "";
  const components: string[] = [];
  const pieces = [...picture.matchAll(/\[\[|\]\]|\[([^\]]*)\]|[^[\]]+|[[\]]/g)];
  const markers = pieces.map(([whole, marker]) => (marker === undefined || whole === "[[" ? undefined : readMarker(marker)));
  for (const [index, piece] of pieces.entries()) {
    const marker = markers[index];
    if (!marker) {
      const literal = piece[0] === "[[" ? "[" : piece[0] === "]]" ? "]" : piece[0];
      pattern += literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      continue;
    }
    components.push(marker.component);
    if (marker.kind === "digits") {
      // If another number follows directly, the picture gives the length of this one.
      const isNext = markers[index + 1]?.kind === "digits";
      pattern += `(\\d${isNext ? `{${marker.digits}}` : "+"})${marker.presentation.endsWith("o") ? "(?:th|st|nd|rd)" : ""}`;
    } else if (marker.kind === "name") pattern += "([a-z]+)";
    else if (marker.component === "Z" || marker.component === "z") pattern += "((?:GMT)?[-+][\\d:]+)";
    else pattern += "([a-z, -]+)";
  }
  const found = new RegExp(`^${pattern}$`, "i").exec(text);
  if (!found) return undefined;
  const parts = new Map<string, number>();
  components.forEach((component, index) => {
    const written = found[index + 1]!;
    const kind = markers.filter((marker) => marker !== undefined)[index]!.kind;
    if (kind === "digits") parts.set(component, Number(written));
    else if (kind === "name" && component === "M") {
      const month = months.indexOf(written.slice(0, 3).toLowerCase());
      if (month !== -1) parts.set("M", month + 1);
    }
  });
  return parts;
}

function readMarker(marker: string): Marker {
  const [specifier = "", width = ""] = marker.replace(/\s+/g, "").split(/,(?=[^,]*$)/);
  const component = specifier.charAt(0);
  const presentation = specifier.slice(1) || ({ m: "01", s: "01", F: "n", P: "n" }[component] ?? "1");
  const [least = "", most = ""] = width.split("-");
  const own = presentation.replace(/[^0-9]/g, "").length;
  const digits = (component === "Y" && Number(most)) || Math.max(own, Number(least) || 0);
  const kind =
    /^[#0-9]*[0-9][atco]?$/.test(presentation) && !"Zz".includes(component) ? "digits" : /^n/i.test(presentation) ? "name" : "other";
  return { component, presentation, digits, kind };
}
