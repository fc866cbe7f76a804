/**
 * Runs after the change has been drawn and before the next key press, so that no typing is lost. Preact draws in a
 * microtask that the change has queued; waiting for a frame would be too late for a fast typist.
 */
export const afterRender = (act: () => void): void => queueMicrotask(act);
