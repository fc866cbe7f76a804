import type { AuditOrigin } from "#flow/audit/entry.ts";
import { idOfRequest } from "./request-id.ts";

/**
 * Where a request came from. The address is the one that Cloudflare states, taken only where Cloudflare handed the
 * request over (`cf` is set): elsewhere any caller could write that header, as anybody can write X-Forwarded-For.
 */
export function auditOrigin(request: Request, atMs: number, requestId = idOfRequest(request)): Omit<AuditOrigin, "actor"> {
  const stated = request.cf ? request.headers.get("cf-connecting-ip") : null;
  const userAgent = request.headers.get("user-agent");
  return {
    ip: stated && /^[0-9a-fA-F:.]{2,45}$/.test(stated) ? stated : null,
    userAgent: userAgent && userAgent.replaceAll(/[^\u0020-\u007e]/g, "").slice(0, 300),
    requestId,
    atMs,
  };
}
