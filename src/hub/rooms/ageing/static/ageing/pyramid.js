// Moves the pyramid through the years: a slider, a button that plays, and the figures of the shown year in words and table.
"use strict";
(() => {
  const figure = document.getElementById("pyramid"), source = document.getElementById("pyramid-people");
  if (!figure || !source) return;
  const { years, groups, quantiles, top, alphabet, mantissas, people, older } = JSON.parse(source.textContent);
  const find = (selector) => figure.querySelector(selector), all = (selector, inside = figure) => [...inside.querySelectorAll(selector)];
  const STILL = 600, APART = 5000, QUICK = 220, CALM = 1500, LEAP = 5;
  const form = find("form"), moving = find(".pyramid-moving"), slider = find("input[type=range]"), button = moving.querySelector("button");
  const plot = find(".pyramid-plot"), details = find("details"), status = find("[role=status]"), last = years.length - 1;
  const marks = all(".bars svg").map((svg) => ["sure", "range", "middle"].map((name) => all(`rect.${name}`, svg)));
  const rows = all("tbody tr").map((row) => all("td:not(.base)", row));

  // Figures are written as the server writes them: the language's marks, Latin digits.
  const write = (value, digits) => new Intl.NumberFormat(`${document.documentElement.lang}-u-nu-latn`, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: "always" }).format(value);
  const fill = (text, values) => text.replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole);
  const count = (at, sex, group, quantile) => {
    const first = 2 * (((at * 2 + sex) * groups + group) * quantiles + quantile);
    const number = alphabet.indexOf(people[first]) * alphabet.length + alphabet.indexOf(people[first + 1]);
    return (number % mantissas) * 10 ** Math.floor(number / mantissas);
  };

  let at = Number(slider.value), playing = 0, waiting = 0, spoken = 0;

  function draw() {
    const year = years[at], told = older[at].map((share) => share === null ? "–" : write(share, 1));
    const sentence = fill(figure.dataset.older, { year, low: told[0], median: told[told.length >> 1], high: told[told.length - 1] });
    for (const sex of [0, 1]) {
      for (let row = 0; row < groups; row++) {
        const [low, middle, high] = [0, quantiles >> 1, quantiles - 1].map((quantile) => 1000 * count(at, sex, groups - 1 - row, quantile) / top);
        const [sure, range, median] = marks[sex].map((bars) => bars[row]);
        sure.setAttribute("width", low);
        range?.setAttribute("x", low);
        range?.setAttribute("width", high - low);
        median?.setAttribute("x", middle);
      }
    }
    slider.value = at;
    slider.setAttribute("aria-valuetext", year);
    find("output").textContent = year;
    find(".pyramid-older").textContent = sentence;
    plot.setAttribute("aria-label", `${figure.dataset.title} ${sentence}`);
    if (details.open) fillTable();
    // Spoken when the hand is still; while it plays, now and then.
    clearTimeout(waiting);
    waiting = setTimeout(() => settle(sentence), playing ? Math.max(0, spoken + APART - Date.now()) : STILL);
  }

  function fillTable() {
    find("caption").textContent = fill(figure.dataset.named, { year: years[at] });
    rows.forEach((cells, row) => cells.forEach((cell, number) => {
      cell.textContent = write(count(at, Math.floor(number / quantiles), groups - 1 - row, number % quantiles), 0);
    }));
  }

  function settle(sentence) {
    spoken = Date.now();
    status.textContent = sentence;
    if (playing) return;
    const address = new URLSearchParams(location.search);
    address.set("year", years[at]);
    history.replaceState(null, "", `?${address}`);
  }

  function stop() {
    clearInterval(playing);
    playing = 0;
    button.textContent = button.dataset.play;
  }

  function play() {
    // Who asked for less motion gets a picture every five years instead of a moving one.
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (at === last) at = 0;
    spoken = Date.now();
    button.textContent = button.dataset.pause;
    playing = setInterval(() => {
      at = Math.min(at + (calm ? LEAP : 1), last);
      if (at === last) stop();
      draw();
    }, calm ? CALM : QUICK);
    draw();
  }

  slider.addEventListener("input", () => { stop(); at = Number(slider.value); draw(); });
  button.addEventListener("click", () => { if (!playing) return play(); stop(); draw(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  details.addEventListener("toggle", () => { if (details.open) fillTable(); });
  find(".pyramid-choice").hidden = true;
  moving.hidden = false;
})();
