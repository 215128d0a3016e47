// Puts the theme that a person has chosen on the document before its first paint: the page's own code comes after it,
// and would turn a light page dark in front of their eyes. Where nothing is kept or may be read, the system decides.
try {
  const { theme } = JSON.parse(localStorage.getItem("cosdrop:preferences"));
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {}
