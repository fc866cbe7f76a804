/** The problem with the disk; null in production, where we keep no disk. */
export async function diskFault({ MACHINE }: { readonly MACHINE?: Fetcher }): Promise<"disk_full" | "read_only" | null> {
  if (!MACHINE) return null;
  return (await (await MACHINE.fetch("http://machine/disk")).json<{ fault: "disk_full" | "read_only" | null }>()).fault;
}
