// What the reader sees of the search: suggestions under every search box, the search page, and the page to ask on.
// All text is set as text, never as mark-up.
(() => {
  "use strict";
  // The other half did not load; the page tries both again.
  if (!globalThis.hearthSearch) return;
  document.querySelector(".find-failed")?.remove();
  const { search, keep, tokensOf, matches, root } = globalThis.hearthSearch;

  // ---- Texts ----------------------------------------------------------------------------------------------------

  const language = (() => {
    try {
      return Intl.getCanonicalLocales(document.documentElement.lang || "en")[0];
    } catch {
      return "en";
    }
  })();
  const numeral = (number) => number.toLocaleString(language);
  // As in site.js, which may be another version: that of the site, or what the browser has kept.
  const words = (text, values) => text.split("##")[0].replace(/\{(\w+)\}/g, (mark, name) => values?.[name] ?? mark);
  /** For one, for many, and how many; a translation comes as one object with a text for each plural form. */
  words.count = (one, many, ...rest) => {
    const [count, values] = typeof one === "string" ? rest : [many, ...rest];
    const text = typeof one !== "string" ? one[new Intl.PluralRules(language).select(count)] ?? one.other : count === 1 ? one : many;
    return words(text, { n: numeral(count), ...values });
  };
  /** A sentence with elements in their places, as `append` takes it. */
  const around = (text, elements) => text.split(/(\{\w+\})/).filter(Boolean).map((piece) => elements[piece.slice(1, -1)] ?? piece);

  const ONE = {
    question: words("Question"), document: words("Document"), person: words("Person"), group: words("Group"), topic: words("Topic"),
    event: words("Event"), "use-case": words("Use case"), measure: words("Measure##metric"), page: words("Page"),
  };
  const MANY = {
    question: words("Questions"), document: words("Documents"), person: words("People"), group: words("Groups"), topic: words("Topics"),
    event: words("Events"), "use-case": words("Use cases"), measure: words("Measures##metrics"), page: words("Pages"),
  };
  const KINDS = Object.keys(ONE);
  const MONTHS = [
    words("Jan"), words("Feb"), words("Mar"), words("Apr"), words("May##month, short"), words("Jun"),
    words("Jul"), words("Aug"), words("Sep"), words("Oct"), words("Nov"), words("Dec"),
  ];

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };
  const hrefOf = (path, anchor = "") => {
    const url = new URL(path, root);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
    if (anchor) url.hash = anchor;
    return url.href;
  };
  /** Why there are no results, in a sentence. */
  const reasonOf = ({ status }) =>
    status === 401 || status === 403
      ? words("The search server does not let you in. Sign in there, or ask who runs it.")
      : words("The search cannot be reached. Is the network there?");
  const UNREAD = words("The search could not be read. Try again, or reload the page.");
  const leadOn = (reason) => words("{reason} The lists below lead on.##reason: a whole sentence", { reason });
  const quoted = (query) => words("“{query}”", { query: query.trim() });

  /** `text` from `start` to `end` with the words of the query marked. */
  const marked = (text, wanted, start = 0, end = text.length) => {
    const pieces = [];
    let at = start;
    for (const token of tokensOf(text)) {
      if (token.kind === "joined" || token.start < at || token.end > end) continue;
      if (!wanted.some((word) => matches(word, token.form))) continue;
      pieces.push(text.slice(at, token.start), make("mark", {}, text.slice(token.start, token.end)));
      at = token.end;
    }
    pieces.push(text.slice(at, end));
    return pieces.filter((piece) => piece !== "");
  };

  /** Items of a list and cells in one line, with a sign between those that end without one. */
  const lineOf = (text) =>
    text
      .split("\n")
      .map((part) => part.replace(/\s+/g, " ").trim())
      .filter(Boolean)
      .reduce((line, part) => `${line}${!line ? "" : /[.,:;!?…。！？]$/.test(line) ? " " : " · "}${part}`, "");

  /** The part of a passage that has most of the words. */
  const excerpt = (text, wanted, length = 220) => {
    const line = lineOf(text);
    if (line.length <= length) return marked(line, wanted);
    const tokens = tokensOf(line).filter((token) => token.kind !== "joined");
    const found = [];
    for (const token of tokens) {
      wanted.forEach((word, place) => {
        if (matches(word, token.form)) found.push({ place, at: token.start });
      });
    }
    let most = 0;
    let first = 0;
    found.forEach(({ at }, place) => {
      const near = new Set(found.slice(place).filter((other) => other.at < at + length - 60).map((other) => other.place));
      if (near.size > most) [most, first] = [near.size, at];
    });
    let start = Math.max(0, Math.min(first - 50, line.length - length));
    if (start > 0) start = line.lastIndexOf(" ", start) + 1;
    let end = Math.min(line.length, start + length);
    if (end < line.length) end = Math.max(line.lastIndexOf(" ", end), start + length / 2);
    return [start > 0 ? "… " : "", ...marked(line, wanted, start, end), end < line.length ? " …" : ""];
  };

  const dateOf = (iso) => {
    const [year, month, day] = iso.split("-").map(Number);
    return make("time", { datetime: iso }, words("{day} {month} {year}", { day, month: MONTHS[month - 1] ?? "", year }));
  };

  // ---- Suggestions under a box ----------------------------------------------------------------------------------

  const mountBox = (form, number) => {
    const box = form.querySelector("input");
    const id = `H-find-${number}`;
    const list = make("div", { class: "find-list", id, role: "listbox", "aria-label": words("Suggestions"), hidden: true });
    const status = make("p", { class: "sr", role: "status" });
    form.append(list, status);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
    })) {
      box.setAttribute(name, value);
    }
    let active = -1;
    const options = () => [...list.querySelectorAll("[role=option]")];
    const close = () => {
      list.hidden = true;
      active = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };
    const activate = (place) => {
      const all = options();
      active = (place + all.length + 1) % (all.length + 1);
      if (active === all.length) active = -1;
      all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
      if (active < 0) box.removeAttribute("aria-activedescendant");
      else {
        box.setAttribute("aria-activedescendant", all[active].id);
        all[active].scrollIntoView({ block: "nearest" });
      }
    };
    const option = (place, href, ...children) =>
      make("a", { role: "option", id: `${id}-${place}`, href, tabindex: "-1", "aria-selected": "false" }, ...children);
    const more = (query) => {
      const url = new URL(form.action);
      url.searchParams.set("q", query.trim());
      return url.href;
    };
    const unfold = (summary) => {
      active = -1;
      box.removeAttribute("aria-activedescendant");
      list.hidden = false;
      box.setAttribute("aria-expanded", "true");
      status.textContent = summary;
    };
    /** Why there are no suggestions, in their place; the page of the search has more to say. */
    const tell = (reason, query) => {
      if (document.activeElement !== box) return close();
      list.replaceChildren(option(0, more(query), make("span", { class: "find-more" }, reason)));
      unfold(reason);
    };
    let timer;
    let asked = 0;
    const show = async () => {
      const query = box.value;
      const number = ++asked;
      if (!query.trim()) return close();
      let results;
      try {
        results = await search(query, {}, 6);
      } catch (error) {
        if (number !== asked) return;
        return tell(reasonOf(error), query);
      }
      if (!results || number !== asked || document.activeElement !== box) return;
      if (results.isBroken && !results.hits.length) return tell(UNREAD, query);
      list.replaceChildren(
        ...results.hits.map(({ fragment, words: wanted }, place) =>
          option(
            place,
            hrefOf(fragment.u),
            make("span", { class: "find-title", dir: "auto" }, ...marked(fragment.t, wanted)),
            make("span", { class: "find-meta" }, [ONE[KINDS[fragment.k]], fragment.l, fragment.g].filter(Boolean).join(" · ")),
          ),
        ),
        option(
          results.hits.length,
          more(query),
          make(
            "span",
            { class: "find-more" },
            results.count
              ? words.count("All 1 result for {query}", "All {n} results for {query}", results.count, { query: quoted(query) })
              : words("Nothing found for {query}. What you can do", { query: quoted(query) }),
          ),
        ),
      );
      unfold(results.count ? words.count("1 result", "{n} results", results.count) : words("No results"));
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(show, 60);
    };
    box.addEventListener("input", () => {
      // What was chosen belongs to the words before; and what is empty has no results that are still to come.
      activate(-1);
      later();
      if (!box.value.trim()) show();
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        clearTimeout(timer);
        asked++;
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !event.isComposing) {
        event.preventDefault();
        if (list.hidden) later();
        else activate(event.key === "ArrowDown" ? active + 1 : active < 0 ? options().length - 1 : active - 1);
      } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
        event.preventDefault();
        options()[active].click();
      }
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    // Focus stays in the box while an option is pressed.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    if (box.value && document.activeElement === box) later();
  };

  // ---- The search page ------------------------------------------------------------------------------------------

  const mountPage = () => {
    const at = (id) => document.getElementById(id);
    const [found, list, facets, status, browse] = ["found", "results", "facets", "status", "browse"].map((name) => at(`H-search-${name}`));
    const box = at("H-q");
    const form = box.form;
    const title = document.title;
    // How many results were unfolded, and where the reader was among them, is kept with the entry of the history.
    const kept = () => history.state ?? {};
    let limit = Math.min(600, Number(kept().limit) || 6);
    let top = Number(kept().top) || 0;
    const keepPlace = () => history.replaceState({ limit, top: scrollY }, "");

    const read = () => {
      const parameters = new URLSearchParams(location.search);
      const filters = {};
      for (const name of ["type", "group", "topic"]) if (parameters.get(name)) filters[name] = parameters.get(name);
      return { query: (parameters.get("q") ?? "").slice(0, 2000), filters };
    };
    let state = read();
    // A new entry of the history for each thing the reader did, not for each letter.
    let isCommitted = true;
    const addressOf = ({ query, filters }) => {
      const url = new URL(location.href);
      url.search = new URLSearchParams({ ...(query.trim() && { q: query.trim() }), ...filters }).toString();
      url.hash = "";
      return url;
    };
    const remember = (isTyping) => {
      const url = addressOf(state);
      if (url.href === location.href.replace(/#.*$/, "")) return;
      if (isTyping && !isCommitted) history.replaceState(null, "", url);
      else history.pushState(null, "", url);
      isCommitted = !isTyping;
    };

    const go = (change) => {
      state = { ...state, ...change };
      limit = 6;
      remember(false);
      return show();
    };
    const choice = (name, value, label, count, isChosen) => {
      const filters = { ...state.filters };
      if (isChosen) delete filters[name];
      else filters[name] = value;
      const link = make(
        "a",
        { class: "facet", href: addressOf({ ...state, filters }).href, "aria-current": isChosen ? "true" : null },
        make("span", { dir: "auto" }, label),
        make("span", { class: "count" }, numeral(count)),
      );
      link.addEventListener("click", async (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        await go({ filters });
        // The link was made anew: the keyboard goes on where it was.
        [...document.querySelectorAll("a.facet")].find((other) => other.dataset.key === link.dataset.key)?.focus();
      });
      link.dataset.key = `${name}:${value}`;
      return link;
    };
    const block = (name, heading, values, label) => {
      const chosen = state.filters[name];
      const shown = values.slice(0, 8);
      if (chosen && !shown.some((entry) => entry.value === chosen)) {
        shown.push(values.find((entry) => entry.value === chosen) ?? { value: chosen, label: chosen, count: 0 });
      }
      if (shown.length < 2 && !chosen) return null;
      return make(
        "section",
        { class: "card facets" },
        make("h2", {}, heading),
        ...shown.map((entry) => choice(name, entry.value, label(entry), entry.count, entry.value === chosen)),
      );
    };

    const row = ({ fragment, part, words: wanted }) => {
      const [anchor, heading, text] = part;
      const meta = make("p", { class: "meta" });
      const facts = [ONE[KINDS[fragment.k]], fragment.g, fragment.d && dateOf(fragment.d)].filter(Boolean);
      facts.forEach((fact, place) => meta.append(place ? " · " : "", fact));
      const passage = make("p", { class: "excerpt", dir: "auto" }, ...excerpt(text, wanted));
      if (heading) {
        const place = make("a", { href: hrefOf(fragment.u, anchor), class: "at" }, ...marked(heading, wanted));
        passage.prepend(place, " ");
      }
      return make(
        "li",
        { class: "row hit" },
        make(
          "div",
          { class: "hit-head" },
          make("a", { class: "row-title", href: hrefOf(fragment.u), dir: "auto" }, ...marked(fragment.t, wanted)),
          fragment.l ? make("span", { class: `state ${fragment.s}` }, fragment.l) : null,
        ),
        meta,
        text || heading ? passage : null,
      );
    };

    const askFor = (query) => {
      const link = at("H-search-ask");
      if (!link) return null;
      const url = new URL(link.href);
      // What a mail or the page to ask on starts with.
      const target =
        url.protocol === "mailto:"
          ? `${link.href}${link.href.includes("?") ? "&" : "?"}subject=${encodeURIComponent(query.trim())}`
          : (url.searchParams.set("title", query.trim()), url.href);
      return make("a", { class: "button primary", href: target }, words("Ask this question"));
    };

    const nothing = (results, isFiltered) => {
      const advice = make("ul", { class: "steps" });
      if (isFiltered) {
        const all = make("a", { href: addressOf({ ...state, filters: {} }).href }, words("Search everything"));
        all.addEventListener("click", (event) => {
          event.preventDefault();
          go({ filters: {} });
          box.focus();
        });
        advice.append(make("li", {}, ...around(words("{link}, not only what you narrowed it to.##the link says: Search everything"), { link: all })));
      }
      advice.append(
        make("li", {}, words("Use fewer words, or others for the same thing.")),
        make("li", {}, words("Look through the topics or the list from A to Z below.")),
        make("li", {}, words("Ask: somebody knows, and the next one will find it here.")),
      );
      const ask = askFor(state.query);
      return make(
        "div",
        { class: "panel none" },
        make("h2", {}, words("Nothing found for {query}", { query: quoted(results.query) })),
        advice,
        ask ? make("p", { class: "actions" }, ask) : null,
      );
    };

    const draw = (results) => {
      const isFiltered = Object.keys(state.filters).length > 0;
      const parts = [];
      const types = results.facets.type;
      if (types.length > 1 || state.filters.type) {
        const all = types.reduce((sum, entry) => sum + entry.count, 0);
        const everything = choice("type", state.filters.type ?? "", words("All##kinds of results"), all, true);
        everything.classList.add("all");
        if (state.filters.type) everything.removeAttribute("aria-current");
        everything.dataset.key = "type:";
        parts.push(
          make(
            "nav",
            { class: "tabs types", "aria-label": words("Types##kinds of results") },
            everything,
            ...types.map((entry) => choice("type", entry.value, MANY[entry.value] ?? entry.value, entry.count, entry.value === state.filters.type)),
          ),
        );
      }
      const isUnread = results.isBroken && !results.hits.length;
      if (isUnread) {
        parts.push(make("p", { class: "notice due" }, leadOn(UNREAD)));
      } else if (results.isBroken) {
        const why = navigator.onLine
          ? words("A part of the search did not load: these are the results from what is here.")
          : words("The network is gone: these are the results from what is here.");
        parts.push(make("p", { class: "notice due" }, why));
      }
      if (results.instead && results.hits.length) {
        const link = make("a", { href: addressOf({ ...state, query: results.instead }).href }, results.instead);
        link.addEventListener("click", (event) => {
          event.preventDefault();
          box.value = results.instead;
          go({ query: results.instead });
          box.focus();
        });
        parts.push(make("p", { class: "instead" }, ...around(words("Results for {link}##corrected words"), { link })));
      }
      if (results.hits.length) {
        parts.push(make("div", { class: "panel" }, make("ol", { class: "rows" }, ...results.hits.map(row))));
        if (results.count > results.hits.length) {
          const more = words("Show more ({shown} of {count})", { shown: results.hits.length, count: results.count });
          const button = make("button", { class: "button", type: "button" }, more);
          button.addEventListener("click", async () => {
            const before = results.hits.length;
            limit += 6;
            keepPlace();
            await show();
            list.querySelectorAll(".hit .row-title")[before]?.focus();
          });
          parts.push(make("p", { class: "actions" }, button));
        }
        const ask = askFor(state.query);
        if (ask) {
          ask.className = "button";
          parts.push(make("p", { class: "ask-line" }, words("Not what you were looking for?"), " ", ask));
        }
      } else if (!isUnread) {
        parts.push(nothing(results, isFiltered));
      }
      list.replaceChildren(...parts);
      globalThis.hearthTabs?.();
      facets.replaceChildren(
        ...[
          block("group", words("Groups"), results.facets.group, (entry) => entry.label),
          block("topic", words("Topics"), results.facets.topic, (entry) => entry.label),
        ].filter(Boolean),
      );
      found.classList.toggle("with-aside", facets.childElementCount > 0);
      facets.hidden = facets.childElementCount === 0;
    };

    let asked = 0;
    const show = async () => {
      const { query, filters } = state;
      const number = ++asked;
      document.title = query.trim() ? `${query.trim()} · ${title}` : title;
      if (!query.trim()) {
        found.hidden = true;
        browse.hidden = false;
        status.textContent = "";
        return;
      }
      // A server may take its time: what stands here are the results of other words.
      const waiting = setTimeout(() => {
        if (number !== asked) return;
        status.textContent = words("Searching …");
        found.hidden = false;
        list.querySelector(".waiting")?.remove();
        list.prepend(make("p", { class: "notice waiting" }, words("Searching for {query} …", { query: quoted(query) })));
      }, 700);
      let results;
      try {
        results = await search(query, filters, limit);
      } catch (error) {
        if (number !== asked) return;
        found.hidden = false;
        status.textContent = reasonOf(error);
        list.replaceChildren(make("p", { class: "notice due" }, leadOn(reasonOf(error))));
        facets.replaceChildren();
        browse.hidden = false;
        return;
      } finally {
        clearTimeout(waiting);
      }
      if (!results || number !== asked) return;
      draw(results);
      found.hidden = false;
      browse.hidden = results.hits.length > 0;
      if (top) scrollTo(0, top);
      top = 0;
      status.textContent = results.isBroken && !results.hits.length ? UNREAD : results.count
        ? words.count("1 result for {query}", "{n} results for {query}", results.count, { query: quoted(query) })
        : words("No results for {query}", { query: quoted(query) });
      (globalThis.requestIdleCallback ?? setTimeout)(keep);
    };

    let timer;
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        state = { ...state, query: box.value };
        limit = 6;
        remember(true);
        show();
      }, 80);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      isCommitted = true;
      go({ query: box.value });
    });
    list.addEventListener("click", (event) => event.target.closest("a") && keepPlace());
    addEventListener("popstate", () => {
      state = read();
      box.value = state.query;
      isCommitted = true;
      limit = Math.min(600, Number(kept().limit) || 6);
      show();
    });
    // Arrows lead from the box through the results and back.
    const titles = () => [box, ...list.querySelectorAll(".hit .row-title")];
    form.parentElement.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
      const all = titles();
      const place = all.indexOf(document.activeElement);
      if (event.key === "Escape" && place > 0) {
        box.focus();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && place >= 0) {
        const next = all[place + (event.key === "ArrowDown" ? 1 : -1)];
        if (!next) return;
        event.preventDefault();
        next.focus();
      }
    });
    // Whoever typed while this script was on its way wants that, and not what the address says.
    if (box.value.trim() && box.value.trim() !== state.query) {
      go({ query: box.value });
    } else {
      box.value = state.query;
      show();
    }
  };

  // ---- The page to ask on ---------------------------------------------------------------------------------------

  const mountAsk = () => {
    const box = document.getElementById("H-ask-title");
    const similar = document.getElementById("H-ask-similar");
    const status = document.getElementById("H-ask-status");
    const links = [...document.querySelectorAll("a[data-ask]")];
    /** The words of the question go along to where it is written. */
    const fill = () => {
      const title = box.value.trim();
      const parts = [];
      let end = -1;
      for (const token of tokensOf(title)) {
        // Pairs of one run overlap: together they are its characters.
        if (token.kind === "pair" && token.start < end) parts.push(parts.pop() + title.slice(end, token.end));
        else if (token.kind !== "joined") parts.push(token.kind === "pair" ? title.slice(token.start, token.end) : token.form);
        if (token.kind !== "joined") end = token.end;
      }
      const slug = parts.join("-");
      for (const link of links) {
        link.href = link.dataset.ask
          .replaceAll("{title}", encodeURIComponent(title))
          .replaceAll("{slug}", encodeURIComponent([...slug].slice(0, 60).join("") || "new-question"));
      }
    };
    let asked = 0;
    const show = async () => {
      fill();
      const number = ++asked;
      // Two characters of Chinese are a question, two of an alphabet are not.
      const isEnough = box.value.trim().length > 2 || tokensOf(box.value).some((token) => token.kind === "pair");
      let results = null;
      try {
        if (isEnough) results = await search(box.value, { type: "question" }, 5);
      } catch {
        if (number === asked) status.textContent = words("Similar questions cannot be looked for.");
      }
      const hits = results?.hits ?? [];
      if (number !== asked || (!results && isEnough)) return;
      similar.hidden = hits.length === 0;
      status.textContent = hits.length ? words.count("1 similar question", "{n} similar questions", hits.length) : "";
      similar.querySelector("ol").replaceChildren(
        ...hits.map(({ fragment, words: wanted }) =>
          make(
            "li",
            { class: "row q" },
            fragment.l ? make("span", { class: `state ${fragment.s}` }, fragment.l) : "",
            make(
              "div",
              {},
              make("a", { class: "row-title", href: hrefOf(fragment.u), dir: "auto" }, ...marked(fragment.t, wanted)),
              make("p", { class: "meta" }, ...[fragment.g, fragment.g && fragment.d ? " · " : "", fragment.d && dateOf(fragment.d)].filter(Boolean)),
            ),
          ),
        ),
      );
    };
    let timer;
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, 120);
    });
    // Enter looks; asking is one of the buttons below.
    box.form.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    // Whoever comes from a group finds it first, and the box in sight.
    const chosen = location.hash.startsWith("#H-in-") && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (chosen) {
      chosen.parentElement.prepend(chosen);
      scrollTo(0, 0);
      box.focus({ preventScroll: true });
    }
    box.value ||= (new URLSearchParams(location.search).get("title") ?? "").slice(0, 200);
    if (box.value) show();
  };

  for (const [number, form] of [...document.querySelectorAll("form.find")].entries()) {
    if (!form.closest(".search-page")) mountBox(form, number);
  }
  if (document.getElementById("H-search-found")) mountPage();
  if (document.getElementById("H-ask-title")) mountAsk();
})();
