"use strict";
// Looks in the lines of the index beside it, asks nobody for anything, and writes what it finds as text, never as markup.
(() => {
  const MOST = 50;
  const SNIPPET = 180;
  const LONGEST = 300; // letters of a query: an address may carry any number
  const { kinds, facets, fields, values, known, words, entries } = ACCORDTRACK;
  const field = document.getElementById("q");
  const count = document.getElementById("count");
  const found = document.getElementById("found");
  const index = document.querySelectorAll("main > section");

  // As accordtrack.text.fold: lower case, without accents.
  const fold = (text) =>
    text.toLowerCase().normalize("NFKD").replace(/\p{Mn}+/gu, "").replace(/ß/g, "ss").replace(/ς/g, "σ");
  const inner = /[\p{L}\p{N}]/u;
  const fill = (text, held) => text.replace(/\{([a-z]+)\}/g, (all, name) => (Object.hasOwn(held, name) ? held[name] : all));
  const many = ([one, more], n) => fill(n === 1 ? one : more, { n: n.toLocaleString("en") });

  const listed = (held) => fill(words.known, { known: held.join(", ") });

  let lines = null;
  function read() {
    lines ??= entries.map(([kind, path, title, code, text, also, held], order) => ({
      kind, path, title, code, text, held, order,
      in: { code: fold(code), title: fold(title), also: fold(also), text: fold(text) },
    }));
    return lines;
  }

  // Where `word` begins a word of `text`, from a place on; -1 where it does not.
  function start(text, word, from = 0) {
    for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !inner.test(text[at - 1]) || !inner.test(word[0])) return at;
    }
    return -1;
  }

  // Terms as the filter language of the register reads them, and what of them is not known.
  function parse(query) {
    const terms = [];
    const notes = [];
    const seen = new Set();
    for (const [whole, minus, name, value] of query.slice(0, LONGEST).matchAll(/(-?)(?:([^\s:"]+):)?("[^"]*"|\S+)/g)) {
      if (seen.has(whole)) continue;
      seen.add(whole);
      const plain = value.replace(/^"|"$/g, "");
      const asked = name && Object.hasOwn(fields, fold(name)) ? fields[fold(name)] : "";
      if (!name || (plain.startsWith("//") && !asked)) {
        const word = fold(name ? `${name}:${plain}` : plain).replace(/^[^\p{L}\p{N}≈]+|[^\p{L}\p{N}]+$/gu, "");
        if (word) terms.push({ word, out: minus === "-" });
      } else if (!asked) {
        notes.push(`${fill(words.field, { x: name })}. ${listed(facets.map((one) => known[one][0]))}`);
        terms.push({ at: -1, any: [], out: false });
      } else {
        const any = [];
        for (const part of plain.split(",").filter(Boolean)) {
          const spelt = fold(part).replace(/-/g, "_").replace(/\./g, "").replace(/ /g, "_");
          if (Object.hasOwn(values[asked], spelt)) any.push(values[asked][spelt]);
          else notes.push(`${fill(words.value, { field: known[asked][0], x: part })}. ${listed(known[asked][1])}`);
        }
        terms.push({ at: facets.indexOf(asked), any, out: minus === "-" && any.length > 0 });
      }
    }
    return { terms, notes };
  }

  // What a line is worth for a word: its code and title before its text; 0 where it is not in it.
  function worth(line, word) {
    const { code, title, also, text } = line.in;
    if (code === word) return 1000;
    if (code && code.startsWith(word)) return 300;
    const at = start(title, word);
    if (at >= 0) return at === 0 ? 120 : 100;
    if (start(code, word) >= 0) return 80;
    if (start(also, word) >= 0) return 40;
    return start(text, word) >= 0 ? 10 : 0;
  }

  function rank(line, terms) {
    let sum = 1;
    for (const { word, at, any, out } of terms) {
      let got = 0;
      if (word) got = worth(line, word);
      else if (line.held && at >= 0) got = (line.held[at] || "").split(" ").some((one) => any.includes(one)) ? 1 : 0;
      if (out ? got : !got) return 0;
      if (!out) sum += got;
    }
    return sum;
  }

  // `text` with the beginnings of words that were looked for in <mark>, as nodes.
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
    for (const word of wanted) {
      for (let here = start(plain, word); here >= 0; here = start(plain, word, here + word.length)) {
        spans.push([from[here], from[here + word.length]]);
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
    const first = wanted.map((word) => start(line.in.text, word)).filter((at) => at >= 0);
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
    const { terms, notes } = parse(query);
    const asked = terms.length > 0;
    for (const part of index) part.hidden = asked;
    found.hidden = !asked;
    found.replaceChildren();
    count.textContent = "";
    if (!asked) return;
    const wanted = terms.filter((term) => term.word && !term.out).map((term) => term.word);
    const hits = read().map((line) => [rank(line, terms), line]).filter(([sum]) => sum > 0);
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
