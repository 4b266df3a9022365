/* The search box: what is offered while somebody types, and their own recent searches. Those stay in this browser, for
   this person, until they forget them or sign out; the server never hears of them. Without this the box searches. */

const PAUSE = 90, MOST = 8, form = document.querySelector("form.search"), { q } = form.elements;
const words = form.dataset, key = `recent:${document.body.dataset.person}`;
const make = (tag, values = {}, ...inside) => { const made = Object.assign(document.createElement(tag), values); made.append(...inside); return made; };
const list = make("ul", { id: "q-offers", className: "offers", hidden: true }), said = make("div", { className: "vh" });
let lines = [], active = -1, timer, asked, typed = q.value;

list.setAttribute("role", "listbox");
list.setAttribute("aria-label", words.offers);
said.setAttribute("role", "status");
form.append(list, said);
for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) q.setAttribute(name, value);

export const recent = () => { try { return JSON.parse(localStorage.getItem(key)) ?? []; } catch { return []; } };
function remember(text) {
  const kept = [text, ...recent().filter((each) => each.toLowerCase() !== text.toLowerCase())].slice(0, MOST);
  try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* storage is full or forbidden */ }
}
export function forget() {
  try { localStorage.removeItem(key); } catch { /* storage is forbidden */ }
}
export const address = (text) => `/search?${new URLSearchParams({ q: text })}`;

function close() {
  clearTimeout(timer);
  asked?.abort();
  list.hidden = true;
  said.textContent = "";
  q.setAttribute("aria-expanded", "false");
  choose(-1);
}

function show(found) {
  lines = found;
  if (!found.length || document.activeElement !== q) { close(); return; }
  list.replaceChildren(...found.map((line, number) => {
    const option = make("li", { id: `q-offer-${number}` }, make("span", { className: "what", textContent: line.word }), make("b", { textContent: line.label }));
    if (line.note) option.append(make("span", { className: "note", textContent: line.note }));
    option.setAttribute("role", "option");
    return option;
  }));
  list.hidden = false;
  q.setAttribute("aria-expanded", "true");
  choose(-1);
  said.textContent = words.found.replace("%n", found.length);
}

function choose(number) {
  active = number;
  [...list.children].forEach((option, each) => option.setAttribute("aria-selected", each === number));
  if (number < 0) q.removeAttribute("aria-activedescendant");
  else {
    q.setAttribute("aria-activedescendant", list.children[number].id);
    list.children[number].scrollIntoView({ block: "nearest" });
  }
}

function take(number) {
  const line = lines[number];
  close();
  if (line.forget) { forget(); q.focus(); return; }
  if (line.kind === "search") remember(line.label);
  location.assign(line.href);
}

const own = () => {
  const found = recent().map((text) => ({ label: text, href: address(text), kind: "search", word: words.recent }));
  return found.length ? [...found, { label: words.forget, forget: true, word: "" }] : [];
};

async function look() {
  const text = q.value.trim();
  asked?.abort();
  if (!text) { show(own()); return; }
  const now = (asked = new AbortController());
  try {
    const answer = await fetch(`/search/suggest?${new URLSearchParams({ q: text })}`, { signal: now.signal, headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.ok && !now.signal.aborted) show(await answer.json());
  } catch { /* away from the network, or typed on: the box searches all the same */ }
}

q.addEventListener("input", () => {
  if (q.value === typed) return;
  typed = q.value;
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE);
});
q.addEventListener("focus", () => { if (!q.value.trim()) show(own()); });
q.addEventListener("blur", () => setTimeout(close, 150));
q.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" && list.hidden) { event.preventDefault(); look(); return; }
  if (list.hidden) return;
  const most = lines.length, act = {
    ArrowDown: () => choose(active + 1 < most ? active + 1 : -1),
    ArrowUp: () => choose(active < 0 ? most - 1 : active - 1),
    Enter: () => (active < 0 ? "pass" : take(active)),
    Escape: close,
  }[event.key];
  if (act && act() !== "pass") event.preventDefault();
});
list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) take([...list.children].indexOf(option));
});
form.addEventListener("submit", () => { const text = q.value.trim(); if (text) remember(text); });
if (document.activeElement === q) { if (q.value !== q.defaultValue) look(); else if (!q.value) show(own()); }

/* The page of search lists them as well. */
const box = document.querySelector("[data-searched]");
if (box && recent().length) {
  box.querySelector("ul").replaceChildren(...recent().map((text) => make("li", {}, make("a", { href: address(text), textContent: text }))));
  box.querySelector("button").addEventListener("click", () => { forget(); box.hidden = true; q.focus(); });
  box.hidden = false;
}
