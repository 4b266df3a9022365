/* Acronyms in texts: those that the dictionary explains become buttons; hover, tap or Enter says what they stand for.
   Each is explained once in a text. Without this the dictionary and search do. */

const SHORT = /(?<![\p{L}\p{N}_&/-])\p{Lu}[\p{L}\p{N}&]{0,8}\p{Lu}[\p{L}\p{N}]{0,2}(?![\p{L}\p{N}_&/-])/gu;
const NOT_IN = "a, button, code, pre, kbd, abbr, summary, svg, .diagram, h1, h2", MOST = 60;
const bubble = Object.assign(document.createElement("div"), { className: "abbr-said", hidden: true });
let shown = null, timer;
bubble.setAttribute("role", "status");

function* textsOf(prose) {
  const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(NOT_IN)) yield walker.currentNode;
}

/* The first place of each short form in a text. */
function places(prose) {
  const found = new Map();
  for (const node of textsOf(prose))
    for (const match of node.data.matchAll(SHORT)) if (!found.has(match[0])) found.set(match[0], { node, at: match.index });
  return found;
}

function say(button) {
  clearTimeout(timer);
  if (!button) {
    shown?.setAttribute("aria-expanded", "false");
    shown = null;
    bubble.hidden = true;
    return;
  }
  if (shown !== button) shown?.setAttribute("aria-expanded", "false");
  shown = button;
  button.setAttribute("aria-expanded", "true");
  bubble.replaceChildren(...button.meanings.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  bubble.hidden = false;
  const place = button.getBoundingClientRect(), { width, height } = bubble.getBoundingClientRect();
  const below = place.bottom + 6, room = document.documentElement.clientWidth;
  bubble.style.left = `${Math.max(8, Math.min(place.left, room - width - 8))}px`;
  bubble.style.top = `${below + height > innerHeight ? place.top - height - 6 : below}px`;
}

function dress(short, { node, at }, meanings) {
  const rest = node.splitText(at);
  rest.splitText(short.length);
  const button = Object.assign(document.createElement("button"), { type: "button", className: "abbr", textContent: short, meanings });
  button.setAttribute("aria-expanded", "false");
  rest.replaceWith(button);
}

async function explain(proses) {
  const found = proses.map(places), shorts = [...new Set(found.flatMap((each) => [...each.keys()]))].slice(0, MOST);
  if (!shorts.length) return;
  let known = {};
  try {
    const answer = await fetch(`/acronyms/explained?${new URLSearchParams({ w: shorts.join(",") })}`, { headers: { Accept: "application/json" }, redirect: "error" });
    if (answer.ok) known = await answer.json();
  } catch { return; }
  for (const each of found) {
    /* From the end, so that what is split off does not move what comes before it. */
    const wanted = [...each].filter(([short, { node }]) => known[short] && node.isConnected);
    for (const [short, place] of wanted.sort((one, other) => other[1].at - one[1].at)) dress(short, place, known[short]);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.abbr");
  say(button && !(button === shown && button.dataset.pinned) ? button : null);
  for (const other of document.querySelectorAll("button.abbr[data-pinned]")) delete other.dataset.pinned;
  if (button && button === shown) button.dataset.pinned = "1";
});
document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const button = event.target.closest("button.abbr");
  clearTimeout(timer);
  if (button && button !== shown) timer = setTimeout(() => say(button), 150);
  else if (!button && shown && !shown.dataset.pinned && !event.target.closest(".abbr-said")) timer = setTimeout(() => say(null), 150);
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && shown) say(null); });
document.addEventListener("focusin", (event) => { if (shown && event.target !== shown) say(null); });
addEventListener("scroll", () => { if (shown) say(null); }, { passive: true, capture: true });
(document.querySelector("main") ?? document.body).append(bubble);

export { explain };
