"use strict";
// Searches the index file. Sends no requests, and inserts results as text, never as markup.
(() => {
  const MOST = 50;
  const SNIPPET = 180;
  const LONGEST = 300; // maximum query length in characters: a URL may hold any number
  const { kinds, folders, facets, open, halves, dates, labels, alike, known, words, entries } = ACCORDTRACK;
  // Spellings that are the word itself are listed under "".
  const whole = ({ "": same, ...others }) => ({ ...Object.fromEntries(same.map((one) => [one, one])), ...others });
  const fields = whole(ACCORDTRACK.fields);
  const values = Object.fromEntries(Object.entries(ACCORDTRACK.values).map(([name, spelt]) => [name, whole(spelt)]));
  const field = document.getElementById("q");
  const count = document.getElementById("count");
  const found = document.getElementById("found");
  const index = document.querySelectorAll("main > section");

  // Like accordtrack.core.safe_text.fold: lower case, without accents.
  const fold = (text) =>
    text.toLowerCase().normalize("NFKD").replace(/\p{Mn}+/gu, "").replace(/ß/g, "ss").replace(/ς/g, "σ");
  const inner = /[\p{L}\p{N}]/u;
  const ends = /^(?:es|s)?(?![\p{L}\p{N}])/u;
  const fill = (text, held) => text.replace(/\{([a-z]+)\}/g, (all, name) => (Object.hasOwn(held, name) ? held[name] : all));
  const many = ([one, more], n) => fill(n === 1 ? one : more, { n: n.toLocaleString("en") });

  const listed = (held) => fill(words.known, { known: held.join(", ") });
  const narrowing = () => listed(Object.values(known).map(([name]) => name));

  // All names by field and canonical value: as typed in either language, and as displayed.
  const called = {};
  for (const [name, told] of Object.entries(labels)) {
    called[name] = { ...told };
    for (const [spelt, word] of Object.entries(values[name])) called[name][word] += ` ${spelt.replace(/_/g, " ")}`;
  }

  // Splits the values of a per-half field into pairs of side and value.
  const apart = (words) => words.filter(Boolean).map((word) => [word.slice(0, 2), word.slice(3)]);

  // Values of a field in a line. For per-half fields, only the halves selected by the terms "owes" and "open".
  function held(line, name, about) {
    const kept = open.includes(name) ? line.codes[open.indexOf(name)] : (line.facets || [])[facets.indexOf(name)] || [];
    if (!halves.includes(name)) return kept;
    const still = line.facets ? line.facets[facets.indexOf("open")] : [];
    const ours = ([side]) => !about || (about.sides.has(side) && (!about.still.has(side) || still.includes(side)));
    return apart(kept).filter(ours).map(([, word]) => word);
  }

  // A record counts as unreported only if no half has a status.
  const said = (found) => (found.every((word) => word === "unreported") ? found.slice(0, 1) : found.filter((word) => word !== "unreported"));

  let lines = null;
  function read() {
    lines ??= entries.map(([kind, path, title, code = "", text = "", also = "", held = "", ...more], order) => ({
      kind, title, code, text, order,
      path: path || `${folders[kind]}/${code}.html`,
      facets: held && held.split("|").map((one) => one.split(" ")),
      codes: open.map((_name, at) => (more[at] || "").split(" ").filter(Boolean)),
      days: more.slice(open.length),
      in: { code: fold(code), title: fold(title), also: fold(also), text: fold(text) },
    }));
    const names = new Map(lines.map((line) => [line.code, `${line.in.title} ${line.in.also}`]));
    for (const line of lines) {
      const told = Object.entries(called).flatMap(([name, of]) =>
        (name === "status" ? said(held(line, name)) : held(line, name)).map((word) => of[word] || ""));
      const codes = open.map((name) => held(line, name));
      const led = codes[open.indexOf("lead")].map((code) => names.get(code) || "");
      line.in.codes = fold(codes.flat().join(" "));
      line.in.called = fold([...told, ...led].join(" "));
    }
    return lines;
  }

  // Position in `text` of a word form at or after `from`, or -1.
  // The form must begin a word or, if `whole`, be a whole word or its plural.
  function start(text, { word, whole }, from = 0) {
    for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
      const begins = at === 0 || !inner.test(text[at - 1]) || !inner.test(word[0]);
      if (begins && (!whole || ends.test(text.slice(at + word.length, at + word.length + 3)))) return at;
    }
    return -1;
  }

  // Forms to search for when `word` is typed: the word, its singular, and its synonyms in either language.
  function formsOf(word) {
    const single = [word.replace(/([^s])s$/, "$1"), word.replace(/es$/, "")].filter((one) => one !== word && one.length > 2);
    const meant = (one) => one === word || single.includes(one) || (word.length > 4 && one.startsWith(word));
    const others = alike.map((row) => row.split(" ")).filter((row) => row.some(meant)).flat();
    const whole = [...new Set([...single, ...others])].filter((one) => one !== word);
    return [{ word, whole: false, part: 1 }, ...whole.map((one) => ({ word: one, whole: true, part: 0.5 }))];
  }

  // Whether `text` is an existing year, month or day within the years that the register accepts.
  function dated(text) {
    const [, year, month = "01", day = "01"] = /^([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?$/.exec(text) || [];
    const found = year && new Date(`${year}-${month}-${day}T00:00:00Z`);
    return Boolean(found) && year >= "1800" && year < "3000" && !Number.isNaN(+found) && found.getUTCDate() === +day;
  }

  // Years and months compare as a whole: <2026-12 ends before December, <=2026-12 includes it.
  function compared(day, op, text) {
    const begins = (day || "").slice(0, text.length);
    if (!day) return false;
    if (op === "<") return begins < text;
    if (op === "<=") return begins <= text;
    if (op === ">") return begins > text;
    return op === ">=" ? begins >= text : begins === text;
  }

  // A list value as spelled in the index, however it was typed.
  const spelling = (part) => fold(part).replace(/-/g, "_").replace(/\./g, "").replace(/ /g, "_");

  // The predicate of a field term, or null if the term is invalid, and a message about it.
  function condition(asked, plain) {
    const [, op, rest] = /^(<=|>=|<|>|)(.*)$/.exec(plain);
    const name = known[asked] ? known[asked][0] : asked;
    if (!known[asked]) return [null, `${fill(words.elsewhere, { x: name })}. ${narrowing()}`];
    if (dates.includes(asked) && (op || /^[0-9]/.test(rest) || !facets.includes(asked))) {
      if (!dated(rest)) return [null, `${fill(words.date, { x: rest })}. ${words.write}`];
      return [(line) => compared(line.days[dates.indexOf(asked)], op, rest), ""];
    }
    if (op) return [null, `${fill(words.compared, { field: name })}.`];
    const parts = rest.split(",").filter(Boolean);
    if (asked === "id") {
      const begins = (code) => parts.some((one) => code.toUpperCase().startsWith(one.toUpperCase()));
      return [(line) => (rest.startsWith("=") ? rest.slice(1).split(",").includes(line.code) : begins(line.code)), ""];
    }
    if (open.includes(asked)) {
      const upper = parts.map((one) => one.toUpperCase());
      return [(line, about) => held(line, asked, about).some((code) => upper.includes(code.toUpperCase())), ""];
    }
    const any = [];
    const notes = [];
    for (const part of parts) {
      const spelt = spelling(part);
      if (Object.hasOwn(values[asked], spelt)) any.push(values[asked][spelt]);
      else notes.push(`${fill(words.value, { field: name, x: part })}. ${listed(known[asked][1])}`);
    }
    const found = asked === "status" ? (line, about) => said(held(line, asked, about)) : (line, about) => held(line, asked, about);
    return [any.length ? (line, about) => found(line, about).some((one) => any.includes(one)) : null, notes.join(" ")];
  }

  // Parses a query like the filter language of the register. Returns the terms and messages about unknown ones.
  function parse(query) {
    const terms = [];
    const notes = [];
    const named = { owes: [], open: [] };
    const seen = new Set();
    for (const [whole, minus, name, value] of query.slice(0, LONGEST).matchAll(/(-?)(?:([^\s:"]+):)?("[^"]*"|\S+)/g)) {
      if (seen.has(whole)) continue;
      seen.add(whole);
      const plain = value.replace(/^"|"$/g, "");
      const asked = name && Object.hasOwn(fields, fold(name)) ? fields[fold(name)] : "";
      if (!name || (plain.startsWith("//") && !asked)) {
        const word = fold(name ? `${name}:${plain}` : plain).replace(/^[^\p{L}\p{N}≈]+|[^\p{L}\p{N}]+$/gu, "");
        if (word) terms.push({ forms: formsOf(word), out: minus === "-" });
      } else if (!asked) {
        notes.push(`${fill(words.field, { x: name })}. ${narrowing()}`);
        terms.push({ holds: () => false, out: false });
      } else {
        if (named[asked] && !minus) named[asked].push(...plain.split(",").map((one) => values[asked][spelling(one)]).filter(Boolean));
        const [holds, note] = condition(asked, plain);
        if (note) notes.push(note);
        terms.push({ holds: holds || (() => false), out: minus === "-" && Boolean(holds) });
      }
    }
    const sides = new Set([...named.owes, ...named.open]);
    return { terms, notes, about: sides.size ? { sides, still: new Set(named.open) } : null };
  }

  // Score of a line for a word form: code and title rank above labels and text; 0 means no match.
  function worth(line, form) {
    const { code, title, also, codes, called: names, text } = line.in;
    if (!form.whole && code === form.word) return 1000;
    if (!form.whole && code && code.startsWith(form.word)) return 300;
    const at = start(title, form);
    if (at >= 0) return at === 0 ? 120 : 100;
    if (start(code, form) >= 0) return 80;
    if (start(also, form) >= 0 || start(codes, form) >= 0) return 40;
    if (start(names, form) >= 0) return 20;
    return start(text, form) >= 0 ? 10 : 0;
  }

  function rank(line, terms, about) {
    let sum = 1;
    for (const { forms, holds, out } of terms) {
      const got = forms ? Math.max(...forms.map((form) => form.part * worth(line, form))) : Number(holds(line, about));
      if (out ? got : !got) return 0;
      if (!out) sum += got;
    }
    return sum;
  }

  // Nodes of `text` with the matches wrapped in <mark>.
  function marked(text, wanted) {
    let plain = "";
    const from = [];
    let at = 0;
    for (const letter of text) {
      const folded = fold(letter);
      for (let n = 0; n < folded.length; n += 1) from.push(at);
      plain += folded;
      at += letter.length;
    }
    from.push(text.length);
    const spans = [];
    for (const form of wanted) {
      for (let here = start(plain, form); here >= 0; here = start(plain, form, here + form.word.length)) {
        const end = here + form.word.length;
        spans.push([from[here], from[end + (form.whole ? ends.exec(plain.slice(end, end + 3))[0].length : 0)]]);
      }
    }
    spans.sort((one, other) => one[0] - other[0]);
    const nodes = [];
    let done = 0;
    for (const [begin, end] of spans) {
      if (begin < done) continue;
      nodes.push(text.slice(done, begin), element("mark", text.slice(begin, end)));
      done = end;
    }
    nodes.push(text.slice(done));
    return nodes;
  }

  function snippet(line, wanted) {
    const first = wanted.map((form) => start(line.in.text, form)).filter((at) => at >= 0);
    let from = Math.max(0, Math.min(...(first.length ? first : [0])) - SNIPPET / 3);
    if (from > 0) from = line.text.indexOf(" ", from) + 1;
    let cut = line.text.slice(from, from + SNIPPET);
    if (from + SNIPPET < line.text.length) cut = `${cut.slice(0, Math.max(cut.lastIndexOf(" "), SNIPPET / 2))} …`;
    return from > 0 ? `… ${cut}` : cut;
  }

  function element(name, ...held) {
    const made = document.createElement(name);
    made.append(...held);
    return made;
  }

  function hit(line, wanted) {
    const item = element("li");
    if (line.code && line.code !== line.title) {
      const code = element("span", ...marked(line.code, wanted));
      code.className = "code";
      item.append(code);
    }
    const link = element("a", ...marked(line.title, wanted));
    link.href = line.path.split("/").map((part) => part.split("#").map(encodeURIComponent).join("#")).join("/");
    item.append(link);
    if (line.text) item.append(element("p", ...marked(snippet(line, wanted), wanted)));
    return item;
  }

  function show(query) {
    const { terms, notes, about } = parse(query);
    const asked = terms.length > 0;
    for (const part of index) part.hidden = asked;
    found.hidden = !asked;
    found.replaceChildren();
    count.textContent = "";
    if (!asked) return;
    const wanted = terms.filter((term) => term.forms && !term.out).flatMap((term) => term.forms);
    const hits = read().map((line) => [rank(line, terms, about), line]).filter(([sum]) => sum > 0);
    hits.sort((one, other) => other[0] - one[0] || one[1].order - other[1].order);
    count.textContent = [...notes, hits.length ? `${many(words.found, hits.length)}.` : words.none].join(" ");
    const groups = new Map();
    for (const [, line] of hits.slice(0, MOST)) groups.set(line.kind, [...(groups.get(line.kind) || []), line]);
    for (const [kind, held] of groups) {
      const list = element("ul", ...held.map((line) => hit(line, wanted)));
      list.className = "hits";
      found.append(element("h2", kinds[kind]), list);
    }
    if (hits.length > MOST) found.append(element("p", many(words.more, hits.length - MOST)));
  }

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show(field.value), 150);
  });
  field.value = (new URLSearchParams(location.search).get("q") || "").slice(0, LONGEST);
  show(field.value);
})();
