/* Live: what changes while a page is read. The socket, or /live/since where sockets are blocked, tells ids of what
   happened; what may be seen is asked from the page's own addresses. How a page takes part: templates/kit/README.md. */

const SOON = 150, SPREAD = 900, SLOW = 15_000, SLOWEST = 60_000, BEAT = 20_000, MOST_SEEN = 2000;
const data = document.body.dataset;
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
/* A form that came back has the address of its sending, where nothing can be asked. */
const here = () => data.here || location.pathname + location.search;
const seen = new Set(), stale = new Set(), gone = new WeakSet();
let upto = data.liveAfter, caughtUp = false, ended = false, socket, drawing, polling, returning, wait = SLOW, tries = 0, sentAway = false;

/* What an event is about, in the words of data-live-on. */
const wordsOf = (event) => (event.kind === "person" ? ["me"] : [`entry:${event.id}`, event.root && `in:${event.root}`, event.space && `space:${event.space}`]);
const concerns = (marks, event, words) => marks.liveOn.split(" ").some((word) => words.includes(word)) && (!marks.liveVerbs || marks.liveVerbs.split(" ").includes(event.verb));

function hear(event) {
  if (seen.has(event.n)) return;
  if (seen.size > MOST_SEEN) seen.delete(seen.values().next().value);
  seen.add(event.n);
  wait = SLOW;
  document.dispatchEvent(new CustomEvent("witan:live", { detail: event }));
  const words = wordsOf(event);
  for (const part of all("[data-live-on]")) {
    if (!concerns(part.dataset, event, words)) continue;
    if (part.dataset.liveNew !== undefined) count(part, event);
    else {
      if (["trashed", "purged"].includes(event.verb)) gone.add(part);
      else gone.delete(part);
      stale.add(part);
    }
  }
  if (stale.size) soon();
  if (data.freshUrl && event.verb === "wrote") askFresh();
}

function hearAll() {
  for (const part of all("[data-live-on]")) if (part.dataset.liveNew === undefined) stale.add(part);
  soon();
  if (data.freshUrl) askFresh();
}

/* Parts are fetched together, a moment later, drawn by chance so that a thousand browsers do not ask at once. What is far
   from what is read waits until it is near; what is being used waits until it is left. */
function soon() { drawing ??= setTimeout(draw, SOON + Math.random() * SPREAD); }

function near(part) {
  const { top, bottom } = part.getBoundingClientRect();
  return bottom > -innerHeight && top < 2 * innerHeight;
}

/* Somebody types there, has a menu open, or has marked words. A button that was pressed keeps the focus, see `swap`. */
const used = (part) => part.contains(document.activeElement?.closest("input:not([type=hidden]), textarea, select, [contenteditable]") ?? null) || part.querySelector("details[open]") || (!getSelection().isCollapsed && getSelection().containsNode(part, true));

async function draw() {
  drawing = undefined;
  if (document.hidden || ended) return;
  const asked = new Map();
  for (const part of [...stale]) {
    if (!part.isConnected) stale.delete(part);
    else if (near(part) && !used(part)) {
      stale.delete(part);
      const address = part.dataset.livePart ?? here();
      asked.set(address, [...(asked.get(address) ?? []), part]);
    }
  }
  for (const [address, parts] of asked) await redraw(address, parts);
  if (stale.size) setTimeout(soon, 2000);
}

async function fetchParts(address, ids) {
  const url = new URL(address, location);
  url.searchParams.set("part", ids.join(","));
  const answer = await fetch(url, { headers: { Accept: "text/html", "X-Live": "part" } });
  if (answer.status === 401 || (answer.redirected && new URL(answer.url).pathname === "/sign-in")) { end(); return null; }
  if (answer.status === 404 || answer.status === 410) return document.implementation.createHTMLDocument();
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function redraw(address, parts) {
  let found;
  try {
    found = await fetchParts(address, parts.map((part) => part.id));
  } catch {
    return; // away, or the server is busy: the next event asks again
  }
  if (!found) return;
  const empty = !found.body.childElementCount;
  for (const part of parts) {
    const fresh = found.getElementById(part.id);
    if (fresh) swap(part, fresh);
    else if (gone.has(part) || empty) fold(part);
  }
}

const FOCUS = "a[href], button, summary, [tabindex]";

/* Tokens are masked anew with each answer: they are no difference. */
const plain = (part) => part.outerHTML.replace(/(name="csrf_token" value=")[^"]*/g, "$1").replace(/ class="lit"| lit(?=[" ])/g, "");

function swap(part, fresh) {
  again(fresh);
  if (plain(part) === plain(fresh)) return;
  const made = document.adoptNode(fresh);
  const at = part.contains(document.activeElement) ? all(FOCUS, part).indexOf(document.activeElement) : -1;
  inPlace(part, () => part.replaceWith(made));
  shown(made);
  if (at >= 0) all(FOCUS, made)[at]?.focus({ preventScroll: true });
}

function shown(made) {
  if (made.matches("article, li")) made.classList.add("lit");
  window.htmx?.process(made);
  document.dispatchEvent(new CustomEvent("witan:shown"));
}

/* A part whose content runs out by itself names the seconds. */
function again(part) {
  const seconds = Number(part.dataset.liveAgain);
  if (seconds) setTimeout(() => { const now = document.getElementById(part.id); if (now) { stale.add(now); soon(); } }, seconds * 1000);
}

function fold(part) {
  const said = Object.assign(document.createElement("p"), { className: "muted small", textContent: data.liveGone });
  inPlace(part, () => part.replaceChildren(said));
}

/* What is read stays where it is when something above it changes. */
function inPlace(part, change) {
  const root = document.documentElement;
  const read = all("main [id]").find((each) => each.getBoundingClientRect().top >= 0 && !part?.contains(each) && !each.contains(part));
  const before = read?.getBoundingClientRect().top;
  root.style.overflowAnchor = "none";
  change();
  if (read?.isConnected && before < innerHeight) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
  requestAnimationFrame(() => { root.style.overflowAnchor = ""; });
}

/* New replies: a button; at the end of what there is they come by themselves, and are said politely. */
const coming = new WeakMap();

function count(place, event) {
  const ids = coming.get(place) ?? coming.set(place, new Set()).get(place);
  if (event.verb === "trashed") ids.delete(event.id);
  else if (place.dataset.liveNew === "reload" ? !event.root || place.dataset.liveKinds === "comment" : event.verb === "wrote" && !document.getElementById(`e${event.id}`)) {
    if (place.dataset.liveKinds && !place.dataset.liveKinds.split(" ").includes(event.kind)) return;
    ids.add(event.id);
  } else return;
  clearTimeout(place.waiting);
  place.waiting = setTimeout(() => offer(place, ids), SOON + Math.random() * SPREAD);
}

function offer(place, ids) {
  for (const id of ids) if (document.getElementById(`e${id}`)) ids.delete(id);
  const link = place.querySelector("a");
  link.textContent = label(place, ids.size);
  link.href = place.dataset.liveNew === "reload" ? here() + (place.dataset.liveHash ?? "") : `/e/${[...ids][0]}`;
  place.hidden = !ids.size;
  const end = place.previousElementSibling?.getBoundingClientRect().bottom ?? 0;
  if (ids.size && !place.dataset.liveNew && end <= innerHeight) take(place, ids);
}

function label(place, number) {
  const one = new Intl.PluralRules(document.documentElement.lang).select(number) === "one";
  return place.dataset[one ? "one" : "other"].replace("%n", number.toLocaleString(document.documentElement.lang));
}

async function take(place, ids, go = false) {
  const wanted = [...ids];
  let found;
  try {
    found = await fetchParts(place.dataset.livePart ?? here(), wanted.map((id) => `e${id}`));
  } catch { /* away from the network */ }
  if (!found) return false;
  const came = [];
  for (const id of wanted) {
    const post = found.getElementById(`e${id}`);
    const whole = post?.closest("article[id]") ?? post;
    const old = whole && document.getElementById(whole.id);
    if (!post || (old && used(old))) continue;
    const made = document.adoptNode(whole);
    inPlace(old, () => (old ? old.replaceWith(made) : place.before(made)));
    shown(made);
    ids.delete(id);
    came.push(id);
  }
  if (came.length) {
    place.nextElementSibling.textContent = label(place, came.length);
    place.hidden = true;
    if (go) { const first = document.getElementById(`e${came[0]}`); first.tabIndex = -1; first.scrollIntoView({ block: "start" }); first.focus({ preventScroll: true }); }
  }
  return came.length > 0;
}

document.addEventListener("click", async (event) => {
  const place = event.target.closest("[data-live-new]");
  if (!place || !event.target.closest("a") || event.ctrlKey || event.metaKey) return;
  if (place.dataset.liveNew) {
    // The same address with a mark alone would only scroll.
    if (place.dataset.liveNew === "reload" && !data.here) { event.preventDefault(); location.hash = place.dataset.liveHash ?? ""; location.reload(); }
    return;
  }
  event.preventDefault();
  const href = event.target.closest("a").href;
  if (!(await take(place, coming.get(place), true))) location.href = href;
});

/* "3 new posts" above a stream. */
let askingFresh;
function askFresh() {
  clearTimeout(askingFresh);
  askingFresh = setTimeout(fresh, 300 + Math.random() * 1200);
}

async function fresh() {
  let news;
  try {
    const answer = await fetch(data.freshUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    news = await answer.json();
  } catch {
    return;
  }
  const place = document.querySelector("[data-fresh]"), said = document.querySelector("[data-fresh-said]");
  if (!place || !news.count) return;
  const link = place.querySelector("a");
  link.textContent = news.label;
  link.href = here();
  place.hidden = false;
  if (said && said.textContent !== news.label) said.textContent = news.label;
}

/* What was missed since the last number that is known. */
async function catchUp() {
  const since = upto === undefined ? "" : `?after=${upto}`;
  try {
    const answer = await fetch(`/live/since${since}`, { headers: { Accept: "application/json" } });
    if (answer.status === 401 || answer.redirected) { end(); return false; }
    if (!answer.ok) return false;
    const news = await answer.json();
    upto = news.upto;
    news.events.forEach(hear);
    if (news.everything) hearAll();
    return true;
  } catch {
    return false;
  }
}

function poll() {
  clearTimeout(polling);
  if (ended) return;
  polling = setTimeout(async () => {
    wait = Math.min(SLOWEST, wait * 1.5);
    if (!document.hidden && !socket?.connected) await catchUp();
    poll();
  }, wait * (0.8 + Math.random() * 0.4));
}

/* A line that is lost, or was not to be had. What was missed is asked first: that tells too whether one is still signed
   in, and whether anybody is there, without a socket that fails. */
function comeBack(least = 1000) {
  clearTimeout(returning);
  if (ended || document.hidden) return;
  returning = setTimeout(async () => {
    if (await catchUp()) socket.connect();
    else comeBack();
  }, Math.min(SLOWEST, least * 2 ** tries++) * (0.3 + Math.random() * 1.4));
}

function end() {
  ended = true;
  clearTimeout(polling);
  clearTimeout(returning);
  socket?.disconnect();
}

/* Who is writing here: a sign while somebody types, taken back when they stop, leave or post. */
function tellWriting(form) {
  let last = 0, quiet;
  const send = (sent) => fetch(form.dataset.writing, { method: "POST", keepalive: true, body: new URLSearchParams(sent), headers: { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]')?.content ?? "" } });
  const leave = () => { clearTimeout(quiet); if (last) send({ leave: "1" }).catch(() => {}); last = 0; };
  form.addEventListener("input", async () => {
    clearTimeout(quiet);
    quiet = setTimeout(leave, 2 * BEAT);
    if (last === null || Date.now() - last < BEAT) return;
    last = Date.now();
    try { if ((await (await send({})).json()).seen === false) last = null; } catch { /* the next one tries again */ }
  });
  form.addEventListener("submit", () => { leave(); last = null; });
  addEventListener("pagehide", leave);
}

export async function start(script) {
  all("form[data-writing]").forEach(tellWriting);
  all("[data-live-again]").forEach(again);
  let at;
  addEventListener("scroll", () => { clearTimeout(at); at = setTimeout(() => { if (stale.size) soon(); all("[data-live-new]:not([hidden])").forEach((place) => offer(place, coming.get(place))); }, 300); }, { passive: true });
  poll();
  let io;
  try {
    ({ io } = await import(script));
  } catch {
    catchUp();
    return;
  }
  socket = io({ transports: ["websocket"], reconnection: false });
  socket.on("news", (news) => {
    news.events.forEach(hear);
    if (caughtUp && news.upto) upto = news.upto;
  });
  socket.on("connect", async () => {
    tries = 0;
    caughtUp = await catchUp();
    if (sentAway) hearAll();
    sentAway = false;
  });
  socket.on("connect_error", () => comeBack());
  /* Sent away because rights changed: come back for the new ones, and look at everything anew. */
  socket.on("disconnect", (reason) => {
    caughtUp = false;
    sentAway ||= reason === "io server disconnect";
    if (reason !== "io client disconnect") comeBack(sentAway ? 2000 : 1000);
  });
  addEventListener("online", () => { if (!socket.connected) comeBack(0); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) socket.disconnect();
    else if (!ended) { comeBack(0); soon(); }
  });
}
