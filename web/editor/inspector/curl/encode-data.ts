/** Percent-encodes as curl does, around the expressions in a text. */
function encodeText(text: string): string {
  return text
    .split(/(\{\{[\s\S]*?\}\})/)
    .map((piece, i) => (i % 2 === 1 ? piece : encode(piece)))
    .join("");
}

/** The value of --data-urlencode and --url-query: `text`, `=text` or `name=text`; undefined where it names a file. */
export function encodeData(value: string): string | undefined {
  const mark = /[=@]/.exec(value.replace(/\{\{[\s\S]*?\}\}/g, (found) => "x".repeat(found.length)));
  if (!mark) return encodeText(value);
  if (mark[0] === "@") return undefined;
  const text = encodeText(value.slice(mark.index + 1));
  return mark.index === 0 ? text : `${value.slice(0, mark.index + 1)}${text}`;
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
