/**
 * The address that a request came from, or null. Cloudflare states it in a header, and sets `request.cf`. The local
 * runtime states the peer of the connection in `cf.clientIp`; there any caller can write headers, so one is read only
 * where the operator says that a proxy sets it.
 */
export function clientIpOf(request: Request, proxyHeader: string | undefined): string | null {
  const { cf } = request;
  // Where there is neither, the request was made inside.
  if (!cf) return null;
  const peer = (cf as { readonly clientIp?: unknown }).clientIp;
  if (typeof peer !== "string") return checked(request.headers.get("cf-connecting-ip"));
  // The last entry is the one that the nearest proxy added.
  const stated = proxyHeader ? checked(request.headers.get(proxyHeader)?.split(",").at(-1)?.trim()) : null;
  return stated ?? checked(/^\[?(.*?)\]?:\d+$/.exec(peer)?.[1]);
}

function checked(ip: string | null | undefined): string | null {
  return ip && /^[0-9a-fA-F:.]{2,45}$/.test(ip) ? ip : null;
}
