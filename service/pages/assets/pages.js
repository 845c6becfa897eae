"use strict";
// Choosing in a form of filters shows what was chosen at once; without scripts its button does.
for (const form of document.querySelectorAll("form.filters")) {
  for (const field of form.querySelectorAll("select, input[type=date]")) {
    field.addEventListener("change", () => form.requestSubmit());
  }
  form.addEventListener("submit", () => {
    for (const field of form.elements) field.disabled = field.name !== "" && field.value === "";
  });
}
// "/" goes to the search field, as in many tools: the page's own if it has one, else that in its head.
// A letter that is typed into a field stays there.
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("[data-slash]") || document.getElementById("jump");
  if (field) { event.preventDefault(); field.focus(); }
});
