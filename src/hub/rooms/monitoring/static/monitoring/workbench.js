// The page of the workbench: controls in, ranks and bands out, once a frame. The arithmetic is in workbench-ranks.js.
"use strict";
(() => {
  const bench = document.getElementById("workbench"), form = document.getElementById("choices");
  if (!bench || !globalThis.WorkbenchRanks) return;
  const FIRST = 10, BESIDE = 7, FEW = 40, STILL = 250;
  const byId = (id) => document.getElementById(id), texts = byId("texts").dataset;
  const body = byId("ranks"), said = byId("said"), own = byId("own"), more = byId("all"), picker = byId("place");
  const query = document.querySelector("input[name=query]");
  // The numbers of this page are written as the server writes them: the language's decimal mark, Latin digits.
  const locale = `${document.documentElement.lang}-u-nu-latn`, formats = {};
  const write = (value, digits = 1) => (formats[digits] ??= new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits, roundingMode: "halfEven" })).format(value);
  const signed = (value) => { const text = write(Math.abs(value)); return (value < 0 && /[1-9]/.test(text) ? "−" : "+") + text; };
  const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
  const put = (element, text) => { if (element.textContent !== text) element.textContent = text; };

  const sliders = new Map([...form.querySelectorAll("input[type=range]")].map((input) => [input.name.slice(2), input]));
  const outputs = new Map([...sliders].map(([code, input]) => [code, input.parentElement.querySelector("output")]));
  const boxes = new Map([...form.querySelectorAll("input[name=pick]")].map((input) => [input.value, input]));
  // A slider stands at steps; what was found for a place or came with the address is kept in full.
  const exact = new Map([...sliders].map(([code, input]) => [code, Number(input.dataset.exact)]));
  let ranks = null, names = [], codes = [], printed = [], all = location.search.includes("all="), loading = null, frame = 0, still = 0, order = [], slots = [];

  // --- values: fetched when somebody reaches for the workbench, not before
  function load() {
    loading ??= fetch(bench.dataset.values)
      .then((answer) => { if (!answer.ok) throw new Error(answer.status); return answer.json(); })
      .then((file) => {
        [codes, names] = [file.places.map((place) => place[0]), file.places.map((place) => place[1])];
        ranks = new WorkbenchRanks(file);
        printed = file.printed;
        schedule();
      })
      .catch(() => { loading = null; said.textContent = texts.failed; });
    return loading;
  }
  for (const event of ["pointerover", "focusin", "touchstart", "keydown"]) bench.addEventListener(event, load, { once: true, passive: true });

  function schedule() {
    if (!ranks) { load(); return; }
    frame ||= requestAnimationFrame(draw);
  }

  const chosen = () => codes.indexOf(picker.value);
  const multipliers = () => Object.fromEntries([...exact].filter(([, factor]) => factor !== 1));

  function draw() {
    frame = 0;
    ranks.choose(multipliers(), form.normalisation.value, form.aggregation.value);
    const works = ranks.update();
    byId("empty").hidden = works;
    body.closest(".table-wrap").hidden = !works;
    if (works) {
      order = [...ranks.ranked].sort((a, b) => ranks.rank[a] - ranks.rank[b] || a - b);
      drawOwn();
      drawRows(false);
      drawShares();
    } else own.hidden = true;
    clearTimeout(still);
    still = setTimeout(settle, STILL);
  }

  /** What can wait until the hand is still: rows out of sight, the decomposition, the address, the spoken line. */
  function settle() {
    keepAddress();
    if (!ranks.shares) return;
    drawRows(true);
    drawParts();
    const place = chosen(), rank = ranks.rank[place];
    const values = { place: names[place], rank, low: Math.floor(ranks.low[place]), high: Math.ceil(ranks.high[place]), score: write(ranks.scores[0][place]) };
    put(said, fill(rank ? texts.said : texts.unranked, values));
  }

  function keepAddress() {
    const address = new URLSearchParams();
    for (const name of ["place", "normalisation", "aggregation"]) if (form[name].value) address.set(name, form[name].value);
    for (const [code, factor] of exact) if (factor !== 1) address.set(`w.${code}`, String(Number(factor.toFixed(6))));
    if (query) query.value = address.toString();
    if (all) address.set("all", "1");
    history.replaceState(null, "", `?${address}`);
  }

  // --- the chosen place and the table
  const traceOf = (place, node, aspect) => bench.dataset.trace.replace("KEY", `${bench.dataset.run}.${codes[place]}.${node}:${aspect}`);
  const bandText = (place) => `${Math.floor(ranks.low[place])}–${Math.ceil(ranks.high[place])}`;

  function drawBand(svg, place) {
    const first = Math.floor(ranks.low[place]), last = Math.ceil(ranks.high[place]), count = ranks.ranked.length, [line, range, at] = svg.children;
    if (line.width.baseVal.value !== count) { svg.setAttribute("viewBox", `0 0 ${count} 10`); line.width.baseVal.value = count; }
    range.x.baseVal.value = first - 1;
    range.width.baseVal.value = last - first + 1;
    at.x1.baseVal.value = at.x2.baseVal.value = ranks.rank[place] - 0.5;
  }

  function drawOwn() {
    const place = chosen(), has = ranks.rank[place] > 0;
    own.hidden = !has;
    byId("unranked").hidden = has;
    if (!has) return;
    const link = byId("printed"), before = printed[place];
    link.closest("div").hidden = !before;
    if (before) {
      put(link.firstElementChild, `${before[0]} (${before[1]}–${before[2]})`);
      link.href = traceOf(place, ranks.nodes[0].code, "rank");
    }
    const set = (name, text) => put(own.querySelector(`[data-of=${name}]`), text);
    set("rank", String(ranks.rank[place]));
    set("band", bandText(place));
    set("score", write(ranks.scores[0][place]));
    drawBand(own.querySelector("svg"), place);
  }

  const seen = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) isIntersecting ? seen.add(target) : seen.delete(target);
  }, { rootMargin: "200px" });

  /** As many rows as are to be shown; what stands in them is written by drawRow. */
  function layRows(spots) {
    while (body.rows.length > spots.length) { watcher.unobserve(body.lastElementChild); seen.delete(body.lastElementChild); body.lastElementChild.remove(); }
    while (body.rows.length < spots.length) body.append(body.rows[0].cloneNode(true));
    slots = [...body.rows].map((row) => {
      watcher.observe(row);
      const [rank, name, score, moved, band] = row.cells;
      return { row, rank, name: name.firstElementChild, score, moved: moved.firstElementChild, text: band.firstElementChild, svg: band.lastElementChild };
    });
  }

  function drawRows(everything) {
    const middle = order.indexOf(chosen()), spots = [];
    for (let spot = 0; spot < order.length; spot++) if (all || spot < FIRST || (middle >= 0 && Math.abs(spot - middle) <= BESIDE)) spots.push(spot);
    if (slots.length !== spots.length) { layRows(spots); everything = true; }
    const some = !everything && slots.length > FEW;
    spots.forEach((spot, k) => { if (!some || seen.has(slots[k].row)) drawRow(slots[k], order[spot], k > 0 && spot > spots[k - 1] + 1); });
  }

  function drawRow(slot, place, afterBreak) {
    put(slot.rank, String(ranks.rank[place]));
    if (slot.place !== place) {
      slot.place = place;
      slot.row.dataset.place = place;
      slot.name.textContent = names[place];
      slot.name.href = `?place=${encodeURIComponent(codes[place])}`;
    }
    const moved = printed[place] ? printed[place][0] - ranks.rank[place] : NaN;
    put(slot.score, write(ranks.scores[0][place]));
    put(slot.moved, moved > 0 ? `+${moved}` : moved < 0 ? `−${-moved}` : moved === 0 ? "0" : "");
    put(slot.text, bandText(place));
    drawBand(slot.svg, place);
    const isOwn = place === chosen();
    if (slot.isOwn !== isOwn) { slot.isOwn = isOwn; slot.row.classList.toggle("is-own", isOwn); isOwn ? slot.row.setAttribute("aria-current", "true") : slot.row.removeAttribute("aria-current"); }
    if (slot.afterBreak !== afterBreak) { slot.afterBreak = afterBreak; slot.row.classList.toggle("after-break", afterBreak); }
  }

  /** Beside every slider: the multiplier, and the share of the whole index. */
  function drawShares() {
    const effective = new Float64Array(ranks.nodes.length);
    ranks.nodes.forEach((node, n) => {
      effective[n] = node.parent < 0 ? 1 : effective[node.parent] * ranks.shares[n];
      const output = outputs.get(node.code);
      if (!output) return;
      const text = `× ${write(exact.get(node.code), 2)} · ${write(100 * effective[n])} %`;
      if (output.textContent !== text) { output.textContent = text; sliders.get(node.code).setAttribute("aria-valuetext", text); }
    });
  }

  // --- where the score comes from
  const parts = byId("parts"), rowsOf = new Map([...parts.rows].map((row) => [row.dataset.node, row]));
  const isOpen = new Set();

  /** Whether the score of a node is the printed one: no method was changed, and no weight below it. */
  function isPrinted(n) {
    if (form.normalisation.value || form.aggregation.value) return false;
    return ranks.children[n].every((child) => exact.get(ranks.nodes[child].code) === 1 && isPrinted(child));
  }

  function drawParts() {
    const place = chosen(), { method, shares } = ranks.parts(place);
    ranks.nodes.forEach((node, n) => {
      const row = rowsOf.get(node.code), counts = n === 0 || ranks.shares[n] > 0;
      const score = ranks.scores[n][place], has = ranks.known[n][place] === 1 && counts;
      row.classList.toggle("left-out", !counts);
      const [, first, share, points, median, difference] = row.cells;
      const text = has ? write(score) : "–";
      if (counts && isPrinted(n)) linkScore(first, text, traceOf(place, node.code, "score"));
      else if (first.firstElementChild || first.textContent !== text) first.textContent = text;
      put(share, `${write(100 * (has ? shares[n] : 0))} %`);
      put(points, !has || !method ? "–" : method === "arithmetic" ? write(shares[n] * score, 2) : method === "geometric" ? `× ${write(score ** shares[n], 3)}` : "–");
      const middle = counts ? ranks.medianOf(n) : NaN;
      put(median, middle === middle ? write(middle) : "–");
      put(difference, has ? signed(score - middle) : "–");
    });
    foldParts();
  }

  function linkScore(cell, text, address) {
    let link = cell.querySelector("a");
    if (!link) { link = Object.assign(document.createElement("a"), { className: "figure" }); cell.replaceChildren(link); }
    link.href = address;
    put(link, text);
  }

  /** Areas are shown, what is inside them when it is asked for. */
  function foldParts() {
    ranks.nodes.forEach((node, n) => {
      if (n === 0) return;
      const row = rowsOf.get(node.code), head = row.cells[0];
      let hidden = false;
      for (let up = node.parent; up > 0; up = ranks.nodes[up].parent) hidden ||= !isOpen.has(up);
      row.hidden = hidden;
      if (!ranks.children[n].length) return;
      let toggle = head.querySelector("button");
      if (!toggle) {
        toggle = Object.assign(document.createElement("button"), { type: "button", className: "fold", textContent: head.textContent });
        toggle.addEventListener("click", () => { isOpen.has(n) ? isOpen.delete(n) : isOpen.add(n); foldParts(); });
        head.replaceChildren(toggle);
      }
      toggle.setAttribute("aria-expanded", String(isOpen.has(n)));
    });
  }

  // --- controls
  function setFactor(code, factor) {
    exact.set(code, factor);
    sliders.get(code).value = factor;
    if (boxes.has(code)) boxes.get(code).checked = factor > 0;
  }

  form.addEventListener("input", ({ target }) => {
    if (target.type === "range") setFactor(target.name.slice(2), Number(target.value));
    else if (target.name === "pick") setFactor(target.value, target.checked ? 1 : 0);
    schedule();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); schedule(); });
  form.addEventListener("click", async (event) => {
    const asked = event.target.closest("[data-do]")?.dataset.do;
    if (!asked) return;
    event.preventDefault();
    if (asked === "reset") {
      for (const code of exact.keys()) setFactor(code, 1);
      form.normalisation.value = form.aggregation.value = "";
    } else {
      await load();
      if (!ranks) return;
      ranks.choose(multipliers(), form.normalisation.value, form.aggregation.value);
      if (!ranks.update()) return;
      const found = ranks.extremes(chosen(), asked === "best" ? 1 : -1);
      for (const code in found) setFactor(code, found[code]);
    }
    schedule();
  });

  body.addEventListener("click", (event) => {
    const row = event.target.closest("a") && event.target.closest("tr");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    load().then(() => { picker.value = codes[row.dataset.place]; schedule(); });
  });
  more?.addEventListener("click", (event) => {
    event.preventDefault();
    all = !all;
    more.textContent = all ? more.dataset.fewer : more.dataset.all;
    schedule();
  });
  more?.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); more.click(); } });

  for (const button of form.querySelectorAll("button[data-do]")) button.hidden = false;
  form.querySelector("button[type=submit]").hidden = true;
})();
