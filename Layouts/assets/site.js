// Small conveniences. Every page works without this file.
const root = document.documentElement;

// Light and dark: a choice that equals the system's is forgotten, so that the page follows the system again.
const toggle = document.getElementById("theme-toggle");
if (toggle) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const show = () => toggle.setAttribute("aria-pressed", String(isDark()));
  toggle.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    const same = (next === "dark") === system.matches;
    if (same) delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      if (same) localStorage.removeItem("hearth-theme");
      else localStorage.setItem("hearth-theme", next);
    } catch {}
    show();
  });
  system.addEventListener("change", show);
  toggle.hidden = false;
  show();
}

// The phone menu closes with Escape and with a click elsewhere.
const menu = document.querySelector(".menu");
if (menu) {
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// Opened from disk there is no server to find a folder's index.html.
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    const url = new URL(link.href);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) {
      url.pathname += "index.html";
      link.href = url.href;
    }
  }
}
