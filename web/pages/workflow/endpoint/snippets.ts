export const snippetLanguages = ["curl", "javascript", "python"] as const;
export type SnippetLanguage = (typeof snippetLanguages)[number];

export interface SnippetCall {
  mode: "sync" | "async" | "push";
  address: string;
  /** What stands where the caller's API key belongs. */
  key: string;
  input: Readonly<Record<string, unknown>>;
}

/** A call of the workflow, ready to paste. For `async` it goes on to ask for the result. */
export function snippetOf(language: SnippetLanguage, call: SnippetCall): string {
  return { curl, javascript, python }[language](call);
}

/** Within single quotes a shell takes everything as it is, but for the quote itself. */
const shellText = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function curl({ mode, address, key, input }: SnippetCall): string {
  const call = `curl -X POST ${shellText(address)} \\\n  -H ${shellText(`x-api-key: ${key}`)} \\\n  -H 'Content-Type: application/json' \\\n  -d ${shellText(JSON.stringify({ input }))}`;
  if (mode !== "async") return call;
  return `${call}\n\n# Then, with the runId of the answer:\ncurl ${shellText(`${address.replace(/\/async$/, "")}/runs/RUN_ID?wait=20`)} \\\n  -H ${shellText(`x-api-key: ${key}`)}`;
}

const indent = (text: string, by: string): string => text.replaceAll("\n", `\n${by}`);

function javascript({ mode, address, key, input }: SnippetCall): string {
  const body = indent(JSON.stringify({ input }, null, 2), "  ");
  const headers = `{ "x-api-key": ${JSON.stringify(key)}, "content-type": "application/json" }`;
  const first = `const answer = await fetch(${JSON.stringify(address)}, {
  method: "POST",
  headers: ${headers},
  body: JSON.stringify(${body}),
});
if (!answer.ok) throw new Error(await answer.text());
`;
  if (mode === "sync") return `${first}const { output } = await answer.json();\nconsole.log(output);`;
  if (mode === "push") return `${first}const { runId } = await answer.json();\nconsole.log(runId);`;
  return `${first}let { statusUrl } = await answer.json();
statusUrl = new URL(statusUrl, answer.url);
statusUrl.searchParams.set("wait", "20");

let run;
do {
  const poll = await fetch(statusUrl, { headers: ${headers} });
  if (!poll.ok) throw new Error(await poll.text());
  run = await poll.json();
} while (run.status === "In Progress" || run.status === "Waiting");
console.log(run.status, run.output ?? run.error);`;
}

function python({ mode, address, key, input }: SnippetCall): string {
  const first = `import requests

headers = {"x-api-key": ${JSON.stringify(key)}}
answer = requests.post(
    ${JSON.stringify(address)},
    headers=headers,
    json=${indent(pythonValue({ input }, ""), "    ")},
)
answer.raise_for_status()
`;
  if (mode === "sync") return `${first}print(answer.json()["output"])`;
  if (mode === "push") return `${first}print(answer.json()["runId"])`;
  return `${first}status_url = requests.compat.urljoin(answer.url, answer.json()["statusUrl"])

while True:
    poll = requests.get(status_url, headers=headers, params={"wait": 20})
    poll.raise_for_status()
    run = poll.json()
    if run["status"] not in ("In Progress", "Waiting"):
        break
print(run["status"], run.get("output"), run.get("error"))`;
}

/** JSON data as a Python literal. */
function pythonValue(value: unknown, by: string): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const deeper = `${by}    `;
  const items = Array.isArray(value)
    ? value.map((each) => pythonValue(each, deeper))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${pythonValue(each, deeper)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return items.length === 0 ? open + close : `${open}\n${items.map((item) => deeper + item).join(",\n")},\n${by}${close}`;
}
