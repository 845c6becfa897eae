"use strict";
// Finds one's way about the map that map_drawing.js draws: moves and zooms it, searches it, and leads to issues.
const MOST_FOUND = 20;

function prepare(told) {
  const { nodes, edges } = told, count = nodes.x.length;
  map = { ...told, count, words: [], waits: new Uint16Array(count), bare: new Uint16Array(count), on: new Uint16Array(count) };
  map.kind = nodes.flags.map((flags, node) => {
    if (flags & RINGED) return 3;
    if (told.states[nodes.state[node]] !== "open") return 2;
    return flags & PLANNED ? 1 : 0;
  });
  map.style = edges.flags.map((flags) => (flags & IN_RING ? 3 : flags & ACROSS ? (flags & COVERED ? 1 : 2) : 0));
  edges.blocker.forEach((node, edge) => {
    map.on[edges.blocked[edge]]++;
    map.waits[node]++;
    if (!(edges.flags[edge] & COVERED)) map.bare[node]++;
  });
  const edgesBy = nodes.x.map(() => []);
  edges.blocked.forEach((start, edge) => { edgesBy[start].push(edge); edgesBy[edges.blocker[edge]].push(edge); });
  map.every = [...map.style.keys()];
  map.edgesOf = (node) => edgesBy[node];
  map.knots = [...nodes.x.keys()].filter((node) => map.bare[node] >= KNOT).sort((a, b) => map.bare[b] - map.bare[a]);
  for (let node = 0; node < count; node++) map.words.push(`${nodes.ref[node]} ${nodes.title[node]}`.toLowerCase());
}

function light(slug) {
  const team = map.slugs.indexOf(slug);
  if (!slug || team < 0) return;
  lit = new Set([...map.nodes.team.keys()].filter((node) => map.nodes.team[node] === team));
  const own = new Set(lit);
  map.edges.blocked.forEach((start, edge) => {
    const end = map.edges.blocker[edge];
    if (own.has(start)) lit.add(end);
    if (own.has(end)) lit.add(start);
  });
}

function fit(some) {
  let [x, y, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const node of some) {
    x = Math.min(x, map.nodes.x[node]); right = Math.max(right, map.nodes.x[node] + BOX.width);
    y = Math.min(y, map.nodes.y[node] - BOX.height); bottom = Math.max(bottom, map.nodes.y[node] + BOX.height);
  }
  scale = Math.min(1.2, Math.min(wide / (right - x + 60), high / (bottom - y + 60)));
  left = (wide - (x + right) * scale) / 2;
  above = (high - (y + bottom) * scale) / 2;
  least = Math.min(least, scale) || scale;
  redraw();
}

function resize() {
  const before = wide;
  ({ clientWidth: wide, clientHeight: high } = canvas);
  canvas.width = wide * devicePixelRatio;
  canvas.height = high * devicePixelRatio;
  drawn = {};
  if (map && !before) { least = Infinity; fit(map.nodes.x.keys()); if (lit) fit(lit); }
  redraw();
}

function zoom(by, x = wide / 2, y = high / 2) {
  const next = Math.max(least * 0.8, Math.min(CLOSEST, scale * by)), real = next / scale;
  left = x - (x - left) * real; above = y - (y - above) * real; scale = next;
  redraw();
}

function pan(x, y) { left += x; above += y; redraw(); }

function reveal(node) {
  const aim = { scale: Math.max(scale, 0.8) };
  aim.left = wide / 2 - (map.nodes.x[node] + BOX.width / 2) * aim.scale; aim.above = high / 2 - map.nodes.y[node] * aim.scale;
  choose(node, wide / 2, high / 2);
  const from = { scale, left, above }, begun = performance.now(), lasts = calm.matches ? 0 : 250;
  (function step(now) {
    const part = lasts ? Math.min(1, Math.max(0, (now - begun) / lasts)) : 1, eased = 1 - (1 - part) ** 3;
    scale = from.scale + (aim.scale - from.scale) * eased;
    left = from.left + (aim.left - from.left) * eased; above = from.above + (aim.above - from.above) * eased;
    draw();
    if (part < 1) requestAnimationFrame(step);
  })(begun);
}

function nodeAt(x, y) {
  const worldX = (x - left) / scale, worldY = (y - above) / scale, reach = Math.max(0, 6 / scale - 12);
  for (let node = map.count - 1; node >= 0; node--) {
    const right = worldX - map.nodes.x[node];
    if (right >= -reach && right <= BOX.width + reach && Math.abs(worldY - map.nodes.y[node]) <= 12 + reach) return node;
  }
  return -1;
}

function pageOf(node) {
  if (map.nodes.site[node] < 0) return "";
  const [tracker, ...site] = map.sites[map.nodes.site[node]].split("/");
  return `/issues/${tracker}/${encodeURIComponent(site.join("/"))}/${encodeURIComponent(map.nodes.ref[node])}`;
}

function linked(node) {
  const link = document.createElement(pageOf(node) ? "a" : "b"), title = document.createElement("bdi");
  if (pageOf(node)) link.href = pageOf(node);
  link.textContent = map.nodes.ref[node];
  title.textContent = ` ${map.nodes.title[node]}`;
  return [link, title];
}

function choose(node, x, y) {
  if (node !== at) { at = node; redraw(); }
  const card = byId("map-card");
  card.hidden = node < 0;
  canvas.classList.toggle("over", node >= 0);
  if (node < 0) return;
  const more = document.createElement("p"), { nodes } = map, flags = nodes.flags[node];
  const said = [map.teams[nodes.team[node]], map.states[nodes.state[node]]];
  if (flags & PLANNED) said.push("planned");
  if (flags & RINGED) said.push("in a ring");
  said.push(`waits on ${map.on[node] || "nothing"}`);
  said.push(map.waits[node] ? `${map.waits[node]} wait on it, ${map.bare[node] || "none"} without a plan B` : "nothing waits on it");
  more.textContent = said.join(" · ");
  card.replaceChildren(...linked(node), more);
  card.classList.toggle("leftwards", x > wide / 2);
  card.classList.toggle("upwards", y > high / 2);
}

function search(words) {
  const wanted = words.trim().toLowerCase(), list = byId("map-found");
  const found = wanted.length < 2 ? [] : [...map.words.keys()].filter((node) => map.words[node].includes(wanted));
  found.sort((a, b) => map.words[b].startsWith(wanted) - map.words[a].startsWith(wanted) || map.words[a].length - map.words[b].length);
  marked = new Set(found);
  list.replaceChildren(...found.slice(0, MOST_FOUND).map((node) => {
    const item = document.createElement("li");
    item.append(...linked(node));
    item.addEventListener("focusin", () => reveal(node));
    item.addEventListener("mouseenter", () => reveal(node));
    return item;
  }));
  byId("map-said").textContent = wanted.length < 2 ? "" : `${found.length} found${found.length > MOST_FOUND ? `, the first ${MOST_FOUND} are listed` : ""}`;
  redraw();
}

function listen() {
  const fingers = new Map();
  let moved = 0;
  const place = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); fingers.set(event.pointerId, place(event)); if (fingers.size === 1) moved = 0; });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = place(event), before = fingers.get(event.pointerId);
    if (!before) { choose(nodeAt(x, y), x, y); return; }
    const other = [...fingers].find(([id]) => id !== event.pointerId);
    fingers.set(event.pointerId, [x, y]);
    moved += Math.hypot(x - before[0], y - before[1]);
    if (other) {
      const apart = (from) => Math.hypot(from[0] - other[1][0], from[1] - other[1][1]) || 1;
      zoom(apart([x, y]) / apart(before), (x + other[1][0]) / 2, (y + other[1][1]) / 2);
    } else pan(x - before[0], y - before[1]);
  });
  for (const ended of ["pointerup", "pointercancel"]) canvas.addEventListener(ended, (event) => {
    fingers.delete(event.pointerId);
    const [x, y] = place(event), node = nodeAt(x, y);
    if (ended !== "pointerup" || moved > 5 || event.button) return;
    if (event.pointerType === "touch" || node < 0 || !pageOf(node)) choose(node, x, y);
    else if (event.ctrlKey || event.metaKey) open(pageOf(node), "_blank", "noopener");
    else location.assign(pageOf(node));
  });
  canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), ...place(event)); }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const far = event.shiftKey ? 400 : 80;
    const does = { ArrowLeft: () => pan(far, 0), ArrowRight: () => pan(-far, 0), ArrowUp: () => pan(0, far), ArrowDown: () => pan(0, -far), "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => fit(lit || map.nodes.x.keys()) }[event.key];
    if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    does();
  });
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => (Number(button.dataset.zoom) ? zoom(Number(button.dataset.zoom)) : fit(lit || map.nodes.x.keys())));
  const field = byId("map-find");
  field.addEventListener("input", () => search(field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    byId("map-found").querySelector("a")?.focus();
  });
  dark.addEventListener("change", () => { readInks(); redraw(); });
  new ResizeObserver(resize).observe(canvas);
}

async function begin() {
  try {
    const answer = await fetch(canvas.dataset.source, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    prepare(await answer.json());
  } catch { byId("map-failed").hidden = false; return; }
  light(canvas.dataset.team);
  readInks();
  for (const part of document.querySelectorAll(".drawn")) part.hidden = false;
  listen();
}

if (context) begin();
