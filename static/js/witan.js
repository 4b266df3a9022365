/* Small helps on top of pages that work without them. tools/vendor.py build packs this file behind htmx into site.js.
   Texts come from data attributes, so that they are translated with the page. Live news is live.js's matter. */
(() => {
  "use strict";
  const body = document.body, root = document.documentElement;
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  const dressed = {};
  const fresh = (selector) => {
    const seen = (dressed[selector] ??= new WeakSet());
    return all(selector).filter((part) => !seen.has(part) && seen.add(part));
  };
  root.classList.add("js");

  /* A sentence at the foot of the window; also read aloud. */
  function say(text) {
    document.querySelector(".toast")?.remove();
    const toast = Object.assign(document.createElement("div"), { className: "toast", role: "status" });
    body.append(toast);
    toast.textContent = text;
    setTimeout(() => toast.remove(), 8000);
  }

  /* Requests by htmx: the token in a header; a failure is said, and the page stays as it was. */
  document.addEventListener("htmx:config:request", (event) => {
    event.detail.ctx.request.headers["X-CSRFToken"] = token();
  });
  for (const name of ["htmx:response:error", "htmx:error"]) {
    document.addEventListener(name, () => say(body.dataset.failed));
  }

  /* Menus: one open at a time, closed by Escape or a click elsewhere. */
  const closeMenus = (except) => all("details[data-menu][open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  /* Textareas grow with their text, and count what is left. */
  function grow(area) {
    const before = area.offsetHeight;
    area.style.height = "auto";
    area.style.height = `${Math.max(before, area.scrollHeight + 4)}px`;
  }

  function count(area) {
    const hint = document.getElementById(`${area.id}-count`);
    if (!hint) return;
    /* A link takes so many characters at most, however long its address is. */
    const text = area.dataset.link ? area.value.replace(/(?:https?:\/\/|www\.)[^\s<>"]+/g, (link) => [...link].slice(0, area.dataset.link).join("")) : area.value;
    const left = Number(area.dataset.max) - [...text].length;
    const form = new Intl.PluralRules(root.lang).select(Math.abs(left)) === "one" ? "One" : "Other";
    hint.textContent = hint.dataset[(left < 0 ? "over" : "left") + form].replace("%n", Math.abs(left).toLocaleString(root.lang));
    hint.classList.toggle("over", left < 0);
    clearTimeout(area.saying);
    area.saying = setTimeout(() => { if (left < 40) hint.nextElementSibling.textContent = hint.textContent; }, 1000);
  }

  /* Text in a form with data-keep survives Back, a reload and a failed request, in this tab only and for this person. */
  const keyOf = (form) => `keep:${body.dataset.person ?? ""}:${location.pathname}:${form.dataset.keep}`;
  const kept = (form) => all("input:not([type=hidden],[type=password],[type=file],[type=submit]), textarea, select", form).filter((f) => f.name);
  const stateOf = (form) => kept(form).map((f) => (f.type === "checkbox" || f.type === "radio" ? f.checked : f.value));
  const read = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const write = (key, value) => { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* storage is full or forbidden */ } };

  function putBack(form, values) {
    kept(form).forEach((f, i) => {
      if (f.type === "checkbox" || f.type === "radio") f.checked = values[i];
      else f.value = values[i];
    });
    all("textarea", form).forEach((area) => area.dispatchEvent(new Event("input", { bubbles: true })));
  }

  function keep(form) {
    const key = keyOf(form), first = stateOf(form), stored = read(key)?.values;
    let timer;
    const store = (sent) => write(key, { values: stateOf(form), sent });
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(store, 300); });
    form.addEventListener("submit", () => { clearTimeout(timer); store(true); });
    if (stored?.length !== first.length || String(stored) === String(first)) return;
    putBack(form, stored);
    const note = Object.assign(document.createElement("p"), { className: "keep-note", textContent: `${body.dataset.restored} ` });
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "linky", textContent: body.dataset.discard });
    drop.addEventListener("click", () => { putBack(form, first); sessionStorage.removeItem(key); note.remove(); kept(form)[0]?.focus(); });
    note.append(drop);
    form.prepend(note);
  }

  /* What was sent and arrived need not be kept: we are on another page now, or on the same one anew without an error. */
  function forgetSent() {
    const arrived = performance.getEntriesByType("navigation")[0]?.type === "navigate" && !document.querySelector("[data-error], .govuk-error-summary");
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith("keep:"));
    for (const key of keys) if (arrived && read(key)?.sent) sessionStorage.removeItem(key);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-forget]")) all("form[data-keep]").forEach((form) => sessionStorage.removeItem(keyOf(form)));
  });

  /* Texts that drafts.js keeps while the line is down, and recent searches: nobody else on this machine gets to see them. */
  function forgetOwn(except) {
    try {
      for (const key of Object.keys(localStorage)) if (/^(draft|recent):/.test(key) && key.split(":")[1] !== except) localStorage.removeItem(key);
    } catch { /* storage is forbidden */ }
  }
  if (body.dataset.person) forgetOwn(body.dataset.person);

  /* A form is sent once, however often its button is pressed. Signing out forgets all kept text. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent && Date.now() - form.dataset.sent < 2000) event.preventDefault();
    form.dataset.sent = Date.now();
    if (form.getAttribute("action") === "/sign-out") { sessionStorage.clear(); forgetOwn(); }
  });

  /* A form's own script (data-needs) is loaded when somebody turns to the form. */
  function needs(form) {
    for (const name of ["focusin", "input", "dragenter", "pointerenter"]) form.addEventListener(name, () => import(form.dataset.needs), { once: true });
  }

  /* The editor is a module of its own, loaded where there is one. */
  const editor = (box) => import(box.dataset.editor).then(({ edit }) => edit(box, token));

  /* Filters apply as they are ticked, and the focus comes back to the one that was. */
  function autoSubmit(form) {
    form.addEventListener("change", (event) => {
      write("filter", [location.pathname, event.target.name, event.target.value]);
      form.requestSubmit();
    });
    const [path, name, value] = read("filter") ?? [];
    if (path !== location.pathname) return;
    sessionStorage.removeItem("filter");
    const ticked = all("input", form).find((input) => input.name === name && input.value === value);
    if (!ticked) return;
    const folded = ticked.closest("details:not([open])");
    if (folded && getComputedStyle(folded.querySelector("summary")).display !== "none") folded.open = true;
    ticked.focus({ preventScroll: true });
  }

  function reveal(button) {
    const field = document.getElementById(button.dataset.reveal);
    const texts = [[button.textContent, button.ariaLabel], [button.dataset.hideLabel, button.dataset.hideAria]];
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      [button.textContent, button.ariaLabel] = texts[shown ? 1 : 0];
    });
    field.form?.addEventListener("submit", () => { field.type = "password"; });
  }

  function errorSummary(box) {
    box.focus();
    box.addEventListener("click", (event) => {
      const field = event.target.hash && document.getElementById(event.target.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".govuk-form-group") ?? field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  /* The design system's scripts, only on pages that name one: conditional radios and checkboxes, file upload, tabs. */
  function designSystem({ createAll, Checkboxes, FileUpload, Radios, Tabs }) {
    body.classList.add("govuk-frontend-supported");
    [Checkboxes, FileUpload, Radios, Tabs].forEach((component) => createAll(component));
  }

  /* Runs at the start and after each swap; each part is dressed once. */
  function dress() {
    fresh("textarea[data-grow]").forEach((area) => { area.addEventListener("input", () => grow(area)); if (area.value) grow(area); });
    fresh("form[data-needs]").forEach(needs);
    fresh("textarea[data-max]").forEach((area) => area.addEventListener("input", () => count(area)));
    fresh("form[data-keep]").forEach(keep);
    fresh("[data-editor]").forEach(editor);
    fresh("form[data-auto-submit]").forEach(autoSubmit);
    fresh("[data-reveal]").forEach(reveal);
    fresh("[data-focus]").forEach(errorSummary);
    fresh(".prose table, .prose pre").forEach((wide) => { if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0; });
    const diagrams = fresh(".prose pre.diagram");
    if (diagrams.length) import(body.dataset.diagrams).then(({ drawAll }) => drawAll(diagrams));
    /* Only where there are two capitals in a word, and when nothing else is to do. */
    const shorts = body.dataset.acronyms ? fresh(".prose").filter((text) => /\p{Lu}[\p{L}&]*\p{Lu}/u.test(text.textContent)) : [];
    if (shorts.length) (window.requestIdleCallback ?? setTimeout)(() => import(body.dataset.acronyms).then(({ explain }) => explain(shorts)));
    if (document.querySelector('[data-module^="govuk-"]')) import(body.dataset.forms).then(designSystem);
  }

  forgetSent();
  dress();
  for (const name of ["htmx:after:swap", "witan:shown"]) document.addEventListener(name, dress);
  if (body.dataset.live && (body.dataset.freshUrl || document.querySelector("[data-live-on], [data-presence]"))) {
    const start = () => import(body.dataset.live).then((live) => live.start(body.dataset.socket));
    addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(start));
  }
})();
