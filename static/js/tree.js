/* The tree of a wiki: opens a level in place, finds pages while somebody types, and moves pages by drag, by keyboard and
   by buttons. Without it the same is done by links and by the form "Move". Texts come from data attributes of the tree. */
const tree = document.querySelector("[data-tree]");
const said = document.getElementById("tree-said");
const texts = tree.dataset;
const token = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const fill = (text, values) => text.replace(/%([tnab])/g, (all, key) => values[key] ?? all);

const levelOf = (li) => li.querySelector(":scope > ul");
const leafOf = (li) => li.querySelector(":scope > .leaf");
const nameOf = (li) => leafOf(li).querySelector(".name").textContent.trim();
const gripOf = (li) => leafOf(li).querySelector(".grip");
const pagesIn = (ul) => [...ul.children].filter((li) => li.dataset.page);
const beside = (li, way) => {
  let found = li[way];
  while (found && !found.dataset.page) found = found[way];
  return found;
};

/* Levels */
async function fetchLevel(below, after = "") {
  const answer = await fetch(`${texts.tree}?below=${below}&after=${encodeURIComponent(after)}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(answer.status);
  const box = document.createElement("template");
  box.innerHTML = await answer.text(); // made by the server, as the page itself
  return box.content.querySelector("ul");
}

function dress(inside) {
  for (const twig of inside.querySelectorAll("a.twig")) {
    twig.setAttribute("role", "button");
    twig.setAttribute("aria-expanded", Boolean(levelOf(twig.closest("li")) && !levelOf(twig.closest("li")).hidden));
  }
  for (const grip of inside.querySelectorAll(".grip")) {
    grip.setAttribute("role", "button");
    grip.draggable = false;
  }
}

/* The sign before a page says what stands below it, also after something was moved there or away. */
function mark(li) {
  const level = levelOf(li), old = leafOf(li).querySelector(".twig");
  if (level && !level.children.length) level.remove();
  const some = levelOf(li) ? true : old.matches("a") && !level;
  if (!some) {
    if (old.matches("a")) old.replaceWith(Object.assign(document.createElement("span"), { className: "twig none" }));
    return;
  }
  let twig = old;
  if (!old.matches("a")) {
    twig = Object.assign(document.createElement("a"), { className: "twig", href: `#p${li.dataset.page}` });
    twig.setAttribute("role", "button");
    twig.append(Object.assign(document.createElement("span"), { className: "vh" }));
    old.replaceWith(twig);
  }
  const open = Boolean(levelOf(li) && !levelOf(li).hidden);
  twig.setAttribute("aria-expanded", open);
  twig.querySelector(".vh").textContent = fill(open ? texts.closes : texts.opens, { t: nameOf(li) });
}

async function open(li) {
  if (!levelOf(li) && leafOf(li).querySelector("a.twig")) {
    const level = await fetchLevel(li.dataset.page);
    if (!levelOf(li)) li.append(level);
    dress(level);
  }
  if (levelOf(li)) levelOf(li).hidden = false;
  mark(li);
}

async function toggle(li) {
  const level = levelOf(li);
  if (!level || level.hidden) return open(li);
  level.hidden = true;
  return mark(li);
}

async function more(link) {
  const level = await fetchLevel(link.dataset.below, link.dataset.after);
  const known = new Set(pagesIn(link.closest("ul")).map((li) => li.id));
  dress(level);
  const rows = [...level.children].filter((li) => !known.has(li.id));
  link.closest("li").replaceWith(...rows);
  rows[0]?.querySelector("a.name")?.focus();
}

const failed = () => say(texts.failed);
function say(text, ...more) { said.replaceChildren(text, ...more); }

/* Moving */
let moving = null; // the page on its way, and where it came from

function begin(li) {
  stop();
  moving = { li, level: li.parentElement, next: li.nextElementSibling, parent: li.parentElement.dataset.level };
  li.classList.add("moving");
  say(fill(texts.begun, { t: nameOf(li) }));
}

function showTools(li) {
  const box = Object.assign(document.createElement("div"), { className: "acts tools" });
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", gripOf(li).textContent.trim());
  for (const [what, sign] of [["up", "↑"], ["down", "↓"], ["out", "←"], ["in", "→"], ["put", ""], ["cancel", ""]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: what === "put" ? "btn s" : "btn q s", textContent: sign || texts[what] });
    if (sign) button.ariaLabel = button.title = texts[what];
    button.dataset.step = what;
    box.append(button);
  }
  leafOf(li).after(box);
}

function stop() {
  if (!moving) return;
  moving.li.classList.remove("moving");
  moving.li.querySelector(":scope > .tools")?.remove();
  moving = null;
}

function place(li) {
  const level = li.parentElement, above = level.closest("li");
  const all = pagesIn(level), values = { n: all.indexOf(li) + 1, a: all.length, b: above ? nameOf(above) : "" };
  say(fill(above ? texts.below : texts.place, values));
}

function moved(change) {
  const { li } = moving, focused = li.contains(document.activeElement) ? document.activeElement : null;
  change(li);
  focused?.focus({ preventScroll: true });
  li.scrollIntoView({ block: "nearest" });
  place(li);
  return true;
}

async function into(li, above) {
  await open(above);
  let level = levelOf(above);
  if (!level) {
    level = document.createElement("ul");
    level.dataset.level = above.dataset.page;
    above.append(level);
  }
  const last = pagesIn(level).filter((each) => each !== li).at(-1);
  if (last) last.after(li); else level.prepend(li);
  level.hidden = false;
  mark(above);
}

const STEPS = {
  up: (li) => { const other = beside(li, "previousElementSibling"); return other && moved(() => other.before(li)); },
  down: (li) => { const other = beside(li, "nextElementSibling"); return other && moved(() => other.after(li)); },
  out: (li) => { const above = li.parentElement.closest("li"); return above && moved(() => above.after(li)); },
};

async function step(what) {
  const { li } = moving;
  if (what === "put") return put();
  if (what === "cancel") return cancel();
  if (what === "in") {
    const above = beside(li, "previousElementSibling");
    if (!above) return say(texts.edge);
    const focused = document.activeElement;
    await into(li, above);
    focused?.focus({ preventScroll: true });
    return place(li);
  }
  if (!STEPS[what](li)) say(texts.edge);
}

function putBack({ li, level, next }) {
  const left = li.parentElement;
  level.insertBefore(li, next?.parentElement === level ? next : null);
  if (!level.isConnected) return;
  for (const ul of [left, level]) if (ul.closest("li")) mark(ul.closest("li"));
}

function cancel() {
  const was = moving, { li } = was;
  stop();
  putBack(was);
  say(fill(texts.ended, { t: nameOf(li) }));
  gripOf(li).focus();
}

async function put() {
  const was = moving, { li } = was, level = li.parentElement;
  const before = beside(li, "nextElementSibling"), after = beside(li, "previousElementSibling");
  if (level === was.level && li.nextElementSibling === was.next) return cancel();
  stop();
  const form = new URLSearchParams({ parent: level.dataset.level, seen: was.parent });
  if (after) form.set("after", after.dataset.page);
  else if (before) form.set("before", before.dataset.page);
  say(texts.saving);
  gripOf(li).focus({ preventScroll: true });
  let answer, told = {};
  try {
    answer = await fetch(`/pages/${li.dataset.page}/move`, { method: "POST", body: form, headers: { Accept: "application/json", "X-CSRFToken": token } });
    told = await answer.json();
  } catch { /* no answer, or none that can be read */ }
  if (!answer?.ok || !told.said) {
    putBack(was);
    return say(told.error ?? texts.failed);
  }
  for (const ul of [was.level, level]) if (ul.closest("li")) mark(ul.closest("li"));
  return say(told.said, undo(told));
}

function undo(told) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: told.undo });
  const kept = Object.assign(document.createElement("input"), { type: "hidden", name: "csrf_token", value: token });
  form.append(kept, Object.assign(document.createElement("button"), { className: "btn q s", textContent: told.undo_label }));
  return form;
}

/* Dragging: the button "Move" is the handle, for mouse, pen and finger. */
const NEAR_EDGE = 70, OPEN_AFTER = 700;
let drag = null;

function target(event) {
  const li = document.elementFromPoint(event.clientX, event.clientY)?.closest?.("li[data-page]");
  if (!li || drag.li.contains(li) || !tree.contains(li)) return null;
  const box = leafOf(li).getBoundingClientRect(), part = (event.clientY - box.top) / box.height;
  return { li, how: part < 0.3 ? "before" : part > 0.7 ? "after" : "into" };
}

function point(found) {
  if (drag.found?.li === found?.li && drag.found?.how === found?.how) return;
  drag.found?.li.classList.remove("drop-before", "drop-after", "drop-into");
  clearTimeout(drag.timer);
  drag.found = found;
  if (!found) return;
  found.li.classList.add(`drop-${found.how}`);
  if (found.how === "into") drag.timer = setTimeout(() => open(found.li).catch(failed), OPEN_AFTER);
}

tree.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || event.button || moving) return;
  drag = { li: grip.closest("li"), grip, x: event.clientX, y: event.clientY, going: false };
  grip.setPointerCapture(event.pointerId);
});
tree.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.going && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 6) {
    drag.going = true;
    begin(drag.li);
    tree.classList.add("dragging");
  }
  if (!drag.going) return;
  if (event.clientY < NEAR_EDGE) scrollBy(0, -14);
  else if (event.clientY > innerHeight - NEAR_EDGE) scrollBy(0, 14);
  point(target(event));
});
async function letGo(dropped) {
  if (!drag) return;
  const { going, found, li } = drag;
  point(null);
  clearTimeout(drag.timer);
  drag = null;
  tree.classList.remove("dragging");
  if (!going) return;
  tree.dataset.dragged = "1";
  setTimeout(() => delete tree.dataset.dragged);
  if (!dropped || !found) return cancel();
  if (found.how === "into") await into(li, found.li);
  else found.li[found.how](li);
  return put();
}
tree.addEventListener("pointerup", () => letGo(true)?.catch(failed));
tree.addEventListener("pointercancel", () => letGo(false)?.catch(failed));
tree.addEventListener("dragstart", (event) => event.preventDefault());

const KEYS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in", Escape: "cancel" };
tree.addEventListener("keydown", (event) => {
  const button = event.target.closest("[role=button]");
  if (drag?.going && event.key === "Escape") { letGo(false); return; }
  if (moving && moving.li.contains(event.target)) {
    const onGrip = event.target === gripOf(moving.li);
    const what = KEYS[event.key] ?? (onGrip && (event.key === "Enter" || event.key === " ") ? "put" : null);
    if (what) { event.preventDefault(); step(what).catch(failed); }
  } else if (button && event.key === " ") {
    event.preventDefault();
    button.click();
  }
});

tree.addEventListener("click", (event) => {
  const twig = event.target.closest("a.twig"), link = event.target.closest("[data-more]"), grip = event.target.closest(".grip");
  const button = event.target.closest("[data-step]");
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (twig || link || grip) event.preventDefault();
  if (twig) toggle(twig.closest("li")).catch(() => { location.href = twig.href; });
  else if (link) more(link).catch(() => { location.href = link.href; });
  else if (button && moving) step(button.dataset.step).catch(failed);
  else if (grip && !tree.dataset.dragged) {
    const li = grip.closest("li");
    if (moving?.li === li) { step("put").catch(failed); return; }
    if (moving) cancel();
    begin(li);
    showTools(li);
    grip.focus();
  }
});

/* Finding pages while somebody types */
const field = document.getElementById("find"), found = document.getElementById("found");
let timer;
field?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const wanted = field.value.trim();
    const answer = wanted && await fetch(`${texts.find}?find=${encodeURIComponent(wanted)}`, { headers: { "HX-Request": "true" } });
    if (wanted !== field.value.trim() || (answer && !answer.ok)) return;
    found.innerHTML = answer ? await answer.text() : "";
    found.hidden = !answer;
    tree.hidden = Boolean(answer);
  }, 250);
});

dress(tree);
