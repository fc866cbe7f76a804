/** The name of the session's cookie. Browsers take one that begins with __Host- only by https, for this very host and all its paths. */
export function sessionCookie(isSecure: boolean): string {
  return isSecure ? "__Host-millrace.session_token" : "millrace.session_token";
}
