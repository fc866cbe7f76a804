/** Style sheets that were asked for and did not come. */
const missing = new Set<HTMLLinkElement>();

export function watchStyles(): void {
  // Errors of what is loaded do not rise, so that they are met on their way down.
  document.addEventListener(
    "error",
    ({ target }) => {
      if (target instanceof HTMLLinkElement && target.rel === "stylesheet") missing.add(target);
    },
    true,
  );
}

/** Asks for them once more: what the bundler fetches before a page it asks for only once. Rejects where one does not come. */
export async function fetchMissingStyles(): Promise<void> {
  await Promise.all(
    [...missing].map(async (link) => {
      missing.delete(link);
      // Written by `cloneNode` of a link.
      const again = link.cloneNode() as HTMLLinkElement;
      const come = new Promise((resolve, reject) => {
        again.addEventListener("load", resolve);
        again.addEventListener("error", () => reject(new Error(`No answer from ${again.href}`)));
      });
      link.replaceWith(again);
      await come;
    }),
  );
}
