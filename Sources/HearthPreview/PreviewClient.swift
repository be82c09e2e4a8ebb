/// What the preview adds to pages: a script and its style, from addresses of their own, so that the published site's
/// Content-Security-Policy holds here too.
enum PreviewClient {
    static let prefix = "/.hearth/"

    /// The tag for pages, before `</head>`.
    static func tag(version: Int) -> String {
        "<script src=\"\(prefix)live.js?v=\(version)\" defer></script>"
    }

    /// `$HOME` is the path of the site; it is replaced when the script is sent.
    static let script = #"""
        // Reloads this page when it changes, and shows what is wrong. Only `hearth serve` adds it.
        const script = document.currentScript ?? document.querySelector('script[src*="/.hearth/live.js"]');
        const seen = Number(new URL(script.src).searchParams.get("v"));
        const home = new URL("$HOME", location.href).pathname;
        const here = () => {
          let path = decodeURIComponent(location.pathname);
          path = path.startsWith(home) ? path.slice(home.length) : path.slice(1);
          return path === "" || path.endsWith("/") ? path + "index.html" : path;
        };

        const style = document.createElement("link");
        style.rel = "stylesheet";
        style.href = "/.hearth/live.css";
        document.head.append(style);

        function element(name, className, text) {
          const node = document.createElement(name);
          node.className = className;
          if (text) node.textContent = text;
          return node;
        }

        let panel;
        function show(problems) {
          panel?.remove();
          panel = undefined;
          if (!problems.length) return;
          panel = element("section", "hearth-problems");
          panel.setAttribute("role", "alert");
          panel.setAttribute("aria-label", "Problems of the site");
          const head = element("header", "hearth-problems-head");
          const count = problems.filter((p) => p.severity === "error").length;
          head.append(element("strong", "", count + (count === 1 ? " mistake" : " mistakes") + " in the content"));
          const close = element("button", "", "Close");
          close.type = "button";
          close.addEventListener("click", () => panel.remove());
          head.append(close);
          panel.append(head);
          for (const problem of problems) {
            const item = element("article", "hearth-problem");
            item.append(element("h2", "", problem.summary));
            if (problem.file) item.append(element("p", "hearth-place", problem.file + (problem.line ? ":" + problem.line : "")));
            if (problem.excerpt.length) {
              const pre = element("pre", "");
              for (const line of problem.excerpt) {
                const row = element(line.marked ? "mark" : "span", "", String(line.number).padStart(4) + "  " + line.text);
                pre.append(row);
              }
              item.append(pre);
            }
            if (problem.help) item.append(element("p", "hearth-help", problem.help));
            item.append(element("p", "hearth-id", problem.id));
            panel.append(item);
          }
          document.body.append(panel);
        }

        function restyle(paths, version) {
          for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
            const url = new URL(link.href);
            if (!paths.some((path) => url.pathname === encodeURI(home + path))) continue;
            // The old sheet stays until the new one is there, or the page would flash.
            const next = link.cloneNode();
            url.searchParams.set("v", version);
            next.href = url.href;
            next.addEventListener("load", () => link.remove());
            link.after(next);
          }
        }

        function take(message) {
          show(message.problems);
          if (message.follow !== null && message.follow !== here()) {
            location.href = encodeURI(home + message.follow.replace(/(^|\/)index\.html$/, "$1"));
            return;
          }
          const broken = message.problems.some((p) => p.page === here() && p.severity === "error");
          if (broken) return;
          if (message.changed.includes(here()) || message.all || message.gone.includes(here())) location.reload();
          else if (message.styles.length) restyle(message.styles, message.version);
        }

        let wait = 100;
        function connect() {
          const socket = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + "/.hearth/events");
          socket.addEventListener("open", () => {
            wait = 100;
            socket.send(seen + " " + here());
          });
          socket.addEventListener("message", (event) => take(JSON.parse(event.data)));
          socket.addEventListener("close", () => setTimeout(connect, (wait = Math.min(wait * 2, 2000))));
        }
        connect();

        """#

    static let style = """
        .hearth-problems { position: fixed; inset: auto 0 0 0; max-height: 60vh; overflow: auto; z-index: 2147483647;
          background: #1d1f24; color: #f2f2f0; font: 15px/1.5 system-ui, sans-serif; border-top: 4px solid #d9483b;
          padding: 12px 20px 20px; box-shadow: 0 -8px 40px rgb(0 0 0 / 35%); text-align: start; }
        .hearth-problems-head { display: flex; justify-content: space-between; align-items: center; gap: 16px; }
        .hearth-problems-head strong { font-size: 17px; }
        .hearth-problems button { font: inherit; color: inherit; background: #363a42; border: 1px solid #767c88;
          border-radius: 6px; padding: 6px 14px; min-height: 36px; cursor: pointer; }
        .hearth-problems button:focus-visible { outline: 3px solid #8ab4ff; outline-offset: 2px; }
        .hearth-problem { border-top: 1px solid #3d414a; margin-top: 12px; padding-top: 10px; }
        .hearth-problem h2 { font-size: 16px; margin: 0; color: #fff; }
        .hearth-problem p { margin: 4px 0; }
        .hearth-problem .hearth-place { color: #8ec9ff; font-family: ui-monospace, monospace; font-size: 14px; overflow-wrap: anywhere; }
        .hearth-problem .hearth-help { color: #bfe3b4; }
        .hearth-problem .hearth-id { color: #a5abb6; font-size: 13px; }
        .hearth-problem pre { background: #111317; color: #e6e6e3; border-radius: 6px; padding: 8px 10px; margin: 8px 0;
          overflow-x: auto; font: 13px/1.5 ui-monospace, monospace; white-space: pre; }
        .hearth-problem pre > * { display: block; width: max-content; min-width: 100%; }
        .hearth-problem pre mark { background: #5b2320; color: #fff; }
        @media print { .hearth-problems { display: none; } }

        """
}
