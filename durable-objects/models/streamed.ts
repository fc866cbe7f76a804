/**
 * Some servers that speak OpenAI's protocol answer with one JSON document although a stream was asked for. It is made
 * into a stream of one piece, so that there is one way to read answers.
 */
export async function streamed(response: Response): Promise<Response> {
  if (!response.ok || !(response.headers.get("content-type") ?? "").includes("application/json")) return response;
  const text = await response.text();
  const chunk = chunkOf(text);
  if (chunk === undefined) return new Response(text, { status: response.status, headers: response.headers });
  const headers = new Headers(response.headers);
  headers.set("content-type", "text/event-stream");
  return new Response(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`, { status: response.status, headers });
}

/** A chat completion as a chunk of its stream, or undefined where it is none. */
function chunkOf(text: string): unknown {
  let value: { readonly choices?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  if (!Array.isArray(value?.choices)) return undefined;
  const choices = value.choices.map(({ message, ...choice }: { message?: { tool_calls?: unknown[] } }) => ({
    ...choice,
    delta: {
      ...message,
      ...(message?.tool_calls && { tool_calls: message.tool_calls.map((call, index) => ({ index, ...(call as object) })) }),
    },
  }));
  return { ...value, object: "chat.completion.chunk", choices };
}
