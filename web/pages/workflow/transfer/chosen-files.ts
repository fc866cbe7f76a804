/** The files of an export that a person selected or dropped: one archive, or single files by their names. */
const parts = {
  "flow_definition.json": "flow_definition",
  "app_definition.json": "app_definition",
  "env_variables.json": "env_variables",
} as const;
type PartName = keyof typeof parts;

export interface ChosenFiles {
  readonly files: readonly File[];
  /** Names of files that are none of an export; nothing is sent while there are any. */
  readonly strangers: readonly string[];
}

const isArchive = ({ name, type }: File) => /\.zip$/i.test(name) || type === "application/zip";
/** A browser numbers a second download, as in `flow_definition (1).json`. */
const partOf = ({ name }: File) => parts[name.toLowerCase().replace(/ ?\(\d+\)(?=\.json$)/, "") as PartName];

export function chooseFiles(files: readonly File[]): ChosenFiles {
  const [first] = files;
  if (files.length === 1 && first && isArchive(first)) return { files, strangers: [] };
  const strangers = files.filter((file) => partOf(file) === undefined).map(({ name }) => name);
  return { files, strangers };
}

/** The form that the server takes; `more` are fields beside the files. */
export function formOf({ files }: ChosenFiles, more: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  for (const file of files) form.append(isArchive(file) ? "file" : (partOf(file) ?? "file"), file, file.name);
  for (const [name, value] of Object.entries(more)) form.append(name, value);
  return form;
}
