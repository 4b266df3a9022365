/* A conversation that is open: new messages come by themselves and are said by the log, what changed is drawn anew, and
   what was on screen is told as read. Without this script the page shows the same after a reload. */

const log = document.querySelector("[data-messages]");
const base = log.dataset.messages;
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
let told = 0, waiting, drawing = false, again = false;

const atEnd = () => log.getBoundingClientRect().bottom <= innerHeight + 80;
/* Tokens are masked anew with each answer: they are no difference. */
const plain = (part) => part.outerHTML.replace(/(name="csrf_token" value=")[^"]*/g, "$1");

function tellRead() {
  const upto = Number(log.dataset.newest);
  if (document.hidden || upto <= told || !atEnd() || "later" in log.dataset) return;
  told = upto;
  fetch(`${base}/read`, { method: "POST", keepalive: true, body: new URLSearchParams({ upto }), headers: { "X-CSRFToken": token(), "X-Live": "part" } })
    .then((answer) => { if (!answer.ok) told = 0; else document.querySelector(".mark-read")?.remove(); }, () => { told = 0; });
}

async function draw() {
  if (document.hidden || "later" in log.dataset) return;
  if (drawing) { again = true; return; }
  drawing = true;
  try {
    const answer = await fetch(base, { headers: { Accept: "text/html", "X-Live": "part" } });
    if (answer.status === 404) { location.reload(); return; }
    if (answer.ok && !answer.redirected) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch { /* away from the network: the next event asks again */ } finally {
    drawing = false;
    if (again) { again = false; soon(); }
  }
}

function take(page) {
  const stay = atEnd(), fresh = page.getElementById("said");
  if (!fresh) return;
  const list = log.querySelector("ol");
  if (!list) { log.replaceChildren(...fresh.childNodes); } else {
    const last = list.lastElementChild;
    for (const item of [...fresh.querySelectorAll("li[id^='m']")]) {
      const old = document.getElementById(item.id);
      if (!old) { if (idOf(item) > idOf(last)) list.append(document.adoptNode(item)); }
      else if (plain(old) !== plain(item) && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(item));
    }
  }
  log.dataset.newest = fresh.dataset.newest;
  document.getElementById("seen").replaceChildren(...page.getElementById("seen").childNodes);
  document.dispatchEvent(new CustomEvent("witan:shown"));
  if (stay) log.lastElementChild?.lastElementChild?.scrollIntoView({ block: "nearest", behavior: "instant" });
  tellRead();
}

const idOf = (item) => Number(item.id.slice(1)) || 0;

function soon() { clearTimeout(waiting); waiting = setTimeout(draw, 80 + Math.random() * 200); }

document.addEventListener("witan:live", (event) => { if (event.detail.verb === "messages") soon(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) { soon(); tellRead(); } });
addEventListener("scroll", tellRead, { passive: true });

/* The newest words stand in view, from the first that is new where they fit; a link to a message goes to that message. */
const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
const show = (part, block) => part?.scrollIntoView({ block, behavior: "instant" });
if (target) show(target, "center");
else { show(log.querySelector("li:last-child"), "nearest"); show(document.getElementById("new"), "nearest"); }
tellRead();
