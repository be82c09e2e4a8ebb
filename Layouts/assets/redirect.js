// An old address: after a moment on to the page that took its place, unless the reader has begun to do something here.
const choices = [...document.querySelectorAll("[data-query]")];
const link = choices.find((choice) => choice.dataset.query === location.search) ?? document.getElementById("H-moved-to");
const target = new URL(link.href);
if (!target.hash) target.hash = location.hash;
if (target.protocol === "file:" && target.pathname.endsWith("/")) target.pathname += "index.html";
const timer = setTimeout(() => location.replace(target), 2500);
for (const event of ["keydown", "pointerdown"]) addEventListener(event, () => clearTimeout(timer), { once: true });
