/** Parts of the product that are shown only once a node type uses them; a test compares this with the node types. */
export const parts: { readonly data: boolean; readonly models: boolean } = { data: false, models: false };
