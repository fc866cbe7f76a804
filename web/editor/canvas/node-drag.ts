/** The kind of data under which a node's type is dragged from the palette. */
export const nodeTypeInDrag = "application/x-millrace-node";
