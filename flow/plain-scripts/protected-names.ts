/** The names on `context` that a script may not set. */
export const protectedNames = ["steps", "env", "run", "trigger", "currentItem", "currentIndex", "currentOutput"] as const;
