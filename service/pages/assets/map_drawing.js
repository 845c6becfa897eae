"use strict";
// Draws the map of issues on a canvas.
const canvas = document.getElementById("map");
const context = canvas && canvas.getContext("2d", { alpha: false });
const sheet = document.createElement("canvas").getContext("2d", { alpha: false });
const byId = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
const BOX = { width: 132, height: 24 };
const PLANNED = 1, RINGED = 2, COVERED = 1, ACROSS = 2, IN_RING = 4;
const CLOSEST = 2.5, NAMED = 0.42, BOXED = 0.16, FAR = 900, KNOT = 5, MOST_NAMED = 12, MARGIN = 0.35;
// Every edge and node belongs to one of these: no two are told apart by colour alone.
const EDGES = [
  { ink: "soft", width: 1 },
  { ink: "calm", width: 1.5, dash: [6, 4] },
  { ink: "risk", width: 1.5 },
  { ink: "ink", width: 3.5, twin: true },
];
const NODES = [
  { fill: "paper", line: "soft", half: 5 },
  { fill: "calm-wash", line: "calm", half: 11, bold: true },
  { fill: "paper", line: "line", half: 3, dash: [3, 3], pale: true },
  { fill: "risk-wash", line: "risk", half: 14, bold: true, width: 2.5 },
];
let map, inks, wide, high, scale = 1, left = 0, above = 0, least = 0.01, asked = 0, at = -1, lit = null, marked = new Set(), drawn = {};

function readInks() {
  const style = getComputedStyle(document.documentElement);
  const names = ["ink", "soft", "paper", "wash", "line", "risk", "calm", "calm-wash", "risk-wash"];
  inks = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  inks.font = style.getPropertyValue("--sans");
  drawn = {};
}

function redraw() { asked ||= requestAnimationFrame(draw); }

// What is on the sheet stays there until it is zoomed or moved past the sheet's margin: to move it is to copy it.
function draw() {
  asked = 0;
  if (!map || !wide) return;
  const ratio = devicePixelRatio, beside = Math.ceil(wide * MARGIN), around = Math.ceil(high * MARGIN);
  if (drawn.scale !== scale || Math.abs(left - drawn.left) > beside || Math.abs(above - drawn.above) > around) {
    sheet.canvas.width = (wide + 2 * beside) * ratio;
    sheet.canvas.height = (high + 2 * around) * ratio;
    drawn = { scale, left, above };
    sheet.fillStyle = inks.paper;
    sheet.fillRect(0, 0, sheet.canvas.width, sheet.canvas.height);
    sheet.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (left + beside), ratio * (above + around));
    const view = seen(beside, around);
    drawEdges(sheet, view, map.every);
    drawNodes(sheet, view);
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(sheet.canvas, Math.round((left - drawn.left - beside) * ratio), Math.round((above - drawn.above - around) * ratio));
  context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * left, ratio * above);
  if (at >= 0) drawEdges(context, seen(0, 0), map.edgesOf(at), true);
  if (at >= 0 && scale >= NAMED) drawNodes(context, seen(0, 0));
  outlines();
}

function seen(beside, around) {
  return { x: (-left - beside) / scale - BOX.width, y: (-above - around) / scale - BOX.height, right: (wide + beside - left) / scale, bottom: (high + around - above) / scale + BOX.height };
}

function drawEdges(pen, view, some, shown = false) {
  const { nodes, edges } = map, paths = EDGES.map(() => [new Path2D(), new Path2D()]), heads = EDGES.map(() => new Path2D());
  for (const edge of some) {
    const start = edges.blocked[edge], end = edges.blocker[edge];
    const x = nodes.x[start] + BOX.width, y = nodes.y[start], toX = nodes.x[end], toY = nodes.y[end];
    if (Math.max(x, toX) < view.x || Math.min(x, toX) - BOX.width > view.right || Math.max(y, toY) < view.y || Math.min(y, toY) > view.bottom) continue;
    const dim = shown ? false : lit ? !(lit.has(start) && lit.has(end)) : Math.abs(toX - x) + Math.abs(toY - y) > FAR;
    const path = paths[map.style[edge]][dim ? 1 : 0];
    path.moveTo(x, y);
    if (scale < BOXED) { path.lineTo(toX, toY); continue; }
    const bend = Math.max(24, Math.abs(toX - x) / 2);
    path.bezierCurveTo(x + bend, y, toX - bend, toY, toX, toY);
    if (scale >= NAMED && !dim) {
      const head = heads[map.style[edge]];
      head.moveTo(toX, toY); head.lineTo(toX - 9, toY - 4); head.lineTo(toX - 9, toY + 4);
    }
  }
  EDGES.forEach((style, one) => {
    pen.strokeStyle = pen.fillStyle = inks[style.ink];
    pen.setLineDash(style.dash && scale >= BOXED ? style.dash.map((length) => length / Math.min(1, scale)) : []);
    paths[one].forEach((path, level) => {
      pen.globalAlpha = shown ? 1 : [0.75, 0.16][level];
      pen.lineWidth = (style.width * (shown ? 2 : 1)) / Math.min(1, scale * 1.4);
      pen.stroke(path);
      if (!style.twin) return;
      pen.strokeStyle = inks.paper; pen.lineWidth /= 3; pen.stroke(path); pen.strokeStyle = inks[style.ink];
    });
    pen.globalAlpha = 0.9;
    pen.fill(heads[one]);
  });
  pen.setLineDash([]);
}

function drawNodes(pen, view) {
  const { nodes } = map, boxes = NODES.map(() => [new Path2D(), new Path2D()]), names = [];
  for (let node = 0; node < map.count; node++) {
    const x = nodes.x[node], y = nodes.y[node];
    if (x < view.x || x > view.right || y < view.y || y > view.bottom) continue;
    const path = boxes[map.kind[node]][lit && !lit.has(node) ? 1 : 0];
    const half = NODES[map.kind[node]].half;
    if (scale < NAMED) path.rect(x, y - half, BOX.width, 2 * half); else path.roundRect(x, y - 12, BOX.width, BOX.height, 6);
    names.push(node);
  }
  NODES.forEach((style, one) => boxes[one].forEach((path, level) => {
    pen.globalAlpha = level ? 0.25 : 1;
    pen.fillStyle = inks[scale < NAMED ? style.line : style.fill];
    pen.fill(path);
    if (scale < NAMED) return;
    pen.strokeStyle = inks[style.line];
    pen.lineWidth = style.width || 1.2;
    pen.setLineDash(style.dash || []);
    pen.stroke(path);
  }));
  pen.setLineDash([]);
  pen.textBaseline = "middle";
  if (scale >= NAMED) for (const node of names) label(pen, node, nodes.x[node] + 8, nodes.y[node] + 0.5);
  else knots(pen, view);
  pen.globalAlpha = 1;
}

function label(pen, node, x, y) {
  const style = NODES[map.kind[node]], text = map.nodes.site[node] < 0 ? "hidden" : map.nodes.ref[node];
  pen.globalAlpha = lit && !lit.has(node) ? 0.35 : 1;
  pen.fillStyle = inks[style.pale ? "soft" : "ink"];
  pen.font = `${style.bold ? "600 " : ""}12px ${inks.font}`;
  pen.fillText(text.length > 17 ? `…${text.slice(-16)}` : text, x, y, BOX.width - 14);
}

// From afar the issues on which most hang are discs, and those on which the most do have names, as far as these have room.
function knots(pen, view) {
  const size = 1 / scale, shown = map.knots.map((node) => {
    const radius = Math.min(15, 2.1 * Math.sqrt(map.bare[node])) * Math.min(1, 0.45 + 6 * scale) * size;
    return { node, radius, x: map.nodes.x[node] + BOX.width / 2, y: map.nodes.y[node], dim: lit && !lit.has(node) };
  }).filter((one) => one.x + one.radius > view.x && one.x - one.radius < view.right && one.y > view.y && one.y < view.bottom);
  pen.font = `600 ${12 * size}px ${inks.font}`;
  pen.fillStyle = inks.risk;
  pen.strokeStyle = inks.paper;
  for (const one of shown) {
    pen.globalAlpha = one.dim ? 0.15 : 1;
    pen.lineWidth = 1.5 * size;
    pen.beginPath(); pen.arc(one.x, one.y, one.radius, 0, 7); pen.fill(); pen.stroke();
  }
  pen.globalAlpha = 1;
  pen.fillStyle = inks.ink;
  pen.lineWidth = 4 * size;
  const named = [];
  for (const one of shown) {
    const crowded = named.some((other) => Math.abs(other.x - one.x) < 150 * size && Math.abs(other.y - one.y) < 18 * size);
    if (named.length >= MOST_NAMED || one.dim || crowded || map.nodes.site[one.node] < 0) continue;
    named.push(one);
    pen.strokeText(map.nodes.ref[one.node], one.x + one.radius + 4 * size, one.y);
    pen.fillText(map.nodes.ref[one.node], one.x + one.radius + 4 * size, one.y);
  }
}

function outlines() {
  context.globalAlpha = 1;
  context.strokeStyle = inks.ink;
  for (const node of at < 0 ? marked : [...marked, at]) {
    const width = (node === at ? 3 : 2) / Math.min(1, scale), grown = 3 + width;
    context.lineWidth = width;
    context.strokeRect(map.nodes.x[node] - grown, map.nodes.y[node] - 12 - grown, BOX.width + 2 * grown, BOX.height + 2 * grown);
  }
}
