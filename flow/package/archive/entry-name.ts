import { ArchiveError } from "./archive-error.ts";

/** The name of an entry as text; a path with `/`. Throws an ArchiveError for names that could reach outside a folder. */
export function entryName(raw: Uint8Array): string {
  let name: string;
  try {
    name = new TextDecoder("utf-8", { fatal: true }).decode(raw);
  } catch {
    throw new ArchiveError(
      "name_encoding",
      "The archive contains a file name that is not UTF-8. Create it with a tool that writes UTF-8 names.",
    );
  }
  const fault = faultOf(name);
  if (fault)
    throw new ArchiveError("unsafe_name", `The archive contains the file name ${JSON.stringify(name.slice(0, 100))}, which ${fault}.`);
  return name;
}

function faultOf(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name.length > 1_000) return "is too long";
  if (/[\u0000-\u001f\u007f]/.test(name)) return "contains control characters";
  if (name.includes("\\")) return "contains a backslash";
  if (name.startsWith("/")) return "is an absolute path";
  if (/^[A-Za-z]:/.test(name)) return "names a drive";
  const parts = name.replace(/\/$/, "").split("/");
  if (parts.some((part) => part === ".." || part === "." || part === "")) return "leads out of its folder";
  return undefined;
}
