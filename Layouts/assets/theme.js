// Before the first paint if it can be: the colours this reader chose.
try {
  const chosen = localStorage.getItem("hearth-theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
} catch {}
