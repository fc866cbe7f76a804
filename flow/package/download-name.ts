/** File names for downloads, from names that people gave. */

/** Names that Windows reserves for its devices, whatever follows a dot. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
const maxBytes = 200;

/** A name that every file system takes, without what would hide its end (controls, bidirectional marks). */
export function safeFileName(name: string, extension: string): string {
  const plain = name
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .replaceAll(/[\\/:*?"<>|]/g, "-")
    .replaceAll(/\s+/g, " ")
    .trim();
  const bounded = shorten(plain.replaceAll(/^\.+/g, "")).replace(/[. ]+$/, "");
  const base = bounded === "" ? "Workflow" : bounded;
  return `${deviceName.test(base) ? `_${base}` : base}.${extension}`;
}

/** Whole characters, as many as fit. */
function shorten(text: string): string {
  const encoder = new TextEncoder();
  let size = 0;
  let kept = "";
  for (const character of text) {
    size += encoder.encode(character).length;
    if (size > maxBytes) break;
    kept += character;
  }
  return kept;
}

/** The Content-Disposition of a download (RFC 6266): in ASCII for old readers, and exactly (RFC 8187). */
export function attachment(fileName: string): string {
  const ascii = fileName.replaceAll(/[^\u0020-\u007e]|[%"\\]/g, "_");
  const exact = encodeURIComponent(fileName).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`;
}
