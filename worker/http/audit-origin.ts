import type { AuditOrigin } from "#flow/audit/entry.ts";
import { clientIpOf } from "./client-ip.ts";
import { idOfRequest } from "./request-id.ts";

interface ProxyEnv {
  readonly MILLRACE_CLIENT_IP_HEADER?: string;
}

/** Where a request came from. */
export function auditOrigin(
  request: Request,
  { MILLRACE_CLIENT_IP_HEADER }: ProxyEnv,
  atMs: number,
  requestId = idOfRequest(request),
): Omit<AuditOrigin, "actor"> {
  const userAgent = request.headers.get("user-agent");
  return {
    ip: clientIpOf(request, MILLRACE_CLIENT_IP_HEADER),
    userAgent: userAgent && userAgent.replaceAll(/[^\u0020-\u007e]/g, "").slice(0, 300),
    requestId,
    atMs,
  };
}
