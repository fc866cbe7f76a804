/** The address that traces are sent to: a base address gets the signal's path, as OTEL_EXPORTER_OTLP_ENDPOINT does. */
export function tracesUrl(endpoint: string): string {
  const url = new URL(endpoint);
  const path = url.pathname.endsWith("/v1/traces") ? url.pathname : `${url.pathname.replace(/\/+$/, "")}/v1/traces`;
  return `${url.origin}${path}${url.search}`;
}
