// An old address: after a moment on to the page that took its place, unless the reader has begun to do something here.
const choices = [...document.querySelectorAll("[data-query]")];
const moved = document.getElementById("H-moved-to");
const known = choices.find((choice) => choice.dataset.query === location.search);
const map = document.querySelector("[data-map]")?.dataset.map;
let timer;
let isStopped = false;
for (const event of ["keydown", "pointerdown"]) addEventListener(event, () => stop(), { once: true });

function stop() {
  isStopped = true;
  clearTimeout(timer);
}

function lead(link) {
  const target = new URL(link.href);
  if (!target.hash) target.hash = location.hash;
  if (target.protocol === "file:" && target.pathname.endsWith("/")) target.pathname += "index.html";
  if (!isStopped) timer = setTimeout(() => location.replace(target), 2500);
}

// Of thousands of queries the page has only the first; the map of all old addresses has the others.
async function search() {
  const address = new URL(map, location.href);
  const root = new URL(".", address);
  const bare = (path) => path.replace(/(index\.html)?$/, "").replace(/\/$/, "");
  const path = decodeURIComponent(location.pathname.slice(root.pathname.length - 1)).replaceAll("?", "%3F");
  const entries = await (await fetch(address)).json();
  const found = entries.find((entry) => {
    const mark = entry.path.indexOf("?");
    return mark >= 0 && entry.path.slice(mark) === location.search && bare(entry.path.slice(0, mark)) === bare(path);
  });
  if (found) moved.href = new URL(found.to, root);
}

if (known || !map || !location.search) lead(known ?? moved);
else search().catch(() => {}).then(() => lead(moved));
