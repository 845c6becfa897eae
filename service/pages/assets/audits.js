"use strict";
// Shows how an audit goes on; when it has ended the page is loaded anew. Without scripts the page refreshes itself.
for (const part of document.querySelectorAll("[data-progress]")) {
  const events = new EventSource(part.dataset.progress);
  events.addEventListener("progress", (event) => {
    for (const one of JSON.parse(event.data)) {
      const line = [...part.children].find((each) => each.dataset.site === one.site);
      if (!line) continue;
      const bar = line.querySelector("progress");
      if (one.whole === null) bar.removeAttribute("value");
      else { bar.max = Math.max(one.whole, 1); bar.value = one.read; }
      const says = line.querySelector("span");
      if (says.textContent !== one.says) says.textContent = one.says;
    }
  });
  events.addEventListener("ended", () => { events.close(); window.location.assign("/audits"); });
}
