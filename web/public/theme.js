// Runs before the first paint, so that a chosen theme never flashes. A file of its own because the content security
// policy refuses inline scripts.
try {
  const theme = localStorage.getItem("millrace.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is switched off in this browser: the system's theme is used.
}
