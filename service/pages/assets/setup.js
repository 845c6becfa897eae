"use strict";
// Shows what came of something that takes a while, once it has ended; without scripts a link does.
const waiting = document.querySelector("[data-waits]");
async function look() {
  try {
    const answer = await fetch(waiting.dataset.waits);
    if (answer.ok && (await answer.json()).ended) { location.reload(); return; }
  } catch { /* it is asked again */ }
  setTimeout(look, 1000);
}
if (waiting) look();
