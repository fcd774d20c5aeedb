"use strict";
// Filter by verdict: what has no reading of the chosen verdict is hidden.
const filter = document.querySelector(".filter");
if (filter) {
  const filtered = document.querySelectorAll("[data-verdicts]");
  filter.addEventListener("change", (event) => {
    const wanted = event.target.value;
    for (const element of filtered) {
      const inside = element.querySelectorAll("[data-verdicts]");
      const verdicts = [element, ...inside].map((one) => one.dataset.verdicts).join(" ").split(" ");
      element.hidden = wanted !== "" && !verdicts.includes(wanted);
    }
    const rows = document.querySelectorAll("table.verdicts tbody tr");
    const shown = [...rows].filter((row) => !row.hidden).length;
    filter.querySelector("output").textContent = wanted === "" ? "" : `${shown} of ${rows.length} shown`;
  });
}
// A link to something hidden by the filter, or within a fold, shows it.
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.closest("[hidden]")) {
    const any = filter.querySelector("input[value='']");
    any.checked = true;
    any.dispatchEvent(new Event("change", { bubbles: true }));
  }
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  target.scrollIntoView();
};
addEventListener("hashchange", reveal);
reveal();
// The table of contents follows the reader.
const contents = document.querySelector("#contents");
const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
const visible = new Set();
const follow = new IntersectionObserver((entries) => {
  for (const entry of entries) visible[entry.isIntersecting ? "add" : "delete"](entry.target);
  const sections = [...visible].sort((a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  const current = links.get((sections.at(-1) ?? document.body).id);
  for (const link of links.values()) link.removeAttribute("aria-current");
  if (!current) return;
  current.setAttribute("aria-current", "location");
  const top = current.offsetTop - contents.clientHeight / 2;
  if (matchMedia("(min-width: 64rem)").matches) contents.scrollTo({ top });
}, { rootMargin: "-10% 0px -80% 0px" });
for (const id of links.keys()) if (id !== "main") follow.observe(document.getElementById(id));
// On a narrow screen the contents start closed; paper shows every fold open.
if (!matchMedia("(min-width: 64rem)").matches) contents.querySelector("details").open = false;
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("main details:not([open])")];
  for (const fold of closed) fold.open = true;
});
addEventListener("afterprint", () => { for (const fold of closed) fold.open = false; });
