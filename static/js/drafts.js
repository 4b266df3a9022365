/* Editors: what is typed is kept as a draft on the server every few seconds, in this browser while the line is down; who
   else is editing is shown; the places that two people changed are decided by a press. Texts come from data attributes. */

const AFTER = 3_000, SIGN = 20_000, RETRY = 15_000, LARGEST_LAST = 60_000, IDLE = 300_000, OVERLAP = 10_000;
const body = document.body;
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const FIELDS = ["title", "body", "tags", "tags_before", "summary", "minor", "silent", "parent", "language", "at", "mark", "space", "unnamed", "to", "based_on", "draft"];

function button(text, press) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "linky", textContent: text });
  made.addEventListener("click", press);
  return made;
}

function drafts(form) {
  const said = form.querySelector("[data-draft-said]"), known = form.elements.draft;
  const key = `draft:${body.dataset.person}:${location.pathname}:${form.elements.at?.value ?? ""}`;
  const fields = () => { const sent = new URLSearchParams(); for (const name of FIELDS) { const f = form.elements[name]; if (f && (f.type !== "checkbox" || f.checked)) sent.set(name, f.type === "checkbox" ? "y" : f.value); } return sent; };
  const state = () => { const now = fields(); now.delete("draft"); now.delete("based_on"); return String(now); };
  let kept = state(), timer, sending, stuck = false, leaving = false, touched = Date.now(), lastSign = 0;
  const dirty = () => state() !== kept;

  const local = {
    write() { try { localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: [...fields()] })); } catch { /* full or forbidden */ } },
    read() { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    drop() { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
    /* Saved on the server: a page that was being opened just then does not know of that draft, and finds it here. */
    hand(number) {
      const found = this.read();
      if (!found) return;
      try { localStorage.setItem(key, JSON.stringify({ ...found, draft: number, saved: Date.now() })); } catch { this.drop(); }
      setTimeout(() => { if (this.read()?.draft === number) this.drop(); }, OVERLAP);
    },
  };
  const say = (text, ...more) => { if (said) { said.textContent = text; said.append(...more.flatMap((part) => [" ", part])); } };

  function heard(news) {
    for (const [name, where] of [["editing", "[data-editing]"], ["newer", "[data-newer]"]]) {
      const place = document.querySelector(where);
      if (!place || news[name] === undefined) continue;
      if (place.textContent !== news[name]) place.textContent = news[name];
      place.hidden = !news[name];
    }
  }

  async function post(address, sent, keepalive = false) {
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    return fetch(address, { method: "POST", body: sent, headers, keepalive, redirect: "error" });
  }

  async function send(replace) {
    clearTimeout(timer);
    if (sending || leaving || (stuck && !replace)) return;
    const now = state(), sent = fields();
    if (now === kept && !replace) return;
    if (replace) sent.set("replace", "1");
    sending = true;
    try {
      const answer = await post(form.dataset.draft, sent);
      if (answer.status === 409) {
        local.write();
        stuck = true;
        say(said.dataset.newerDraft, button(said.dataset.instead, () => send(true)));
        return;
      }
      if (!answer.ok) throw new Error(answer.status);
      const news = await answer.json();
      known.value = news.number;
      kept = now;
      stuck = false;
      lastSign = Date.now();
      local.hand(news.number);
      say(news.said);
      heard(news);
      if (dirty()) soon();
    } catch {
      local.write();
      say(said.dataset.offline);
      timer = setTimeout(send, RETRY);
    } finally {
      sending = false;
    }
  }
  const soon = () => { clearTimeout(timer); timer = setTimeout(send, AFTER); };

  /* A sign of life while somebody is there; it brings back who else is. */
  async function sign(extra) {
    if (!form.dataset.presence || (!extra && (document.hidden || Date.now() - touched > IDLE || Date.now() - lastSign < SIGN - 1000))) return;
    lastSign = Date.now();
    const sent = new URLSearchParams({ based_on: form.elements.based_on?.value ?? "0", ...extra });
    try {
      const answer = await post(form.dataset.presence, sent, Boolean(extra));
      if (answer.ok) heard(await answer.json());
    } catch { /* the next one tries again */ }
  }

  /* The last words of a page that is closed: what is too long for that stays in this browser. */
  function last() {
    if (leaving) return;
    if (dirty() && !stuck) {
      local.write();
      const sent = fields();
      if (String(sent).length < LARGEST_LAST) { sent.set("leave", "1"); post(form.dataset.draft, sent, true).then((answer) => { if (answer.ok) local.drop(); }).catch(() => {}); return; }
    }
    sign({ leave: "1" });
  }

  /* A text that did not reach the server: by choice, never by itself. */
  function offerLocal() {
    const found = local.read();
    if (!found) return;
    const offer = document.querySelector("[data-draft-offer]")?.dataset.draftOffer;
    if (found.draft && (String(found.draft) === offer || Date.now() - found.saved > OVERLAP)) { local.drop(); return; }
    const texts = new URLSearchParams(found.fields.filter(([name]) => name !== "draft" && name !== "based_on"));
    if (String(texts) === kept) { local.drop(); return; }
    const note = Object.assign(document.createElement("p"), { className: "keep-note", textContent: `${said.dataset.here} ` });
    note.append(button(said.dataset.use, () => {
      const values = new Map(found.fields);
      for (const name of FIELDS) {
        const f = form.elements[name];
        if (!f || name === "draft" || (f.type !== "checkbox" && !values.has(name))) continue;
        if (f.type === "checkbox") f.checked = values.has(name);
        else f.value = values.get(name);
      }
      form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
      note.remove();
    }), " ", button(said.dataset.discard, () => { local.drop(); note.remove(); }));
    form.prepend(note);
  }

  form.addEventListener("input", () => { touched = Date.now(); soon(); });
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); local.drop(); });
  addEventListener("pagehide", last);
  addEventListener("pageshow", (event) => { if (event.persisted) { leaving = false; sign(); } });
  addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { touched = Date.now(); sign(); } else if (dirty()) send(); });
  setInterval(sign, SIGN);
  /* Somebody else began, left or saved: who is there is asked at once. */
  const place = form.dataset.presence?.match(/\/e\/(\d+)\//)?.[1];
  if (place) document.addEventListener("witan:live", ({ detail }) => { if (String(detail.id) === place && ["editing", "edited"].includes(detail.verb)) sign({}); });
  sign();
  offerLocal();
  /* Text that witan.js brought back after Back or a reload knows of its draft: nothing is left to offer. */
  const offered = document.querySelector("[data-draft-offer]");
  if (offered && form.querySelector(".keep-note") && Number(known.value) >= Number(offered.dataset.draftOffer)) offered.hidden = true;
  if (form.querySelector(".keep-note")) { kept = ""; soon(); }
}

/* A choice at a place is carried out in the text below at once; the lines between the headings are what can be chosen. */
function deciding(form) {
  const area = form.elements.body, places = [...form.querySelectorAll("[data-place]")];
  const found = {};
  const pattern = (number) => new RegExp(`^⟦⟦⟦ ${number}\\b[^\\n]*\\n([\\s\\S]*?)^⟦⟦⟦ ${number}\\b[^\\n]*\\n([\\s\\S]*?)^⟦⟦⟦ ${number}\\b[^\\n]*(?:\\n|$(?![\\s\\S]))`, "m");
  for (const place of places) {
    const number = place.dataset.place;
    place.addEventListener("change", (event) => {
      const choice = event.target.value;
      found[number] ??= pattern(number).exec(area.value)?.slice(0, 3);
      if (!found[number]) return;
      const [block, theirs, mine] = found[number];
      const made = { theirs, mine, both: theirs + mine, "": block };
      const before = place.dataset.now === undefined ? block : made[place.dataset.now];
      let at = place.dataset.now === undefined ? area.value.indexOf(block) : Number(place.dataset.at);
      if (area.value.slice(at, at + before.length) !== before) at = area.value.indexOf(before);
      if (at < 0) return;
      area.value = area.value.slice(0, at) + made[choice] + area.value.slice(at + before.length);
      for (const other of places) if (other !== place && Number(other.dataset.at) > at) other.dataset.at = Number(other.dataset.at) + made[choice].length - before.length;
      place.dataset.now = choice;
      place.dataset.at = at;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
  for (const copy of form.querySelectorAll("[data-copy]")) copy.addEventListener("click", async () => {
    const text = document.getElementById(copy.dataset.copy);
    try { await navigator.clipboard.writeText(text.value); } catch { text.select(); document.execCommand("copy"); }
    copy.textContent = copy.dataset.copied;
  });
  for (const load of form.querySelectorAll("[data-download]")) load.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([document.getElementById(load.dataset.download).value], { type: "text/markdown" }));
    link.download = load.dataset.name;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

for (const form of document.querySelectorAll("form[data-draft]")) { drafts(form); deciding(form); }
