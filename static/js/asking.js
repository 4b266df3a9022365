/* The form to ask: what is like the question comes while it is typed, calmly; who can read it, where pictures go and who
   could learn a name follow the chosen space. Without this the buttons of the form do the same. */

const PAUSE = 600, PAUSE_IN_TEXT = 2_000, LEAST = 4;
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/* A part of the form that follows what is typed: `values` gives what is sent, `said` hears how much was found. */
function following(form, place, address, said, values) {
  const { title, body, space } = form.elements;
  let timer, asked = 0, last = JSON.stringify(values()), shown = place.innerHTML.trim();

  async function look() {
    const now = JSON.stringify(values());
    if (now === last) return;
    last = now;
    const turn = ++asked;
    if (title.value.trim().length < LEAST) { show("", turn); return; }
    const sent = new URLSearchParams(values());
    for (const chosen of place.querySelectorAll("input:checked")) sent.append(chosen.name, chosen.value);
    try {
      const answer = await fetch(address, { method: "POST", body: sent, headers: { "X-CSRFToken": token() }, redirect: "error" });
      if (answer.ok) show((await answer.text()).trim(), turn);
    } catch { /* the next pause tries again */ last = ""; }
  }

  /* A list that is the same, or that somebody is in, is left as it is. */
  function show(html, turn) {
    if (turn !== asked || html === shown || place.contains(document.activeElement)) return;
    shown = html;
    place.innerHTML = html;
    said.textContent = place.querySelector("[data-said]")?.dataset.said ?? "";
  }

  const soon = (pause) => { clearTimeout(timer); timer = setTimeout(look, pause); };
  title.addEventListener("input", () => soon(PAUSE));
  title.addEventListener("change", () => soon(0));
  body.addEventListener("input", () => soon(PAUSE_IN_TEXT));
  body.addEventListener("change", () => soon(0));
  space?.addEventListener("change", () => soon(0));
  if (title.value.trim().length >= LEAST && !shown) { last = ""; soon(PAUSE); }
}

function similar(form) {
  const { title, body, space } = form.elements, typed = () => ({ title: title.value, body: body.value.slice(0, 4_000) });
  const like = form.querySelector("[data-similar]"), people = form.querySelector("[data-people]");
  following(form, like, like.dataset.similar, form.querySelector("[data-similar-said]"), typed);
  /* Who can read it hangs on the space, and so does who can be asked. */
  if (people) following(form, people, people.dataset.people, form.querySelector("[data-people-said]"), () => ({ ...typed(), space: space?.value ?? "" }));
}

/* What hangs on the space. */
function follow(form) {
  const { space, unnamed } = form.elements, box = form.querySelector("[data-editor]");
  const readers = form.querySelector("[data-readers] span"), part = form.querySelector("[data-unnamed]");
  function now() {
    const { readers: who, upload, revealer } = space.selectedOptions[0]?.dataset ?? {};
    if (readers) readers.textContent = who;
    if (box) {
      box.dataset.space = space.value.split("/")[0];
      if (upload) box.dataset.uploadUrl = upload; else delete box.dataset.uploadUrl;
      box.dataset.noPlace = space.value ? form.dataset.notYours : form.dataset.noPlace;
    }
    if (!part) return;
    part.hidden = !revealer;
    if (!revealer) unnamed.checked = false;
    for (const line of part.querySelectorAll("[data-revealer-in]")) line.hidden = line.dataset.revealerIn !== space.value.split("/")[0];
  }
  space.addEventListener("change", now);
  addEventListener("pageshow", now);
  now();
}

for (const form of document.querySelectorAll("form[data-asking]")) {
  similar(form);
  if (form.elements.space) follow(form);
}
