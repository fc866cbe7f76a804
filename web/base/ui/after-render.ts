/**
 * Acts once what was just changed is drawn, and before the next key is taken, so that nothing that is typed at once is
 * lost. Preact draws in a microtask that the change has queued; a frame later would be too late for a quick hand.
 */
export const afterRender = (act: () => void): void => queueMicrotask(act);
