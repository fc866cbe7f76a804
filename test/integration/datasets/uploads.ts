import type { Answer, install, Person } from "../management/installation.ts";

export interface Row {
  readonly number: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows what it uploaded
  readonly values: Readonly<Record<string, any>>;
}

/** Sends a file as the body, as a given person. */
export function upload(person: Person, method: "POST" | "PUT", path: string, raw: BodyInit, type?: string): Promise<Answer> {
  return person.call(method, path, { raw, headers: { "content-type": type ?? "application/octet-stream" } });
}

/** The id of a data set made from CSV. */
export async function newDataset(person: Person, name: string, csv: string): Promise<string> {
  const { status, body } = await upload(person, "POST", `/api/datasets?name=${encodeURIComponent(name)}`, csv, "text/csv");
  if (status !== 201) throw new Error(`the data set was answered ${status}: ${JSON.stringify(body)}`);
  return body.id;
}

export async function rowsOf(person: Person, id: string, query = ""): Promise<Row[]> {
  return (await person.get(`/api/datasets/${id}/rows?${query}`)).body.items;
}

/** Every row, page by page. */
export async function allRows(person: Person, id: string, query = ""): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const { status, body } = await person.get(`/api/datasets/${id}/rows?${query}${cursor && `&cursor=${cursor}`}`);
    if (status !== 200) throw new Error(`a page was answered ${status}: ${JSON.stringify(body)}`);
    rows.push(...body.items);
    cursor = body.nextCursor;
  }
  return rows;
}

/** A form with one file, as browsers write it. */
export function formOf(before: readonly (readonly [string, string])[], file: string, fileName: string, behind: typeof before = []) {
  const boundary = "----a-boundary-of-tests";
  const field = ([name, value]: readonly [string, string]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const text = [
    ...before.map(field),
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: application/octet-stream\r\n\r\n${file}\r\n`,
    ...behind.map(field),
    `--${boundary}--\r\n`,
  ].join("");
  return { text, type: `multipart/form-data; boundary=${boundary}` };
}

/** A file that the installation answers, as text. */
export async function textOf({ app }: ReturnType<typeof install>, person: Person, path: string): Promise<string> {
  const answer = await app.fetch(new Request(`https://millrace.test${path}`, { headers: { cookie: person.cookie } }));
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return answer.text();
}
