import { errors } from "#flow/problems/errors.ts";
import { OutboundError } from "#flow/outbound/outbound-error.ts";

/** A body that fails beyond `maxBytes`, with what `explained` makes of a failure; `ended` is called once, however it ends. */
export function boundedStream(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  explained: (error: unknown) => OutboundError,
  ended: () => void,
): ReadableStream<Uint8Array> {
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  let size = 0;
  const fail = (controller: ReadableStreamDefaultController, error: unknown): void => {
    const reason = explained(error);
    ended();
    controller.error(reason);
  };
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          ended();
          return controller.close();
        }
        size += value.length;
        if (size <= maxBytes) return controller.enqueue(value);
        // Closes the connection; whether the other side still hears it is of no interest.
        reader.cancel().catch(() => {});
        const message = `The response is larger than ${maxBytes} bytes.`;
        fail(controller, new OutboundError("http_too_large", message, errors.http_too_large.suggestion, "other"));
      } catch (error) {
        fail(controller, error);
      }
    },
    async cancel(reason) {
      ended();
      await reader.cancel(reason);
    },
  });
}
