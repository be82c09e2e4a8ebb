// Small conveniences. Every page works without this file.
const root = document.documentElement;
const own = document.currentScript;
// Texts that a reader sees. The build puts translations in place of the English; what follows `##` is for translators.
const words = (text, values) => text.split("##")[0].replace(/\{(\w+)\}/g, (mark, name) => values?.[name] ?? mark);

// The search comes when somebody begins to search. Pages of a restricted group name that group's own index; it is asked
// too, from then on in this tab.
const site = new URL("../", own.src);
try {
  const known = new Set(JSON.parse(sessionStorage.getItem("hearth-members:" + site.pathname) ?? "[]"));
  if (own.dataset.members) known.add(own.dataset.members);
  globalThis.hearthMembers = [...known];
  if (known.size) sessionStorage.setItem("hearth-members:" + site.pathname, JSON.stringify([...known]));
} catch {
  globalThis.hearthMembers = own.dataset.members ? [own.dataset.members] : [];
}
globalThis.hearthEndpoint = own.dataset.endpoint;
let isSearchWanted = false;
const wantSearch = () => {
  if (isSearchWanted) return;
  isSearchWanted = true;
  for (const name of ["search.js", "find.js"]) {
    const script = document.createElement("script");
    script.src = new URL("assets/" + name, site).href;
    script.async = false;
    script.onerror = failSearch;
    document.head.append(script);
  }
};
// Said once; the next letter or focus tries again.
const failSearch = () => {
  isSearchWanted = false;
  const form = document.activeElement.form ?? document.querySelector("main form");
  if (!form || document.querySelector(".find-failed")) return;
  const note = document.createElement("p");
  note.className = form.matches(".find") ? "find-list find-failed" : "notice due find-failed";
  note.setAttribute("role", "alert");
  note.textContent = words("The search did not load. Is the network there?");
  form.append(note);
};
const wantSearchIn = (box) => ["focus", "input"].forEach((event) => box.addEventListener(event, wantSearch));
const boxes = [...document.querySelectorAll("form.find input")];
boxes.forEach(wantSearchIn);
// On its own pages it comes at once when the address asks something, or names the group to ask in.
const asking = document.getElementById("H-ask-title");
if (asking) wantSearchIn(asking);
if ((asking || document.getElementById("H-search-found")) && (location.search || location.hash)) wantSearch();
// The words of the address stand in the box from the start, and whoever goes on typing before the search is there keeps it.
const searching = document.getElementById("H-q");
if (searching) searching.value ||= (new URLSearchParams(location.search).get("q") ?? "").slice(0, 2000);
if (location.hash === "#H-q") document.getElementById("H-q")?.focus();
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const box = boxes.find((box) => box.checkVisibility());
  // Narrow windows have a link in place of the box.
  const link = document.querySelector("a.find-link");
  if (!box && !link) return;
  event.preventDefault();
  if (!box) return link.click();
  box.focus();
  box.select();
});

// What is gone may be found by the words of its address.
const lost = document.querySelector(".page-404 .find.big");
if (lost) {
  try {
    const parts = decodeURIComponent(location.pathname).split("/").filter((part) => part && !/^(index|404)\b/.test(part));
    const last = (parts.pop() ?? "").replace(/\.\w{1,5}$/, "");
    const name = last.replace(/[-_+.\s]+/g, " ").trim().slice(0, 200);
    if (/\p{L}/u.test(name)) {
      const url = new URL(lost.action);
      url.searchParams.set("q", name);
      const link = document.createElement("a");
      link.href = url.href;
      link.textContent = words("Search for {query}", { query: words("“{query}”", { query: name }) });
      const line = document.createElement("p");
      line.append(link);
      lost.after(line);
    }
  } catch {}
}

// Light and dark: a choice that equals the system's is forgotten, so that the page follows the system again.
const toggle = document.getElementById("H-theme-toggle");
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

// In a narrow window the row of tabs scrolls: the current one is in its middle.
globalThis.hearthTabs = () => {
  const tabs = document.querySelector(".tabs");
  const tab = tabs?.querySelector("[aria-current]");
  if (!tab || tabs.scrollWidth <= tabs.clientWidth) return;
  const [whole, part] = [tabs.getBoundingClientRect(), tab.getBoundingClientRect()];
  tabs.scrollLeft += part.left + part.width / 2 - whole.left - whole.width / 2;
};
hearthTabs();

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
  document.documentElement.dataset.disk = "";
  for (const link of document.querySelectorAll("a[href]")) {
    const url = new URL(link.href);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) {
      url.pathname += "index.html";
      link.href = url.href;
    }
  }
  for (const form of document.querySelectorAll("form.find")) form.action = new URL("index.html", form.action).href;
}
