/* Moves the reader's own marker over the posts that were really on the screen: half of a post, or a windowful of a long
   one, for a second while the page is looked at. Sent in batches and when the page is left. */

const EVERY = 3000, LOOKED_AT = 1000;
const place = document.querySelector("[data-reading]"), stretch = document.querySelector("[data-stretch]");
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const seen = new Set(), waiting = new Map();
let unsent = false, timer;

function form() {
  const data = new FormData();
  data.set("csrf_token", token());
  data.set("seen", [...seen].join(","));
  return data;
}

async function send() {
  clearTimeout(timer);
  timer = undefined;
  if (!unsent) return;
  unsent = false;
  try {
    const answer = await fetch(place.dataset.reading, { method: "POST", body: form(), keepalive: true });
    if (!answer.ok && answer.status >= 500) unsent = true;
  } catch {
    unsent = true; // away from the network: sent with the next post that is seen
  }
}

function note(post) {
  waiting.delete(post);
  if (document.hidden) return;
  seen.add(post.dataset.post);
  unsent = true;
  timer ??= setTimeout(send, EVERY);
}

function look(entries) {
  for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entries) {
    const enough = isIntersecting && (intersectionRatio >= 0.5 || intersectionRect.height >= (rootBounds?.height ?? innerHeight) * 0.5);
    if (!enough) {
      clearTimeout(waiting.get(target));
      waiting.delete(target);
    } else if (!seen.has(target.dataset.post) && !waiting.has(target)) {
      waiting.set(target, setTimeout(() => note(target), LOOKED_AT));
    }
  }
}

const bare = !location.hash && !location.search;
if (place) {
  const watcher = new IntersectionObserver(look, { threshold: [0, 0.25, 0.5, 0.75, 1] });
  const watch = () => document.querySelectorAll("[data-post]").forEach((post) => watcher.observe(post));
  watch();
  /* Posts that arrive while the page is open are watched like the others. */
  for (const name of ["htmx:after:swap", "witan:shown"]) document.addEventListener(name, watch);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      if (unsent && navigator.sendBeacon(place.dataset.reading, form())) unsent = false;
    } else {
      watch();
    }
  });
  addEventListener("pagehide", () => { if (unsent && navigator.sendBeacon(place.dataset.reading, form())) unsent = false; });
  /* To where one stopped reading, unless the address names a place or one is on the way back. */
  const line = document.getElementById("new");
  const arrived = performance.getEntriesByType("navigation")[0]?.type !== "back_forward";
  if (line && bare && arrived) line.scrollIntoView({ block: "center" });
}
/* A topic of several pages opens where its reader stopped, which moves: from now on this page has the address of what it
   shows, so that live news and a reload find the same posts. */
if (stretch && !location.search) history.replaceState(history.state, "", stretch.dataset.stretch + location.hash);
