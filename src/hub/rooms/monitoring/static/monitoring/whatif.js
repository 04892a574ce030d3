// Moves the progress bar while the server is at work, and shows the result when it is done.
"use strict";
(() => {
  const waiting = document.getElementById("waiting"), bar = document.getElementById("progress"), shown = waiting.querySelector("output"), said = waiting.querySelector("[role=status]");
  let quarter = 0;
  const look = async () => {
    try {
      const { percent, over } = await (await fetch(waiting.dataset.progress)).json();
      if (over) return location.reload();
      bar.value = percent;
      shown.textContent = `${percent} %`;
      // a listener hears of every quarter, not of every step
      if (Math.floor(percent / 25) > quarter) { quarter = Math.floor(percent / 25); said.textContent = shown.textContent; }
      setTimeout(look, 500);
    } catch {
      setTimeout(look, 5000);
    }
  };
  look();
})();
