/**
 * The name of the session's cookie. Browsers accept a name that starts with __Host- only over https, for this very host
 * and all its paths.
 */
export function sessionCookie(isSecure: boolean): string {
  return isSecure ? "__Host-millrace.session_token" : "millrace.session_token";
}
