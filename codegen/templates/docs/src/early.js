// Runs before anything is painted, so that the page never flashes in the other theme.
try {
  const theme = localStorage.getItem("specwire.theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch {
  // A page that may not store anything follows the system.
}
// A browser that cannot unpack the script shows the document without controls.
if ("DecompressionStream" in window) document.documentElement.dataset.js = "";
