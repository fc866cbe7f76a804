/** The files of an export, by what they hold. */
export const packageFiles = { flow: "flow_definition.json", app: "app_definition.json", variables: "env_variables.json" } as const;
export type PackagePart = keyof typeof packageFiles;

export const packageParts: readonly PackagePart[] = ["flow", "app", "variables"];
export const packageFileNames: readonly string[] = Object.values(packageFiles);

/** Which part a file is, by its name or that of its form field, with or without `.json`. */
export function partOfName(name: string): PackagePart | undefined {
  const base = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1).replace(/\.json$/i, "");
  return packageParts.find((part) => packageFiles[part] === `${base.toLowerCase()}.json`);
}
