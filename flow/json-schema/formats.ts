/** The formats of JSON Schema that are checked, each from the RFC that defines it. A format that is not here passes. */
import { compileRegex } from "../expressions/regex.ts";
import { isRealDate } from "../time/calendar.ts";

interface Format {
  readonly fits: (text: string) => boolean;
  /** Completes "must be …". */
  readonly says: string;
}

const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** RFC 4291, 2.2: eight groups, of which one run of zeros may be "::", and the last two may be written as IPv4. */
function isIpv6(text: string): boolean {
  const withV4 = /^(.*:)([0-9.]+)$/.exec(text);
  const isMixed = withV4?.[2]?.includes(".") === true;
  if (isMixed && !ipv4.test(withV4[2]!)) return false;
  const groups = isMixed ? `${withV4[1]!}0:0` : text;
  if (!/^[0-9a-f:]+$/i.test(groups)) return false;
  const halves = groups.split("::");
  if (halves.length > 2) return false;
  const parts = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  return parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part)) && (halves.length === 2 ? parts.length <= 7 : parts.length === 8);
}

/** RFC 1123, 2.1. Names that start with xn-- are not decoded. */
function isHostname(text: string): boolean {
  if (text.length > 253) return false;
  return text
    .split(".")
    .every(
      (label) =>
        label.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label) && (!/^..--/.test(label) || label.startsWith("xn--")),
    );
}

/** RFC 5321, 4.1.2: a dotted or quoted local part, and a host or an address in brackets. */
function isEmail(text: string): boolean {
  const found = /^(?:[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*|"(?:[ !#-[\]-~]|\\[ -~])*")@(.+)$/is.exec(text);
  const host = found?.[1];
  if (host === undefined) return false;
  const literal = /^\[(IPv6:)?(.*)\]$/i.exec(host);
  if (literal) return literal[1] ? isIpv6(literal[2]!) : ipv4.test(literal[2]!);
  return isHostname(host);
}

const uriCharacters = "[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}";
const uri = new RegExp(
  `^[A-Za-z][A-Za-z0-9+.-]*:(?://((?:${uriCharacters}|:)*@)?(\\[[^\\]]*\\]|(?:${uriCharacters})*)(?::[0-9]*)?(?:/(?:${uriCharacters}|[:@/])*)?|(?!//)(?:${uriCharacters}|[:@/])*)(?:\\?(?:${uriCharacters}|[:@/?])*)?(?:#(?:${uriCharacters}|[:@/?])*)?$`,
);
/** RFC 3986, 3. */
function isUri(text: string): boolean {
  const host = uri.exec(text)?.[2];
  if (!uri.test(text)) return false;
  if (!host?.startsWith("[")) return true;
  return isIpv6(host.slice(1, -1)) || /^\[v[0-9a-f]+\.[a-z0-9._~!$&'()*+,;=:-]+\]$/i.test(host);
}

const fullDate = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
function isDate(text: string): boolean {
  const found = fullDate.exec(text);
  return found !== null && isRealDate(Number(found[1]), Number(found[2]), Number(found[3]));
}

const fullTime = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:z|([+-])([0-9]{2}):([0-9]{2}))$/i;
/** RFC 3339, 5.6; a leap second comes at the end of a day in UTC. */
function isTime(text: string): boolean {
  const found = fullTime.exec(text);
  if (!found) return false;
  const [hour, minute, second, zoneHour, zoneMinute] = [1, 2, 3, 5, 6].map((index) => Number(found[index] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 60 || zoneHour > 23 || zoneMinute > 59) return false;
  if (second < 60) return true;
  const offset = (zoneHour * 60 + zoneMinute) * (found[4] === "-" ? -1 : 1);
  return (hour * 60 + minute - offset + 2_880) % 1_440 === 1_439;
}

/** RFC 3339, appendix A: no unit may be left out between two that are given. */
const duration =
  /^P(?:[0-9]+W|(?=[0-9T])(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S))?)$/;

function isRegex(text: string): boolean {
  try {
    compileRegex(text);
    return true;
  } catch {
    return false;
  }
}

export const formats: Readonly<Record<string, Format>> = {
  "date-time": {
    fits: (text) =>
      /^[^Tt]*[Tt][^Tt]*$/.test(text) && isDate(text.slice(0, 10)) && /^[Tt]$/.test(text.charAt(10)) && isTime(text.slice(11)),
    says: "a date and time such as 2027-01-31T09:00:00Z",
  },
  date: { fits: isDate, says: "a date such as 2027-01-31" },
  time: { fits: isTime, says: "a time with its zone such as 09:00:00Z" },
  duration: { fits: (text) => duration.test(text), says: "a duration such as P1DT12H" },
  email: { fits: isEmail, says: "an e-mail address" },
  hostname: { fits: isHostname, says: "a host name such as www.example.com" },
  ipv4: { fits: (text) => ipv4.test(text), says: "an IPv4 address" },
  ipv6: { fits: isIpv6, says: "an IPv6 address" },
  uri: { fits: isUri, says: "an address such as https://example.com" },
  uuid: {
    fits: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
    says: "a UUID such as 123e4567-e89b-12d3-a456-426614174000",
  },
  "json-pointer": { fits: (text) => /^(?:\/(?:[^~/]|~[01])*)*$/su.test(text), says: "a JSON pointer such as /items/0" },
  regex: { fits: isRegex, says: "a regular expression in RE2 syntax" },
};
