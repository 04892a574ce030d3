// Zoom, pan and names for the maps of places/map.html. Without this script the dots are plain links.
for (const map of document.querySelectorAll("[data-map]")) {
  const svg = map.querySelector("svg"), name = map.querySelector("[data-map-name]"), tools = map.querySelector(".map-tools");
  const whole = svg.viewBox.baseVal, full = [whole.x, whole.y, whole.width, whole.height], most = 12;
  const dots = [...svg.querySelectorAll(".dots a")], fingers = new Map();
  let box = [...full], drag = null, gap = 0;

  const show = () => {
    box[2] = Math.min(full[2], Math.max(full[2] / most, box[2]));
    box[3] = box[2] * full[3] / full[2];
    for (const i of [0, 1]) box[i] = Math.min(full[i] + full[i + 2] - box[i + 2], Math.max(full[i], box[i]));
    svg.setAttribute("viewBox", box.map((n) => n.toFixed(1)).join(" "));
    map.classList.toggle("is-close", box[2] < full[2] - 1);
    call(null);
  };
  const zoom = (times, x = box[0] + box[2] / 2, y = box[1] + box[3] / 2) => {
    const next = Math.min(full[2], Math.max(full[2] / most, box[2] / times)), share = next / box[2];
    box = [x - (x - box[0]) * share, y - (y - box[1]) * share, next, 0];
    show();
  };
  const call = (dot) => {
    for (const other of svg.querySelectorAll(".is-named")) other.classList.remove("is-named");
    name.textContent = dot ? dot.querySelector("title").textContent : "";
    if (!dot) return;
    dot.classList.add("is-named");
    const at = dot.querySelector("path").getBoundingClientRect(), frame = map.getBoundingClientRect(), half = name.offsetWidth / 2;
    const x = at.x + at.width / 2 - frame.x;
    name.style.left = `${Math.min(frame.width - half, Math.max(half, x))}px`;
    name.style.top = `${at.y + at.height / 2 - frame.y}px`;
  };
  const place = (dot) => { const p = dot.querySelector("path").getBBox(); return [p.x, p.y]; };
  // One dot is in the tab order; arrow keys go from it to the next one that way.
  const choose = (dot) => { for (const d of dots) d.tabIndex = d === dot ? 0 : -1; };
  const step = (dot, key) => {
    const [x, y] = place(dot), [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    let best = null, least = Infinity;
    for (const other of dots) {
      const [u, v] = place(other), along = (u - x) * dx + (v - y) * dy, aside = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
      if (along > 0 && along + 2 * aside < least) { least = along + 2 * aside; best = other; }
    }
    if (!best) return;
    const [u, v] = place(best);
    if (u < box[0] || u > box[0] + box[2] || v < box[1] || v > box[1] + box[3]) { box[0] = u - box[2] / 2; box[1] = v - box[3] / 2; show(); }
    choose(best); best.focus();
  };
  choose(dots[0]);
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const way = event.target.dataset.zoom;
    if (way === "all") { box = [...full]; show(); } else if (way) zoom(way === "in" ? 1.6 : 1 / 1.6);
  });
  svg.addEventListener("keydown", (event) => {
    const dot = event.target.closest("a");
    if (dot && event.key.startsWith("Arrow")) step(dot, event.key);
    else if (event.key === "+" || event.key === "=") zoom(1.6, ...(dot ? place(dot) : []));
    else if (event.key === "-") zoom(1 / 1.6);
    else if (event.key === "0") { box = [...full]; show(); }
    else return;
    event.preventDefault();
    if (document.activeElement.closest("a")) call(document.activeElement.closest("a"));
  });
  for (const kind of ["pointerover", "focusin"]) svg.addEventListener(kind, (event) => { const dot = event.target.closest("a"); if (dot) call(dot); });
  for (const kind of ["pointerout", "focusout"]) svg.addEventListener(kind, () => call(null));
  const spread = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a[0] - b[0], a[1] - b[1]); };
  svg.addEventListener("pointerdown", (event) => { fingers.set(event.pointerId, [event.clientX, event.clientY]); drag = 0; gap = fingers.size === 2 ? spread() : 0; });
  svg.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const unit = box[2] / svg.clientWidth, dx = event.clientX - last[0], dy = event.clientY - last[1];
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    drag += Math.abs(dx) + Math.abs(dy);
    if (fingers.size === 2) {
      const wide = spread();
      if (gap) zoom(wide / gap);
      gap = wide;
    } else if (box[2] < full[2] - 1 && drag > 4) { box[0] -= dx * unit; box[1] -= dy * unit; show(); }
  });
  for (const kind of ["pointerup", "pointercancel", "pointerleave"]) svg.addEventListener(kind, (event) => fingers.delete(event.pointerId));
  svg.addEventListener("click", (event) => { if (drag > 4) event.preventDefault(); }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
}
