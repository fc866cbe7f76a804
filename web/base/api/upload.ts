import { labels } from "../labels.ts";
import { parseProblem, RequestFailed } from "./problem.ts";

export interface Progress {
  /** From 0 to 1, as far as the file has left this browser. */
  onProgress: (part: number) => void;
  signal: AbortSignal;
}

/**
 * Sends one file in a form. `fetch` cannot say how far an upload has come, so this is the older way. Rejects with
 * RequestFailed where it was refused, and with the signal's reason where it was cancelled.
 */
export function upload(
  method: "POST" | "PUT",
  path: string,
  file: File,
  fields: Readonly<Record<string, string>>,
  { onProgress, signal }: Progress,
): Promise<unknown> {
  const form = new FormData();
  // The server reads the form as it arrives: what says how to read the file comes before it.
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.setRequestHeader("accept", "application/json");
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener("load", () => {
      const content = contentOf(request.responseText);
      if (request.status >= 200 && request.status < 300) return resolve(content);
      reject(new RequestFailed(parseProblem(request.status, content, request.getResponseHeader("x-request-id"))));
    });
    request.addEventListener("error", () =>
      reject(new RequestFailed({ status: 0, code: "unreachable", errors: [], ...labels.problems.unreachable })),
    );
    signal.addEventListener("abort", () => {
      request.abort();
      reject(signal.reason as Error);
    });
    request.send(form);
  });
}

function contentOf(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
