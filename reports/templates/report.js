"use strict";
// Filter by verdict and by words, kept in the address; the parts of a claim are folded under it while nothing is sought.
const filter = document.querySelector(".filter");
const rows = [...document.querySelectorAll("table.verdicts tbody tr")];
const anchorOf = (element) => element.id || element.querySelector("a").hash.slice(1);
const opened = new Set();
const folds = (element) => { // those that an element stands in, the innermost first
  const found = [];
  for (let fold = element.parentElement.closest("details"); fold; fold = fold.parentElement.closest("details")) found.push(fold);
  return found;
};
let unfolded = []; // for what is sought, until it no longer is
const state = () => ({ verdict: filter.querySelector(":checked").value, words: filter.querySelector("[name=words]").value.trim() });
const show = () => {
  const { verdict, words } = state();
  const sought = words.toLowerCase().split(/\s+/);
  const found = new Set(rows.filter((row) => {
    const fits = verdict === "" || row.dataset.verdicts.split(" ").includes(verdict);
    const text = `${anchorOf(row).replaceAll("-", " ")} ${row.textContent}`.toLowerCase();
    return fits && sought.every((word) => text.includes(word));
  }).map(anchorOf));
  const all = verdict === "" && words === "";
  for (const row of rows) {
    row.hidden = !found.has(anchorOf(row)) || (all && "under" in row.dataset && !opened.has(row.dataset.under));
  }
  const wanted = new Set([...found, ...rows.filter((row) => found.has(anchorOf(row))).map((row) => row.dataset.under)]);
  for (const element of document.querySelectorAll("section[data-verdicts], #contents [data-verdicts]")) {
    const inside = element.querySelectorAll("[data-verdicts]");
    element.hidden = !all && ![element, ...inside].some((one) => wanted.has(anchorOf(one)));
  }
  for (const row of rows) row.parentElement.parentElement.classList.toggle("sought", !all);
  for (const fold of unfolded) fold.open = false;
  const reached = all ? [] : rows.filter((row) => !row.hidden).flatMap((row) => [row, document.getElementById(anchorOf(row))]);
  unfolded = [...new Set(reached.flatMap(folds))].filter((fold) => !fold.open);
  for (const fold of unfolded) fold.open = true;
  for (const button of document.querySelectorAll("button.parts")) {
    button.disabled = !all;
    button.setAttribute("aria-expanded", opened.has(button.dataset.of));
  }
  filter.querySelector("output").textContent = all ? "" : `${found.size} of ${rows.length} shown`;
};
if (filter) {
  const claims = new Set(rows.map((row) => row.dataset.under).filter(Boolean));
  for (const row of rows.filter((one) => claims.has(anchorOf(one)))) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "parts" });
    button.dataset.of = anchorOf(row);
    button.append(row.querySelector("th").lastElementChild.textContent.trim().slice(1, -1));
    button.addEventListener("click", () => {
      opened[opened.has(button.dataset.of) ? "delete" : "add"](button.dataset.of);
      show();
    });
    row.querySelector("th").lastElementChild.replaceChildren(button);
  }
  const names = new Map(rows.map((row) => [anchorOf(row), row.querySelector("a").textContent]));
  for (const row of rows.filter((one) => "under" in one.dataset)) row.querySelector("a").dataset.claim = names.get(row.dataset.under);
  const asked = new URLSearchParams(location.search);
  filter.querySelector("[name=words]").value = asked.get("words") ?? "";
  for (const input of filter.querySelectorAll("[name=verdict]")) input.checked = input.value === (asked.get("verdict") ?? "");
  filter.querySelector(":checked") ?? (filter.querySelector("[name=verdict]").checked = true);
  filter.addEventListener("input", () => {
    const kept = new URLSearchParams(Object.entries(state()).filter(([, value]) => value));
    history.replaceState(null, "", `${location.pathname}${kept.size ? `?${kept}` : ""}${location.hash}`);
    show();
  });
  show();
}
// What is copied is a formula as LaTeX, with what it assumes.
document.addEventListener("click", async (event) => {
  const text = event.target.dataset?.copy;
  if (text === undefined) return;
  try { await navigator.clipboard.writeText(text); } catch {
    const area = document.body.appendChild(Object.assign(document.createElement("textarea"), { value: text }));
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const words = event.target.textContent;
  event.target.textContent = "copied";
  setTimeout(() => { event.target.textContent = words; }, 1500);
});
// A formula that is pointed at, or has the focus, can be copied as LaTeX.
const offer = (event) => {
  const formula = event.target.closest?.("[data-latex]");
  if (!formula || formula.nextElementSibling?.matches(".copy.latex")) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy latex" });
  button.append("copy LaTeX");
  button.dataset.copy = formula.dataset.latex;
  formula.after(button);
};
for (const way of ["pointerover", "focusin"]) document.addEventListener(way, offer);
// A term that is pointed at, has the focus or is tapped says what it is; a click on one that says so leads to its entry.
const tips = new Map();
let told, leaving, pressed;
const termOf = ({ target }) => target.closest?.("a[href^='#term:']");
const hush = () => told?.tip.hidePopover();
const tell = (link, by) => {
  const entry = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (told?.link === link || !entry?.showPopover) return;
  hush();
  if (!tips.has(entry)) {
    const tip = Object.assign(document.createElement("div"), { className: "tip", popover: "auto", id: `tip-${tips.size}` });
    tip.appendChild(document.createElement("dl")).append(...entry.cloneNode(true).childNodes);
    tip.addEventListener("beforetoggle", ({ newState }) => { if (newState === "closed" && told?.tip === tip) told = undefined; });
    tips.set(entry, document.querySelector("main").appendChild(tip));
  }
  const tip = tips.get(entry);
  link.setAttribute("aria-describedby", tip.id);
  tip.showPopover({ source: link }); // so that the next stop of the keyboard is within it
  told = { link, tip, by };
  stand();
};
const stand = () => {
  if (!told) return;
  const { link, tip } = told;
  const at = link.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${at.bottom + tip.offsetHeight + 12 < innerHeight ? at.bottom + 4 : Math.max(8, at.top - tip.offsetHeight - 4)}px`;
};
for (const by of ["pointerover", "focusin"]) document.addEventListener(by, (event) => {
  const link = termOf(event);
  const inside = link || told?.tip.contains(event.target);
  if (inside || by === "focusin") clearTimeout(leaving);
  if (link && event.pointerType !== "touch") tell(link, by);
  else if (!inside && by === told?.by) leaving = setTimeout(hush, 300);
});
document.addEventListener("pointerdown", () => { pressed = told?.link; }, true);
document.addEventListener("click", (event) => {
  const link = termOf(event);
  if (!link) return;
  if ((event.detail ? pressed : told?.link) === link) return hush();
  event.preventDefault();
  tell(link, "click");
});
addEventListener("scroll", stand, { capture: true, passive: true });
addEventListener("hashchange", hush);
// A figure is downloaded as it stands here, with its letters; without this script the link leads to the file beside.
for (const link of document.querySelectorAll("a.svg")) link.addEventListener("click", () => {
  const drawing = link.closest("figure").querySelector("svg").cloneNode(true);
  const names = new Set([...drawing.querySelectorAll("use")].map((use) => use.getAttribute("href").slice(1)));
  const letters = document.createElementNS("http://www.w3.org/2000/svg", "defs");
  for (const name of names) if (name.startsWith("g-")) letters.append(document.getElementById(name).cloneNode(true));
  drawing.prepend(letters);
  link.href = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(drawing))}`;
});
// A link to something hidden by the filter, or within a fold, shows it.
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.closest("[hidden]")) {
    filter.querySelector("input[value='']").checked = true;
    filter.querySelector("[name=words]").value = "";
    filter.dispatchEvent(new Event("input"));
  }
  for (const fold of [...folds(target), ...target.querySelectorAll(":scope > details, :scope > details > details.panel")]) fold.open = true;
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
// One button unfolds all, and folds it again.
const everything = document.querySelector("button.all");
everything.hidden = false;
everything.addEventListener("click", () => {
  const open = everything.getAttribute("aria-pressed") === "false";
  everything.setAttribute("aria-pressed", open);
  for (const fold of document.querySelectorAll("main details")) fold.open = open;
});
// On a narrow screen the contents start closed; paper shows every fold open.
if (!matchMedia("(min-width: 64rem)").matches) contents.querySelector("details").open = false;
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("main details:not([open])")];
  for (const fold of closed) fold.open = true;
  for (const row of rows) row.hidden = false;
});
addEventListener("afterprint", () => {
  for (const fold of closed) fold.open = false;
  if (filter) show();
});
