// The search: reads the index that the build made, ranks pages and shows them. Loaded when somebody begins to search.
//
// The rules of words and ranking are those of Sources/HearthSearch: what is changed here must be changed there, and a
// test compares the two. Numbers are integers, so that both agree to the last one.
(() => {
  "use strict";
  const root = new URL("../", document.currentScript.src);

  // ---- Files ----------------------------------------------------------------------------------------------------

  // A file of the index calls this. Scripts load from disk and under a strict Content-Security-Policy.
  window.hearthShard = (data) => {
    document.currentScript.shard = data;
  };

  const fetchShard = (url) =>
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = url;
      script.onload = () => {
        script.remove();
        if (script.shard === undefined) reject(new Error("no shard"));
        else resolve(script.shard);
      };
      script.onerror = () => {
        script.remove();
        reject(new Error("not there"));
      };
      document.head.append(script);
    });

  const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const numbersOf = (bytes) => {
    const numbers = [];
    let value = 0;
    let scale = 1;
    for (const byte of bytes) {
      value += (byte & 127) * scale;
      scale *= 128;
      if (byte < 128) {
        numbers.push(value);
        value = 0;
        scale = 1;
      }
    }
    return numbers;
  };
  const utf8 = new TextEncoder();
  const hash32 = (text) => {
    let hash = 0x811c9dc5;
    for (const byte of utf8.encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
    return hash >>> 0;
  };
  // Terms and texts are divided into files by the bits of their keys: `2` stands for a division, `1` for a file, `0`
  // for nothing, in preorder.
  class Trie {
    constructor(shape) {
      this.shape = shape;
      this.ones = []; // of each division, where its side of the ones begins
      const open = [];
      for (let at = 0; at < shape.length; at++) {
        if (shape[at] === "2") open.push(at);
        else if (open.length) this.ones[open.pop()] = at + 1;
      }
    }

    /** The name of a key's file, which are the bits that lead to it and a one; undefined where no key is. */
    name(bitAt) {
      let at = 0;
      let bits = "";
      while (this.shape[at] === "2") {
        const bit = bitAt(bits.length);
        bits += bit;
        at = bit ? this.ones[at] : at + 1;
      }
      return this.shape[at] === "1" ? nameOf(bits) : undefined;
    }

    /** The names of all files, or of the first that may have keys with certain first bits. */
    names(limit = Infinity, depth = 0, bitAt = () => 0) {
      const names = [];
      const pending = [[0, ""]];
      while (pending.length && names.length < limit) {
        const [at, bits] = pending.pop();
        if (this.shape[at] === "1") names.push(nameOf(bits));
        if (this.shape[at] !== "2") continue;
        const isFree = bits.length >= depth;
        if (isFree || bitAt(bits.length)) pending.push([this.ones[at], `${bits}1`]);
        if (isFree || !bitAt(bits.length)) pending.push([at + 1, `${bits}0`]);
      }
      return names;
    }
  }
  const nameOf = (bits) =>
    `${bits}1`.replace(/.{1,4}/g, (four) => Number.parseInt(four.padEnd(4, "0"), 2).toString(16));

  /** Numbers of units and impacts, one after the other (Sources/HearthSearch/Index/PostingList.swift). */
  const postingsOf = (bytes) => {
    let at = 0;
    const end = bytes.length * 8;
    const bit = () => {
      const value = at < end ? (bytes[at >> 3] >> (7 - (at & 7))) & 1 : 1;
      at++;
      return value;
    };
    const number = (bits) => {
      let value = 0;
      for (let place = 0; place < bits; place++) value = value * 2 + bit();
      return value;
    };
    const list = [];
    const low = number(5);
    for (let id = -1; ; ) {
      let high = 0;
      while (bit()) {
        high++;
        if (at >= end) return list;
      }
      id += high * 2 ** low + number(low) + 1;
      const impact = !bit() ? 16 : !bit() ? 32 : !bit() ? 52 : number(8);
      if (at > end) return list;
      list.push(id, impact);
    }
  };
  const bitsOf = (bytes) => (depth) => (bytes[depth >> 3] >> (7 - (depth & 7))) & 1;
  const hexOf = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

  /** One audience's index: files are fetched when a query first needs them. */
  class Index {
    constructor(folder, heads) {
      this.folder = new URL(folder, root).href;
      this.head = heads?.get(this.folder);
      this.files = new Map(); // name → data, or null for what could not be loaded
      this.missing = new Set();
      this.lists = new Map();
      this.isBroken = false;
      this.isStale = false; // files of two publications were met
    }

    /** The head, which says where all is and which version it has; `stamp` passes by what the browser has kept. */
    fetchHead(stamp) {
      return fetchShard(`${this.folder}index.js?${stamp}`);
    }

    /** Head and documents; throws where there is no index. */
    async open() {
      this.head ??= await this.fetchHead(Math.floor(Date.now() / HEAD_AGE));
      if (this.rows) return;
      const head = this.head;
      this.print = JSON.stringify(head);
      this.minor = new Set(head.minor?.split(" "));
      this.front = new Set(head.front.split(" "));
      this.back = new Set(head.back.split(" "));
      this.terms = new Trie(head.terms);
      this.texts = new Trie(head.texts);
      const columns = await fetchShard(`${this.folder}docs.js?v=${head.versions.docs}`);
      const [gaps, kinds, priors, groups, topics] = columns.map((text, place) =>
        place === 1 || place === 2 ? bytesOf(text) : numbersOf(bytesOf(text)),
      );
      this.rows = [];
      let id = -1;
      let page = 0;
      let parent = 0;
      let topic = 0;
      gaps.forEach((gap, place) => {
        id += gap + 1;
        if (kinds[place] === 255) {
          this.rows.push({ id, kind: -1, prior: 0, group: 0, topics: [], parent });
          return;
        }
        parent = place;
        const count = topics[topic++];
        this.rows.push({
          id,
          kind: kinds[place],
          prior: priors[page],
          group: groups[page],
          topics: topics.slice(topic, topic + count),
          parent,
        });
        topic += count;
        page++;
      });
    }

    url(name) {
      const kind = name[0];
      const group = hash32(name.slice(2, -3)) & 63;
      const version = this.head.versions[kind]?.slice(4 * group, 4 * group + 4) ?? "";
      return `${this.folder}${name}?v=${version}`;
    }

    /** A file's data if it is here; otherwise it is noted as missing. */
    file(name) {
      const data = this.files.get(name);
      if (data === undefined) this.missing.add(name);
      else if (data === null) this.isBroken = true;
      return data ?? undefined;
    }

    async load(names) {
      await Promise.all(
        [...names].map(async (name) => {
          try {
            this.files.set(name, await fetchShard(this.url(name)));
          } catch {
            this.isBroken = true;
            this.files.set(name, null);
            // A later query may have more luck, but this one must come to an end.
            setTimeout(() => this.files.delete(name), 3000);
          }
        }),
      );
    }

    // ---- Words

    path(bytes, tree) {
      const keys = [];
      for (let depth = 1; depth <= Math.max(1, bytes.length); depth++) {
        const key = hexOf(bytes.slice(0, depth));
        if (!tree.has(key)) break;
        keys.push(key);
      }
      return keys;
    }

    node(kind, key) {
      const name = `${kind}/${key}.js`;
      const data = this.file(name);
      if (!data) return { words: [], top: [] };
      return (data.read ??= { words: entriesOf(data.w), top: entriesOf(data.t) });
    }

    place(form) {
      const bytes = utf8.encode(form);
      const keys = this.path(bytes, this.front).filter((_, at) => at === 0 || 2 * (at + 1) < bytes.length);
      return keys.length ? this.node("v", keys.at(-1)).words : [];
    }

    completions(prefix) {
      const keys = this.path(utf8.encode(prefix), this.front).slice(-1);
      return [
        ...keys.flatMap((key) => [...this.node("v", key).words, ...this.node("v", key).top]),
        ...this.place(prefix),
      ];
    }

    neighbours(form) {
      const bytes = utf8.encode(form);
      return [
        ...this.path(bytes, this.front).flatMap((key) => this.node("v", key).words),
        ...this.path(bytes.toReversed(), this.back).flatMap((key) => this.node("w", key).words),
      ];
    }

    // ---- Postings and fragments

    /** Rows and impacts of a term, one after the other. */
    postings(term) {
      const known = this.lists.get(term);
      if (known) return known;
      const name = this.terms.name(bitsOf(utf8.encode(term)));
      const data = name && this.file(`t/${name}.js`);
      if (!data || !Object.hasOwn(data, term)) return [];
      const list = [];
      const found = postingsOf(bytesOf(data[term]));
      let row = 0;
      for (let at = 0; at < found.length; at += 2) {
        while (row < this.rows.length && this.rows[row].id < found[at]) row++;
        if (row < this.rows.length && this.rows[row].id === found[at]) list.push(row, found[at + 1]);
        else this.isStale = true;
      }
      this.lists.set(term, list);
      return list;
    }

    /** The terms of two characters that begin with `character`, those with the longest postings first. */
    pairs(character) {
      const bytes = utf8.encode(character);
      return this.terms
        .names(6, bytes.length * 8, bitsOf(bytes))
        .flatMap((name) => Object.entries(this.file(`t/${name}.js`) ?? {}))
        .filter(([term]) => term.startsWith(character) && lengthOf(term) === 2)
        .sort(([a, x], [b, y]) => y.length - x.length || compare(a, b))
        .slice(0, 32)
        .map(([term]) => term);
    }

    fragment(row) {
      const id = this.rows[row].id;
      const name = this.textName(id);
      const texts = name && this.file(`f/${name}.js`);
      if (texts && !texts[id]) this.isStale = true;
      return texts?.[id];
    }

    textName(id) {
      return this.texts.name((depth) => (id >> (this.head.bits - 1 - depth)) & 1);
    }
  }

  const entriesOf = (text) =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [form, letter, ...terms] = line.split("\t");
        return { form, frequency: letter.charCodeAt(0) - 97, terms: terms.length ? terms : [form] };
      });

  // ---- Words ----------------------------------------------------------------------------------------------------

  const RUN = /[\p{L}\p{N}\p{M}]+/gu;
  // Thai, Lao, Myanmar, Khmer, and the scripts of China, Japan and Korea: written without spaces.
  const UNSPACED =
    /([\u0E00-\u0EFF\u1000-\u109F\u1100-\u11FF\u1780-\u17FF\u2E80-\u2FDF\u3005-\u3007\u3040-\u312F\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFF9F\u{20000}-\u{3FFFF}]+)/u;
  const LETTERS = { ø: "o", æ: "ae", œ: "oe", ß: "ss", þ: "th", đ: "d", ð: "d", ł: "l", ı: "i", ς: "σ" };
  const isApostrophe = (c) => c === "'" || c === "\u2019";

  /** Makes spellings of one word equal. */
  const fold = (word) => {
    if (/^[\x00-\x7f]*$/.test(word)) return word.slice(0, 40);
    const folded = word
      .normalize("NFKD")
      .replace(/[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670]/g, "")
      .replace(/[øæœßþđðłıς]/g, (c) => LETTERS[c])
      .normalize("NFC");
    return [...folded].slice(0, 40).join("");
  };
  const lower = (text) => (/^[\x00-\x7f]*$/.test(text) ? text.toLowerCase() : [...text].map((c) => c.toLowerCase()).join(""));

  /** The words of a text with their places: `{form, kind, start, end}`. */
  const tokensOf = (text) => {
    const tokens = [];
    let before = null; // the word before, if nothing but one character stands between
    for (const run of text.matchAll(RUN)) {
      let start = run.index;
      const parts = UNSPACED.test(run[0]) ? run[0].split(UNSPACED).filter((part) => part !== "") : [run[0]];
      for (const part of parts) {
        const end = start + part.length;
        if (UNSPACED.test(part)) {
          const characters = [...part];
          let at = start;
          characters.forEach((c, place) => {
            const pair = place + 1 < characters.length ? c + characters[place + 1] : characters.length === 1 ? c : "";
            const form = pair && fold(lower(pair));
            if (form) tokens.push({ form, kind: "pair", start: at, end: at + pair.length });
            at += c.length;
          });
          before = null;
          start = end;
          continue;
        }
        const isLast = end === run.index + run[0].length;
        const follows = before !== null && before.end === start - 1;
        const word = lower(part);
        const isDropped =
          word.length === 1 &&
          word < "\x80" &&
          ((isLast && isApostrophe(text[end])) || (follows && isApostrophe(text[start - 1])));
        if (!isDropped) {
          const form = fold(word);
          if (form) tokens.push({ form, kind: "word", start, end });
          if (follows && before.word && text[start - 1] === "-") {
            const joined = before.word + word;
            if (utf8.encode(joined).length <= 40) tokens.push({ form: fold(joined), kind: "joined", start, end });
          }
        }
        if (isLast && !(text.charCodeAt(end) > 127) && /^[\da-z]+$/i.test(part)) {
          // `C#`, `C++` and `.NET` beside `C` and `NET`.
          const signs = word.length === 1 && word > "9" && /^(?:#(?!#)|\+\+(?!\+))(?![\da-z])/i.exec(text.slice(end, end + 3));
          if (signs) tokens.push({ form: word + signs[0], kind: "joined", start, end });
          if (word.length < 24 && /^[\x00-\x20(]?\.$/.test(text.slice(Math.max(0, start - 2), start))) {
            tokens.push({ form: `.${word}`, kind: "joined", start, end });
          }
        }
        before = isLast ? { word: isDropped ? "" : word, end } : null;
        start = end;
      }
    }
    return tokens;
  };

  /** Optimal string alignment; undefined beyond `limit`. */
  const distanceOf = (a, b, limit) => {
    if (Math.abs(a.length - b.length) > limit) return undefined;
    let before = [];
    let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(row[j - 1] + 1, previous[j] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > limit) return undefined;
      before = previous;
      previous = row;
    }
    return previous[b.length] <= limit ? previous[b.length] : undefined;
  };

  /** By code points, as the index is sorted. */
  const compare = (a, b) => {
    const [x, y] = [[...a], [...b]];
    for (let i = 0; i < x.length && i < y.length; i++) {
      if (x[i] !== y[i]) return x[i].codePointAt(0) - y[i].codePointAt(0);
    }
    return x.length - y.length;
  };
  const commonPrefix = (a, b) => {
    const [x, y] = [[...a], [...b]];
    let length = 0;
    while (length < x.length && length < y.length && x[length] === y[length]) length++;
    return x.slice(0, length).join("");
  };
  const lengthOf = (text) => [...text].length;
  const best = (entries) => {
    const seen = new Set();
    return entries
      .filter((entry) => !seen.has(entry.form) && seen.add(entry.form))
      .sort((a, b) => b.frequency - a.frequency || compare(a.form, b.form));
  };

  // ---- Queries --------------------------------------------------------------------------------------------------

  const addReading = (word, terms, weight, near) => {
    for (const term of terms) {
      const known = word.alternatives.find((a) => a.terms.length === 1 && a.terms[0] === term);
      if (known) known.weight = Math.max(known.weight, weight);
      else word.alternatives.push({ terms: [term], weight, near });
    }
  };
  const addShape = (word, form, terms) => {
    for (const term of terms) {
      const key = commonPrefix(form, term);
      word.shapes.push({ form, key, keyLength: lengthOf(key), most: lengthOf(form) + 3 });
    }
  };
  const matches = (word, token) =>
    word.shapes.some(
      (shape) =>
        token === shape.form ||
        (shape.keyLength >= 3 && token.startsWith(shape.key) && lengthOf(token) <= shape.most),
    );

  /** Whether the word may be another ending of what the site has: it starts with the stem of `entry`. */
  const sharesStem = (form, length, entry) =>
    entry.terms.some((term) => {
      const stem = lengthOf(term);
      return stem >= 3 && stem * 2 >= length && stem + 4 >= length && form.startsWith(term);
    });

  const exactly = (index, form) => index.place(form).find((entry) => entry.form === form);

  const resolveWord = (word, index, isGrowing, isAlone) => {
    const length = lengthOf(word.form);
    const exact = exactly(index, word.form);
    // Before its file is here nobody knows whether the word is: its neighbours would be loaded for nothing.
    if (index.missing.size) return;
    // A single letter is the beginning of anything.
    word.isMinor = index.minor.has(word.form) || (isGrowing && length === 1);
    if (exact) {
      addReading(word, exact.terms, 16);
      addShape(word, word.form, exact.terms);
      word.isCommon = 2 * 2 ** exact.frequency > index.head.docs && index.head.docs >= 64;
    }
    if (isGrowing && length >= 2) {
      const longer = index
        .completions(word.form)
        .filter((entry) => entry.form.startsWith(word.form) && entry.form !== word.form);
      for (const entry of best(longer).slice(0, exact ? 2 : 4)) {
        addReading(word, entry.terms, exact ? BESIDE : 10);
        addShape(word, entry.form, entry.terms);
      }
    }
    // Of three letters alone, most often an abbreviation, nobody can tell whether they are a slip.
    const isShort = length === 3 && isAlone;
    if (word.isMinor || length < 3 || (exact?.frequency ?? 0) > 1 || (exact && isShort)) return;
    if (!exact && addParts(word, index)) return;
    word.isRare = true;
    const form = exact ? undefined : addForms(word, index);
    const known = exact ?? form;
    // A rare word, or one that stands nowhere as it is, may be a slip too, if there are neighbours that are less rare.
    // `coed` may be `cöd`, and `code` as well.
    const hasSlips =
      exact || form?.isAsTyped
        ? addSlips(word, index, length, known.frequency + 2, KNOWN, isShort)
        : addSlips(word, index, length, 0, form ? RESPELLED : UNKNOWN, isShort);
    // Four letters begin and end many words that are no compounds: they must do where nothing else is like them.
    if (length >= LEAST_PART ? !known || known.frequency <= 1 : length === LEAST_PART - 1 && !known && !hasSlips) {
      addCompounds(word, index, length, !known);
    }
  };

  /** `ISO9001` for pages that have `ISO 9001`; answers whether there are any. */
  const addParts = (word, index) => {
    const parts = /^(?:(\p{L}+)(\d+)|(\d+)(\p{L}+))$/u.exec(word.form)?.slice(1).filter(Boolean);
    const entries = parts?.map((part) => exactly(index, part));
    if (!entries?.every((entry) => entry)) return false;
    word.alternatives.push({ terms: entries.map((entry) => entry.terms[0]), weight: 14 });
    for (const entry of entries) addShape(word, entry.form, entry.terms);
    return true;
  };

  /** `EN 12266` for pages that have `EN12266`. */
  const addJoined = (index, first, second) => {
    if (!/^\p{L}+$/u.test(first.form) || !/^\d+$/.test(second.form)) return;
    const entry = exactly(index, first.form + second.form);
    if (!entry) return;
    for (const word of [first, second]) {
      addReading(word, entry.terms, 14);
      addShape(word, entry.form, entry.terms);
    }
  };

  /** `buro` for `buero`; undefined where there is no such pair of letters. */
  const withoutUmlauts = (form) => (/[aou]e/.test(form) ? form.replace(/([aou])e/g, "$1") : undefined);
  const isOneOf = (spellings, { form, terms }) =>
    spellings.some((spelling) => form === spelling || terms.includes(spelling));

  /**
   * The word in other spellings: umlauts as two letters, and without the article of Arabic or with it: a word whose own
   * beginning looks like the article has lost it in its stem.
   */
  const spellingsOf = (form) => {
    const spellings = [form];
    if (withoutUmlauts(form)) spellings.push(withoutUmlauts(form));
    if (form.startsWith("ال") && lengthOf(form) >= 5) spellings.push(form.slice(2));
    if (/^[\u0621-\u064a]/.test(form)) spellings.push("ال" + form);
    return spellings;
  };

  /**
   * Words of the site whose stem is this word, such as `Häuser` for `Haus`; answers how frequent they are, and whether
   * one has it as it was typed and not only without the `e` of an umlaut.
   */
  const addForms = (word, index) => {
    const spellings = spellingsOf(word.form);
    const found = best(index.neighbours(word.form)).filter((entry) => isOneOf(spellings, entry));
    for (const entry of found.slice(0, 3)) {
      addReading(word, entry.terms, 14);
      addShape(word, entry.form, entry.terms);
    }
    const typed = spellings.filter((spelling) => spelling !== withoutUmlauts(word.form));
    return found.length
      ? { frequency: found[0].frequency, isAsTyped: found.some((entry) => isOneOf(typed, entry)) }
      : undefined;
  };

  /** Those with the first few terms; other forms of these terms cost nothing more. */
  const fewTerms = (entries, most, seen = new Set()) =>
    entries.filter(({ terms }) => {
      if (seen.size >= most && !terms.every((term) => seen.has(term))) return false;
      for (const term of terms) seen.add(term);
      return true;
    });

  // How a word that may be a slip stands with the site: on few pages, only with an umlaut, or nowhere.
  const [KNOWN, RESPELLED, UNKNOWN] = [0, 1, 2];
  const MOST_SLIPS = 3;
  // The weight of a reading that is only another chance beside pages that have the word; it never counts as much as the
  // word itself, which has at least this.
  const BESIDE = 6;
  const LEAST_OF_WORD = 12 * 16;
  const hasBeside = ({ alternatives }) => [BESIDE, 16].every((weight) => alternatives.some((reading) => reading.weight === weight));

  /** Whether three letters alone may be a slip: as many as were meant, and the same first one unless two changed places. */
  const isSlip = (a, b) => a.length === b.length && (a[0] === b[0] || (a[0] === b[1] && a[1] === b[0]));

  /** Adds forms that are a slip of the finger away, and other endings of the same word; answers whether there are any. */
  const addSlips = (word, index, length, least, standing, isShort) => {
    const most = length >= 8 ? 2 : 1;
    const isUnknown = standing === UNKNOWN;
    const spellings = (isUnknown ? spellingsOf(word.form) : [word.form]).map((spelling) => [...spelling]);
    const near = [];
    const endings = [];
    const far = [];
    for (const entry of best(index.neighbours(word.form))) {
      if (entry.frequency < least || entry.form === word.form || index.minor.has(entry.form)) continue;
      const other = [...entry.form];
      if (isShort && !isSlip([...word.form], other)) continue;
      const distance = Math.min(...spellings.map((letters) => distanceOf(letters, other, most) ?? Infinity));
      if (distance <= 1) near.push(entry);
      else if (isUnknown && sharesStem(word.form, length, entry)) endings.push(entry);
      else if (distance <= most) far.push(entry);
    }
    const weight = standing === KNOWN ? BESIDE : 11;
    const add = (entries, weight) => {
      for (const entry of entries) {
        addReading(word, entry.terms, weight, entry.form);
        addShape(word, entry.form, entry.terms);
      }
    };
    // Real slips come first, and the last place is kept for another ending.
    const seen = new Set();
    add(fewTerms(near, endings.length ? MOST_SLIPS - 1 : MOST_SLIPS, seen), weight);
    add(fewTerms(endings, MOST_SLIPS, seen), weight);
    add(fewTerms(near, MOST_SLIPS, seen), weight);
    add(fewTerms(far, MOST_SLIPS, seen), Math.min(weight, 7));
    return seen.size > 0;
  };

  const MOST_COMPOUNDS = 8;
  const LEAST_PART = 5;

  /** `Reisekostenabrechnung` for `Abrechnung`, and for `Reisekosten`. */
  const addCompounds = (word, index, length, isUnknown) => {
    const rest = isUnknown && length >= LEAST_PART ? 1 : 3;
    const found = best(index.neighbours(word.form)).filter(
      ({ form }) => (form.endsWith(word.form) || form.startsWith(word.form)) && lengthOf(form) >= length + rest,
    );
    for (const entry of fewTerms(found, MOST_COMPOUNDS)) {
      addReading(word, entry.terms, isUnknown ? 9 : BESIDE);
      addShape(word, entry.form, entry.terms);
    }
  };

  /** `Schuhschrank` for `Schuh Schrank`, and `Urlaubsantrag` for `Urlaub Antrag`, if one of the two is rare. */
  const addWholes = (words, index) => {
    for (const word of words.filter(({ isRare }) => isRare)) {
      for (const other of words) {
        if (other === word || !other.isWord || other.isMinor || lengthOf(other.form) < 3) continue;
        const length = lengthOf(word.form) + lengthOf(other.form);
        const isWhole = ({ form }) =>
          ((form.startsWith(word.form) && form.endsWith(other.form)) ||
            (form.startsWith(other.form) && form.endsWith(word.form))) &&
          lengthOf(form) >= length &&
          lengthOf(form) <= length + 2;
        for (const entry of fewTerms(best(index.neighbours(word.form)).filter(isWhole), 2)) {
          for (const part of [word, other]) {
            addReading(part, entry.terms, 14);
            addShape(part, entry.form, entry.terms);
          }
        }
      }
    }
  };

  const addSynonyms = (words, index) => {
    const forms = words.map((word) => word.form);
    for (const group of index.head.synonyms) {
      const names = (group.names ??= group.map((name) =>
        tokensOf(name)
          .filter((token) => token.kind !== "joined")
          .map((token) => token.form),
      ));
      names.forEach((name, place) => {
        if (!name.length) return;
        for (let start = 0; start + name.length <= forms.length; start++) {
          if (!name.every((form, at) => forms[start + at] === form)) continue;
          names.forEach((otherName, other) => {
            if (other === place || !otherName.length) return;
            const terms = otherName
              .map((form) => index.place(form).find((entry) => entry.form === form)?.terms[0])
              .filter((term) => term !== undefined);
            if (terms.length !== otherName.length) return;
            for (let at = start; at < start + name.length; at++) {
              words[at].alternatives.push({ terms, weight: 12 });
              if (terms.length === 1) addShape(words[at], otherName[0], terms);
            }
          });
        }
      });
    }
  };

  /** What a long text is about: its rarest words that the site has, in their order. */
  const tellingTokens = (tokens, index) => {
    const costOf = ({ form, kind }) => {
      if (kind === "pair") return 10;
      if (index.minor.has(form)) return 60;
      return exactly(index, form)?.frequency ?? (kind === "word" ? 50 : 99);
    };
    return tokens
      .map((token, place) => ({ token, place, cost: costOf(token) }))
      .sort((a, b) => a.cost - b.cost || a.place - b.place)
      .slice(0, MOST_WORDS)
      .sort((a, b) => a.place - b.place)
      .map(({ token }) => token);
  };

  const MOST_WORDS = 12;
  const MOST_TOKENS = 48;

  const readQuery = (query, index) => {
    let tokens = tokensOf(query).slice(0, MOST_TOKENS);
    const isOpen = /[\p{L}\p{N}\p{M}]$/u.test(query);
    const lastWord = tokens.findLast((token) => token.kind === "word");
    if (tokens.length > MOST_WORDS) tokens = tellingTokens(tokens, index);
    const isAlone = tokens.filter((token) => token.kind === "word").length === 1;
    const words = [];
    if (index.missing.size) return words;
    for (const token of tokens) {
      const word = { form: token.form, alternatives: [], shapes: [], isCommon: false, isMinor: false, isOptional: false, isWord: token.kind === "word", isRare: false };
      if (token.kind === "pair") {
        addReading(word, [token.form], 16);
        addShape(word, token.form, [token.form]);
        for (const pair of lengthOf(token.form) === 1 ? index.pairs(token.form) : []) {
          addReading(word, [pair], 10);
          addShape(word, pair, [pair]);
        }
      } else if (token.kind === "word") {
        resolveWord(word, index, isOpen && token === lastWord, isAlone);
      } else {
        word.isOptional = true;
        const entry = exactly(index, token.form);
        if (entry) {
          addReading(word, entry.terms, 16);
          addShape(word, entry.form, entry.terms);
        }
      }
      words.push(word);
    }
    words.forEach((word, place) => place && addJoined(index, words[place - 1], word));
    addWholes(words, index);
    addSynonyms(words, index);
    return words;
  };

  // ---- Ranking --------------------------------------------------------------------------------------------------

  const weightOf = (pages, all) => {
    if (!pages) return 0;
    const ratio = Math.max(1, Math.floor((all * 64) / pages));
    const exponent = 31 - Math.clz32(ratio);
    const fraction = (exponent >= 4 ? ratio >> (exponent - 4) : ratio << (4 - exponent)) & 15;
    return Math.max(4, 16 * exponent + fraction - 96 + 8);
  };

  const valuesOf = (word, index) => {
    const values = new Int32Array(index.rows.length);
    const mostBeside = hasBeside(word) ? LEAST_OF_WORD - 1 : Infinity;
    for (const { terms, weight } of word.alternatives) {
      if (terms.length === 1) {
        const list = index.postings(terms[0]);
        const most = weight === BESIDE ? mostBeside : Infinity;
        for (let at = 0; at < list.length; at += 2) {
          const value = Math.min(weight * list[at + 1], most);
          if (value > values[list[at]]) values[list[at]] = value;
        }
        continue;
      }
      let least = null;
      for (const term of terms) {
        const mine = new Map();
        const list = index.postings(term);
        for (let at = 0; at < list.length; at += 2) {
          const parent = index.rows[list[at]].parent;
          mine.set(parent, Math.max(mine.get(parent) ?? 0, list[at + 1]));
        }
        if (least) for (const [row, impact] of mine) mine.set(row, Math.min(impact, least.get(row) ?? 0));
        least = mine;
      }
      for (const [row, impact] of least) if (weight * impact > values[row]) values[row] = weight * impact;
    }
    return values;
  };

  // An impact that only a title, heading or keyword gives.
  const FIELD = 16 * 64;

  const rank = (all, index) => {
    const telling = all.filter((w) => !w.isCommon && !w.isMinor && !w.isOptional && w.alternatives.length).length;
    const words = all.filter((w) => w.alternatives.length && !(w.isCommon && telling >= 2));
    const count = index.rows.length;
    const totals = new Float64Array(count);
    const covered = new Int32Array(count);
    const lacking = new Int32Array(count);
    const titled = new Int32Array(count);
    const unitTotals = new Float64Array(count);
    const unitWords = new Int32Array(count);
    const pageWords = new Int32Array(count);
    let sumOfWeights = 0;
    for (const word of words) {
      const ofUnits = valuesOf(word, index);
      const ofPages = new Int32Array(count);
      for (let row = 0; row < count; row++) {
        const parent = index.rows[row].parent;
        if (ofUnits[row] > ofPages[parent]) ofPages[parent] = ofUnits[row];
      }
      // Words of every sentence do not outvote those that say what it is about.
      const isMinor = word.isMinor && telling > 0;
      const isWanted = !word.isOptional && !isMinor;
      const rarityOf = (least) => weightOf(ofPages.reduce((sum, value) => sum + (value >= least), 0), index.head.docs) >> (isMinor ? 3 : 0);
      const any = rarityOf(1);
      // What is only like the word says as little as all such pages are many.
      const least = hasBeside(word) ? LEAST_OF_WORD : 0;
      const own = least ? Math.max(rarityOf(least), any) : any;
      if (isWanted) sumOfWeights += own;
      for (let row = 0; row < count; row++) {
        const unit = ofUnits[row];
        if (unit) unitWords[row]++;
        unitTotals[row] += (unit < least ? any : own) * (unit >= FIELD ? 1 : unit);
        const value = ofPages[row];
        if (!value) continue;
        const weight = value < least ? any : own;
        pageWords[row]++;
        if (value >= FIELD) titled[row]++;
        totals[row] += weight * value;
        if (!isWanted) continue;
        covered[row] += own;
        lacking[row] += own - weight;
      }
    }
    const units = Array.from({ length: count }, (_, row) => row);
    let most = 0;
    for (let row = 0; row < count; row++) {
      const parent = index.rows[row].parent;
      // The beginning of a page, unless it lacks words that a later part has.
      if (parent !== row && unitWords[parent] < pageWords[parent] && unitTotals[row] > unitTotals[units[parent]]) units[parent] = row;
      if (covered[row] > most) most = covered[row];
    }
    const ranked = [];
    for (let row = 0; row < count; row++) {
      if (!totals[row] || covered[row] * 2 < most) continue;
      const share = sumOfWeights ? Math.floor((64 * (covered[row] - lacking[row])) / sumOfWeights) : 64;
      const score = Math.floor((totals[row] * share * share * index.rows[row].prior) / 524288);
      ranked.push({ index, row, unit: units[row], score, isTitled: words.length > 1 && titled[row] === words.length });
    }
    return ranked.sort((a, b) => b.score - a.score || a.row - b.row);
  };

  const standingOf = (words, text) => {
    const distinct = new Set();
    let pairs = 0;
    let tokens = 0;
    let last = [];
    for (const token of tokensOf(text)) {
      if (token.kind === "joined") continue;
      tokens++;
      const now = [];
      words.forEach((word, at) => {
        if (matches(word, token.form)) now.push(at);
      });
      for (const at of now) distinct.add(at);
      if (now.some((at) => last.includes(at - 1))) pairs++;
      last = now;
    }
    return { distinct: distinct.size, pairs, tokens };
  };

  const bonusOf = (fragment, words) => {
    const wanted = words.filter((word) => !word.isOptional);
    if (!wanted.length) return 0;
    const title = standingOf(wanted, fragment.t);
    let bonus = 8 * Math.min(4, title.pairs) + Math.floor((16 * title.distinct) / wanted.length);
    if (title.distinct === wanted.length) bonus += 16;
    // The title that has little else than these words is the one that was meant.
    // One word may stand for several, where a topic has a name of several words.
    bonus += Math.floor((48 * Math.min(title.distinct, title.tokens)) / Math.max(1, title.tokens));
    // The title that is just what was typed, and no other form of it.
    const forms = tokensOf(fragment.t).map((token) => token.form);
    if (forms.length === words.length && forms.every((form, at) => form === words[at].form)) bonus += 48;
    const pairs = Math.max(0, ...fragment.p.map((part) => standingOf(wanted, part[2]).pairs));
    return bonus + 2 * Math.min(4, pairs);
  };

  const bestPassage = (fragment, words) => {
    let place = 0;
    let most = -1;
    fragment.p.forEach((part, at) => {
      const text = standingOf(words, part[2]);
      const heading = standingOf(words, part[1]);
      const value = 4 * (text.distinct + heading.distinct) + Math.min(4, text.pairs + heading.pairs);
      if (value > most) [place, most] = [at, value];
    });
    return place;
  };

  const KINDS = ["question", "document", "person", "group", "topic", "event", "use-case", "measure", "page"];

  const accepts = ({ index, row }, filters, except) => {
    const facts = index.rows[row];
    if (except !== "type" && filters.type && KINDS[facts.kind] !== filters.type) return false;
    if (except !== "group" && filters.group && index.head.groups[facts.group - 1]?.[0] !== filters.group) return false;
    return (
      except === "topic" || !filters.topic || facts.topics.some((topic) => index.head.topics[topic]?.[0] === filters.topic)
    );
  };

  /** What is found of `all` for each value of a facet, most first. */
  const facetOf = (all, filters, name, valuesAt) => {
    const counts = new Map();
    for (const ranked of all) {
      if (!accepts(ranked, filters, name)) continue;
      for (const [value, label] of valuesAt(ranked.index, ranked.index.rows[ranked.row])) {
        const entry = counts.get(value) ?? { value, label, count: 0 };
        entry.count++;
        counts.set(value, entry);
      }
    }
    return [...counts.values()].sort((a, b) => b.count - a.count || compare(a.label, b.label));
  };

  /** Runs `work` until every file that it asks for is here, or known to be lost. */
  const settle = async (indexes, work, isWanted) => {
    for (;;) {
      for (const index of indexes) index.missing.clear();
      const result = work();
      const lacking = indexes.filter((index) => index.missing.size);
      if (!lacking.length) return result;
      await Promise.all(lacking.map((index) => index.load(index.missing)));
      if (!isWanted()) return null;
    }
  };

  // ---- The search of this page ----------------------------------------------------------------------------------

  // The head is asked anew after this time: it says which other files have changed.
  const HEAD_AGE = 300000;
  let opened = null;
  let openedAt = 0;
  /** The open index, and those of the restricted groups whose pages were visited in this tab. */
  const open = (heads) => {
    opened ??= (async () => {
      openedAt = Date.now();
      const main = new Index("search/", heads);
      await main.open();
      const indexes = [main];
      for (const folder of (globalThis.hearthMembers ?? [])) {
        const index = new Index(folder, heads);
        try {
          await index.open();
          indexes.push(index);
        } catch {
          // No longer allowed, or gone.
        }
      }
      return indexes;
    })();
    opened.catch(() => (opened = null));
    return opened;
  };

  let renewing = null;
  /** Opens the index anew if the site was published since; answers whether it was. */
  const renew = (indexes) => (renewing ??= renewAll(indexes).finally(() => (renewing = null)));
  const renewAll = async (indexes) => {
    openedAt = Date.now();
    const heads = new Map();
    await Promise.all(
      indexes.map(async (index) => {
        try {
          heads.set(index.folder, await index.fetchHead(openedAt));
        } catch {
          // Without a network what is here goes on.
        }
      }),
    );
    const isSame = ({ folder, print }) => !heads.has(folder) || JSON.stringify(heads.get(folder)) === print;
    if (indexes.every(isSame)) return false;
    opened = kept = null;
    await open(heads);
    return true;
  };

  // How many of the first results are looked at closely, and shown at first.
  const WINDOW = 6;
  const TITLED = 3;

  let latest = 0;
  /** The results of a query, or null when a later one was begun meanwhile. */
  const search = async (query, filters = {}, limit = WINDOW) => {
    const number = ++latest;
    const isWanted = () => number === latest;
    let indexes = await open();
    if (isWanted() && Date.now() - openedAt > HEAD_AGE) {
      await Promise.race([renew(indexes), new Promise((resolve) => setTimeout(resolve, 1500))]);
      indexes = await open();
    }
    if (!isWanted()) return null;
    const found = await look(indexes, query, filters, limit, isWanted);
    // The site may have been published while this page was open.
    const isDoubtful = found && indexes.some((index) => index.isBroken || index.isStale);
    if (!isDoubtful || !(await renew(indexes))) return found;
    return isWanted() ? look(await open(), query, filters, limit, isWanted) : null;
  };
  const look = (indexes, query, filters, limit, isWanted) => {
    for (const index of indexes) index.isBroken = index.isStale = false;
    return settle(
      indexes,
      () => {
        let all = [];
        const words = new Map();
        for (const index of indexes) {
          words.set(index, readQuery(query, index));
          if (index.missing.size) continue;
          all.push(...rank(words.get(index), index));
        }
        if (indexes.some((index) => index.missing.size)) return null;
        const top = [];
        const rest = [];
        for (const index of indexes) {
          const mine = all.filter((ranked) => ranked.index === index && accepts(ranked, filters));
          // Three places are for pages that have all words in titles and headings, be they as frequent as they may.
          const near = mine.slice(0, WINDOW - TITLED);
          const named = mine.slice(near.length).filter((ranked) => ranked.isTitled).slice(0, TITLED);
          const chosen = new Set([...near, ...named]);
          for (const ranked of mine) if (chosen.size < WINDOW) chosen.add(ranked);
          for (const ranked of mine.filter((ranked) => chosen.has(ranked))) {
            const fragment = index.fragment(ranked.unit);
            const bonus = fragment ? bonusOf(fragment, words.get(index)) : 0;
            top.push({ ...ranked, score: Math.floor((ranked.score * (64 + bonus)) / 64) });
          }
          rest.push(...mine.filter((ranked) => !chosen.has(ranked)));
        }
        top.sort((a, b) => b.score - a.score || a.row - b.row);
        rest.sort((a, b) => b.score - a.score || a.row - b.row);
        const found = [...top, ...rest];
        const hits = found.slice(0, limit).map(({ index, unit, score }) => {
          const fragment = index.fragment(unit);
          if (!fragment) return null;
          const part = fragment.p[bestPassage(fragment, words.get(index))] ?? ["", "", ""];
          return { fragment, part, score, words: words.get(index) };
        });
        return {
          query,
          hits: hits.filter((hit) => hit),
          count: found.length,
          isBroken: indexes.some((index) => index.isBroken),
          instead: corrected(query, words.get(indexes[0])),
          facets: {
            type: facetOf(all, filters, "type", (_, row) => [[KINDS[row.kind], KINDS[row.kind]]]),
            group: facetOf(all, filters, "group", (index, row) =>
              row.group ? [index.head.groups[row.group - 1]] : [],
            ),
            topic: facetOf(all, filters, "topic", (index, row) =>
              row.topics.map((topic) => index.head.topics[topic]).filter((topic) => topic),
            ),
          },
        };
      },
      isWanted,
    );
  };

  /** The query with mistyped words as they stand in the site, or null. */
  const corrected = (query, words) => {
    const spelling = new Map();
    for (const word of words) {
      if (word.alternatives.length && word.alternatives.every((a) => a.near)) {
        spelling.set(word.form, word.alternatives[0].near);
      }
    }
    if (!spelling.size) return null;
    let text = "";
    let end = 0;
    for (const token of tokensOf(query)) {
      if (token.kind !== "word" || !spelling.has(token.form)) continue;
      text += query.slice(end, token.start) + spelling.get(token.form);
      end = token.end;
    }
    return text + query.slice(end);
  };

  const listOf = (value) => (value === undefined || value === null ? [] : [value].flat());
  const textOf = (value) => (typeof value === "string" ? value : "");
  const isAddress = (address) => {
    const url = typeof address === "string" && URL.canParse(address, root) && new URL(address, root);
    return url && (/^https?:$/.test(url.protocol) || url.protocol === root.protocol);
  };
  // What groups and topics are called, as far as documents told.
  const titles = { group: new Map(), topic: new Map() };
  const learn = (page) => {
    const tell = (name, value, title) => textOf(title) && titles[name].set(value, title);
    tell("group", page?.group, page?.group_title);
    const names = listOf(page?.topic_titles);
    listOf(page?.topics).forEach((topic, place) => tell("topic", topic, names[place]));
  };

  /** The same from a search server (`search.endpoint`), which knows who asks and what they may see. */
  const searchServer = async (query, filters = {}, limit = WINDOW) => {
    const number = ++latest;
    const fields = ["title^8", "other_titles^6", "keywords^3", "sections.heading^3", "sections.text", "authors"];
    const matched = { multi_match: { query, fields, type: "cross_fields", operator: "or", minimum_should_match: "2<60%" } };
    const mistyped = { multi_match: { query, fields, fuzziness: "AUTO", boost: 0.3 } };
    const narrowed = (except) =>
      Object.entries(filters).filter(([name]) => name !== except).map(([name, value]) => ({ term: { [KEYS[name]]: value } }));
    // One document of each group and topic tells its title.
    const named = { title: { top_hits: { size: 1, _source: ["group", "group_title", "topics", "topic_titles"] } } };
    const facet = (name) => ({
      filter: { bool: { filter: narrowed(name) } },
      aggs: { values: { terms: { field: KEYS[name], size: 20 }, ...(name !== "type" && { aggs: named }) } },
    });
    const asking = fetch(new URL(globalThis.hearthEndpoint, root), {
      method: "POST",
      credentials: "include",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        size: limit,
        query: {
          function_score: {
            query: { bool: { should: [matched, mistyped], minimum_should_match: 1 } },
            // Verified and accepted pages up, obsolete ones down; documents of other systems need not say.
            field_value_factor: { field: "boost", missing: 1 },
          },
        },
        post_filter: { bool: { filter: narrowed() } },
        aggs: { type: facet("type"), group: facet("group"), topic: facet("topic") },
      }),
    });
    let found;
    try {
      const answer = await asking;
      if (!answer.ok) throw Object.assign(new Error(`the search server says ${answer.status}`), { status: answer.status });
      found = await answer.json();
    } catch (error) {
      if (number !== latest) return null;
      throw error;
    }
    if (number !== latest) return null;
    const words = tokensOf(query).map(({ form }) => {
      const word = { form, alternatives: [], shapes: [], isOptional: false };
      addShape(word, form, [form.length > 4 ? form.slice(0, -1) : form]);
      return word;
    });
    const hits = found.hits.hits.flatMap(({ _source: page, _score: score }) => {
      // What a server has of other systems may lack anything.
      if (!isAddress(page?.url)) return [];
      learn(page);
      const fragment = {
        u: page.url, t: textOf(page.title) || page.url, k: KINDS.indexOf(page.type), s: page.state, l: page.state_label,
        g: page.group_title, d: /^\d{4}-\d\d-\d\d/.exec(page.date)?.[0],
        p: listOf(page.sections).map((part) => [part?.anchor, part?.heading, part?.text].map(textOf)),
      };
      return [{ fragment, part: fragment.p[bestPassage(fragment, words)] ?? ["", "", ""], score, words }];
    });
    const values = (name) =>
      (found.aggregations?.[name]?.values?.buckets ?? []).map(({ key, doc_count: count, title }) => {
        learn(title?.hits?.hits?.[0]?._source);
        return { value: key, label: titles[name]?.get(key) ?? key, count };
      });
    return {
      query,
      hits,
      count: found.hits.total?.value ?? found.hits.total ?? hits.length,
      isBroken: false,
      instead: null,
      facets: { type: values("type"), group: values("group"), topic: values("topic") },
    };
  };
  const KEYS = { type: "type.keyword", group: "group.keyword", topic: "topics.keyword" };

  // A third of that when compressed.
  const KEPT_BYTES = 1000000;

  let kept = null;
  /** Loads a small index whole, once, so that searching goes on when the network does not. */
  const keep = () => (kept ??= keepAll());
  const keepAll = async () => {
    for (const index of await open()) {
      if (index.head.bytes > KEPT_BYTES) continue;
      const names = [...index.front].map((key) => `v/${key}.js`).concat([...index.back].map((key) => `w/${key}.js`));
      for (const name of index.terms.names()) names.push(`t/${name}.js`);
      for (const name of index.texts.names()) names.push(`f/${name}.js`);
      const wanted = names.filter((name) => !index.files.has(name));
      for (let at = 0; at < wanted.length; at += 6) await index.load(wanted.slice(at, at + 6));
    }
  };

  globalThis.hearthSearch = globalThis.hearthEndpoint
    ? { search: searchServer, keep: () => {}, tokensOf, matches, root }
    : { search, keep, tokensOf, matches, root };
})();
