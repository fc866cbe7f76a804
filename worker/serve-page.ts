/** The pages and what belongs to them. Every address of a page is the same document; a file that is missing is none of them. */
import { answerProblem } from "./http/answer-problem.ts";
import { idOfRequest } from "./http/request-id.ts";

/** Endings that the build gives to files. No address of a page has one: ids hold no dots. */
const file = /\.(?:css|html|ico|js|json|map|md|mjs|png|svg|txt|wasm|webmanifest|woff2?)$/;

export async function servePage(request: Request, assets: Fetcher): Promise<Response> {
  const answer = await assets.fetch(request);
  if (answer.status !== 404) return answer;
  const { pathname, origin } = new URL(request.url);
  // Not the page, which a browser would take for the script and a cache would keep.
  if (pathname.startsWith("/assets/") || file.test(pathname))
    return answerProblem("not_found", {
      detail: "There is no such file. The server may have been updated.",
      requestId: idOfRequest(request),
    });
  return assets.fetch(new Request(`${origin}/`, request));
}
