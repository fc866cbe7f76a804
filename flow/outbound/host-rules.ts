/** A host from a list of the installation, with its port where the list names one. */
export interface HostRule {
  readonly hostname: string;
  readonly port: string | undefined;
}

/** The name as it is compared: lower case, as `URL` writes it, without trailing dots. */
export function plainHostname(url: URL): string {
  return url.hostname.replace(/\.+$/, "");
}

/** The port that is really called, also where the address leaves it out. */
function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

/** Takes `host`, `host:port` or `[::1]:9000`; undefined if the text is not a host. */
export function parseHostRule(text: string): HostRule | undefined {
  const host = text.trim();
  if (host === "" || /[/?#@\\]/.test(host)) return undefined;
  try {
    return { hostname: plainHostname(new URL(`http://${host}`)), port: /:(\d+)$/.exec(host)?.[1] };
  } catch {
    return undefined;
  }
}

/** Whether the address is one of the listed hosts; a rule without a port means all of its ports. */
export function matchesHost(url: URL, hosts: readonly string[]): boolean {
  const hostname = plainHostname(url);
  return hosts.some((text) => {
    const rule = parseHostRule(text);
    return rule !== undefined && rule.hostname === hostname && (rule.port === undefined || Number(rule.port) === Number(portOf(url)));
  });
}

/** Whether every address that the one list matches is matched by the other too. */
export function coversHosts(outer: readonly string[], inner: readonly string[]): boolean {
  const rules = outer.flatMap((text) => parseHostRule(text) ?? []);
  return inner.every((text) => {
    const asked = parseHostRule(text);
    return rules.some((rule) => rule.hostname === asked?.hostname && (rule.port === undefined || rule.port === asked.port));
  });
}
