/**
 * curl's options (curl 8.15, `curl --help all`), as far as reading a command needs them: which take a value, and which
 * change nothing about the call. Every other option changes how curl gets there, and is named in a note.
 */

/** Short options by the long name that means the same. */
export const shortOptions: Readonly<Record<string, string>> = {
  "#": "progress-bar",
  "0": "http1.0",
  "1": "tlsv1",
  "2": "sslv2",
  "3": "sslv3",
  "4": "ipv4",
  "6": "ipv6",
  ":": "next",
  a: "append",
  A: "user-agent",
  b: "cookie",
  B: "use-ascii",
  c: "cookie-jar",
  C: "continue-at",
  d: "data",
  D: "dump-header",
  e: "referer",
  E: "cert",
  f: "fail",
  F: "form",
  g: "globoff",
  G: "get",
  h: "help",
  H: "header",
  i: "include",
  I: "head",
  j: "junk-session-cookies",
  J: "remote-header-name",
  k: "insecure",
  K: "config",
  l: "list-only",
  L: "location",
  m: "max-time",
  M: "manual",
  n: "netrc",
  N: "no-buffer",
  o: "output",
  O: "remote-name",
  p: "proxytunnel",
  P: "ftp-port",
  q: "disable",
  Q: "quote",
  r: "range",
  R: "remote-time",
  s: "silent",
  S: "show-error",
  t: "telnet-option",
  T: "upload-file",
  u: "user",
  U: "proxy-user",
  v: "verbose",
  V: "version",
  w: "write-out",
  x: "proxy",
  X: "request",
  y: "speed-time",
  Y: "speed-limit",
  z: "time-cond",
  Z: "parallel",
};

/** Options with a value that make up the call. */
const read =
  "cookie data data-ascii data-binary data-raw data-urlencode form form-string header json oauth2-bearer proto-default range referer " +
  "request upload-file url url-query user user-agent";

/** Options with a value that control the output of the answer, or what curl itself does apart from the call. */
const aside =
  "alt-svc cookie-jar create-file-mode dump-header etag-save expect100-timeout happy-eyeballs-timeout-ms hsts keepalive-cnt " +
  "keepalive-time libcurl output output-dir parallel-max parallel-max-host proto proto-redir stderr tls-max trace trace-ascii " +
  "trace-config write-out";

const others =
  "abstract-unix-socket aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to continue-at crlfile curves " +
  "delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url ech egd-file engine etag-compare ftp-account " +
  "ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode haproxy-clientip hostpubmd5 hostpubsha256 interface ip-tos ipfs-gateway " +
  "key key-type knownhosts krb limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time " +
  "netrc-file noproxy pass pinnedpubkey preproxy proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile " +
  "proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype " +
  "proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file rate request-target resolve retry retry-delay " +
  "retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit speed-time " +
  "telnet-option tftp-blksize time-cond tls13-ciphers tlsauthtype tlspassword tlsuser unix-socket upload-flags variable vlan-priority";

const switches =
  "basic buffer compressed create-dirs disable fail fail-early fail-with-body ftp-create-dirs get globoff head http0.9 http1.0 http1.1 " +
  "http2 http2-prior-knowledge http3 http3-only include ipv4 ipv6 junk-session-cookies keepalive location next no-buffer no-clobber " +
  "no-keepalive no-progress-meter no-sessionid parallel parallel-immediate progress-bar progress-meter remote-header-name remote-name " +
  "remote-name-all remote-time remove-on-error show-error show-headers silent skip-existing styled-output no-styled-output suppress-connect-headers tcp-fastopen " +
  "tcp-nodelay tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 trace-ids trace-time verbose xattr clobber";

const set = (...texts: string[]): ReadonlySet<string> => new Set(texts.flatMap((text) => text.split(" ")));

/** All by their long names. */
export const isCarried = set(read);
export const takesValue = set(read, aside, others);
/** What may be left out without a word. */
export const changesNothing = set(aside, switches);
/** Ways to authenticate in which the password is not sent as it stands; each needs an answer of the server or a signature. */
export const otherAuthentication = set("digest ntlm ntlm-wb negotiate anyauth aws-sigv4");
