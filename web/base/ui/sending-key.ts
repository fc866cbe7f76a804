/**
 * The idempotency key of what is sent: the same for the same, so that the server does once what is sent again after an
 * answer that was lost.
 */
export function createSendingKey(): (body: unknown) => string {
  let sent = { text: "", key: "" };
  return (body) => {
    const text = JSON.stringify(body);
    if (text !== sent.text) sent = { text, key: crypto.randomUUID() };
    return sent.key;
  };
}
