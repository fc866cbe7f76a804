/** The page that a person sees when they come back from the other system. Without style and script, as its policy says. */
export function connectionPage(ok: boolean, message: string): string {
  const title = ok ? "Connected" : "Not connected";
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title} · Millrace</title></head>
<body><main><h1>${title}</h1><p>${escape(message)}</p><p><a href="/">Back to Millrace</a></p></main></body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
