"""The yardstick of the figure ``map``: a page with a canvas, and what stands where as JSON. It knows nothing else."""

from __future__ import annotations

import json

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title>
<canvas tabindex="0" width="1200" height="640"></canvas>
<script>
const canvas = document.querySelector("canvas"), pen = canvas.getContext("2d", { alpha: false });
let drawn = false, left = 0, told;
function draw() {
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  const scale = Math.min(canvas.width / Math.max(...told.x), canvas.height / Math.max(...told.y));
  pen.setTransform(scale, 0, 0, scale, left, 0);
  pen.lineWidth = 1 / scale;
  pen.beginPath();
  told.start.forEach((one, at) => {
    pen.moveTo(told.x[one], told.y[one]);
    pen.lineTo(told.x[told.end[at]], told.y[told.end[at]]);
  });
  pen.stroke();
  pen.fillStyle = "black";
  pen.beginPath();
  told.x.forEach((x, at) => { pen.moveTo(x, told.y[at]); pen.arc(x, told.y[at], 12, 0, 7); });
  pen.fill();
  drawn = true;
}
canvas.addEventListener("keydown", () => { left += 80; requestAnimationFrame(draw); });
fetch("/places").then((answer) => answer.json()).then((places) => { told = places; requestAnimationFrame(draw); });
</script></html>"""


def bare_application(kept):
    """The page, and the places of all nodes of a map that was kept, ready to be sent."""
    places = {
        "x": [round(node.x) for node in kept.nodes],
        "y": [round(node.y) for node in kept.nodes],
        "start": [edge.blocked for edge in kept.edges],
        "end": [edge.blocker for edge in kept.edges],
    }
    body = json.dumps(places, separators=(",", ":")).encode()

    async def page(_request):
        return HTMLResponse(PAGE)

    async def ready(_request):
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/", page), Route("/places", ready)])
