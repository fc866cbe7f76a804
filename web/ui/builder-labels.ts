/** What the canvas says of notes, pins and small screens. */
const nodes = (count: number): string => (count === 1 ? "1 node" : `${count} nodes`);
const notes = (count: number): string => (count === 1 ? "1 note" : `${count} notes`);
const both = (nodeCount: number, noteCount: number): string =>
  [...(nodeCount > 0 ? [nodes(nodeCount)] : []), ...(noteCount > 0 ? [notes(noteCount)] : [])].join(" and ");

export const builderLabels = {
  copied: (nodeCount: number, noteCount: number) => `Copied ${both(nodeCount, noteCount)}`,
  pasted: (nodeCount: number, noteCount: number) => `Pasted ${both(nodeCount, noteCount)}`,
  chosen: (nodeCount: number, noteCount: number) => `${both(nodeCount, noteCount)} selected`,
  deleteChosen: (nodeCount: number, noteCount: number) => `Delete ${both(nodeCount, noteCount)}`,
  insertBefore: (name: string) => `Insert a node before ${name}`,
  addStart: "Add a Start",
  pinned: "Pinned: a test run takes this output and does not run the node",
  note: {
    add: "Add a note",
    title: "Note",
    called: (text: string) => (text ? `Note: ${text}` : "Empty note"),
    text: "Text",
    textHint: "Shown as it is written. A run knows nothing of notes.",
    empty: "Write a note",
    hint: "Esc ends writing.",
    colour: "Colour",
    colours: { yellow: "Yellow", green: "Green", blue: "Blue", pink: "Pink", grey: "Grey" },
    width: "Width",
    height: "Height",
    resize: "Size of the note",
    delete: "Delete the note",
    changed: "The notes changed",
  },
  menu: {
    title: "What can be done here",
    settings: "Open the settings",
    addBehind: "Add a node behind it",
    connect: "Connect to",
    duplicate: "Duplicate",
    delete: "Delete",
    deleteEdge: "Delete the connection",
    paste: "Paste",
    all: "Choose everything",
    write: "Write in it",
    noClipboard: "The browser does not let this page use the clipboard. The keys work: Ctrl C and Ctrl V.",
  },
  pin: {
    output: "Pinned output",
    hint: "JSON that a test run takes in place of running this node.",
    other: "Pin an output",
  },
  look: {
    lead: "On a small screen the canvas is for looking. Open it on a wider one to edit.",
    close: "Close the settings",
  },
} as const;
