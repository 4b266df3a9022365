/* Files that are pasted, dropped or chosen go to the space; a placeholder keeps their place in the text meanwhile. The
   form waits for them. When one is refused, the placeholder goes and the reason is said: the text is as it was. */

const underway = new Map(); // forms and how many files they wait for
const watched = new WeakSet();
const waiting = new WeakMap(); // forms that were sent too early, with the button that did it
let count = 0;

/* Pictures from the clipboard are all called image.png. */
function nameOf(file) {
  if (!/^image\.\w+$/.test(file.name)) return file.name;
  const now = new Date(), two = (number) => String(number).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  return `pasted-${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}.${file.name.split(".").at(-1)}`;
}

function upload(editor, file, name) {
  return new Promise((resolve) => {
    const body = new FormData(), asked = new XMLHttpRequest();
    body.append("file", file, name);
    if (editor.box.dataset.page) body.append("page", editor.box.dataset.page);
    asked.open("POST", editor.box.dataset.uploadUrl);
    asked.setRequestHeader("Accept", "application/json");
    asked.setRequestHeader("X-CSRFToken", editor.token());
    asked.responseType = "json";
    asked.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) editor.say(`${editor.words.sending.replace("%n", name)} (${Math.round((event.loaded / event.total) * 100)} %)`);
    });
    asked.addEventListener("load", () => resolve(asked.status === 201 && asked.response?.markdown ? { text: asked.response.markdown } : { fault: asked.response?.error || editor.words.failed }));
    asked.addEventListener("error", () => resolve({ fault: editor.words.failed }));
    asked.send(body);
  });
}

/* Put the text in the placeholder's place without moving what somebody is writing elsewhere. */
function replace(editor, held, text) {
  const { area } = editor, at = area.value.indexOf(held);
  if (at < 0) { if (text) editor.put(text); return; }
  const { selectionStart, selectionEnd } = area, focused = document.activeElement, end = at + held.length;
  const moved = (place) => (place <= at ? place : place >= end ? place + text.length - held.length : at + text.length);
  editor.put(text, at, end);
  area.setSelectionRange(moved(selectionStart), moved(selectionEnd));
  if (focused !== area && focused !== document.body) focused.focus();
}

/* Ask in a line of the tools what a picture shows; nobody is kept from writing on. Until it is answered its name stands
   in for it. */
function describe(editor, name, text) {
  const [, address] = /^!\[[^\]]*\]\(([^)]*)\)$/.exec(text) ?? [];
  if (!address) return false;
  const { words, box, area } = editor, row = document.createElement("div"), id = `alt-${(count += 1)}`;
  const label = document.createElement("label"), input = document.createElement("input");
  row.className = "ed-alt";
  Object.assign(label, { htmlFor: id, textContent: words.describe.replace("%n", name) });
  Object.assign(input, { id, className: "govuk-input", maxLength: 250, autocomplete: "off" });
  const done = (alt, said) => {
    /* The same picture may stand there twice: the one that still goes by its name is meant. */
    const { value } = area, as = value.indexOf(text), end = value.indexOf(`](${address})`, Math.max(as, 0)), from = as < 0 ? value.lastIndexOf("![", end) : as;
    row.remove();
    if (end < 0 || from < 0) { area.focus(); return; }
    replace(editor, area.value.slice(from, end + 1), `![${alt.replace(/[[\]\\`<>]/g, " ").replace(/\s+/g, " ").trim()}]`);
    area.focus();
    editor.say(said);
  };
  const button = (words_, act) => Object.assign(document.createElement("button"), { type: "button", className: "btn q s", textContent: words_, onclick: act });
  const use = () => (input.value.trim() ? done(input.value, words.described) : input.focus());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); use(); }
    if (event.key === "Escape") { event.stopPropagation(); row.remove(); area.focus(); }
  });
  row.append(label, input, button(words.useWords, use), button(words.decoration, () => done("", words.decorates)));
  box.querySelector("[data-ed-top]").after(row);
  return true;
}

function watch(form) {
  if (!form || watched.has(form)) return;
  watched.add(form);
  form.addEventListener("submit", (event) => {
    if (!underway.get(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting.set(form, event.submitter);
  }, true);
}

export async function send(editor, files) {
  const { area, words } = editor, form = area.form;
  watch(form);
  underway.set(form, (underway.get(form) ?? 0) + files.length);
  const places = files.map((file) => {
    const name = nameOf(file), held = `![${words.sending.replace("%n", name).replace(/[[\]]/g, "")} (${(count += 1)})]()`;
    const { value, selectionEnd } = area;
    editor.put(selectionEnd && !/\s$/.test(value.slice(0, selectionEnd)) ? ` ${held}` : held, selectionEnd, selectionEnd);
    return { file, name, held };
  });
  for (const { file, name, held } of places) {
    editor.say(words.sending.replace("%n", name));
    const { text, fault } = await upload(editor, file, name);
    replace(editor, held, text ?? "");
    const asked = !fault && describe(editor, name, text);
    editor.say(fault ? words.notSent.replace("%n", name).replace("%s", fault) : (asked ? words.sentPicture : words.sent).replace("%n", name));
    underway.set(form, underway.get(form) - 1);
  }
  if (form && !underway.get(form) && waiting.has(form)) {
    const button = waiting.get(form);
    waiting.delete(form);
    form.requestSubmit(button);
  }
}
