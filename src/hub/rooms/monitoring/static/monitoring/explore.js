// Puts a live drawing in the place of the one that the server drew, when the reader asks for it.
"use strict";
(() => {
  const figure = document.getElementById("chart");
  if (!figure) return;
  const line = figure.querySelector(".live"), button = line.querySelector("button"), status = line.querySelector("[role=status]");
  const load = (address) => new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed });
    document.head.append(script);
  });
  line.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const [answer] = await Promise.all([fetch(figure.dataset.chart), load(figure.dataset.vega)]);
      if (!answer.ok) throw new Error(answer.status);
      const place = document.createElement("div");
      // ast: expressions are interpreted, because the content policy forbids making code out of text
      await window.vegaEmbed(place, await answer.json(), { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true } });
      figure.querySelector(".drawing").replaceChildren(place);
      line.hidden = true;
    } catch {
      button.disabled = false;
      status.textContent = status.dataset.failed;
    }
  });
})();
