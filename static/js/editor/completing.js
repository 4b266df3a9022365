/* Suggestions while somebody types [[, @ or #. The text field keeps the focus; the list is named by aria-activedescendant,
   and how many there are is said aloud. */

const STARTS = [
  { of: "page", before: /\[\[([^[\]\n|#]{0,60})$/, after: "", least: 0, choose: true },
  { of: "person", before: /(?:^|[\s(>*_"'])@([\p{L}\d][\p{L}\d._-]{0,40})$/u, after: " ", least: 1, choose: true },
  { of: "tag", before: /(?:^|[\s(>*_"'])#(\p{L}[\p{L}\d_-]{0,40})$/u, after: " ", least: 1, choose: false },
];
const PAUSE = 120;
let count = 0;

/* Where the caret is on the screen: a copy of the field up to the caret, measured. */
function caret(area, at) {
  const copy = document.createElement("div"), look = getComputedStyle(area), mark = document.createElement("span");
  for (const name of ["boxSizing", "width", "borderTopWidth", "borderLeftWidth", "borderRightWidth", "paddingTop", "paddingLeft", "paddingRight", "fontFamily", "fontSize", "fontWeight", "lineHeight", "letterSpacing", "tabSize"]) copy.style[name] = look[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", borderStyle: "solid", top: "0", left: "-9999px" });
  copy.textContent = area.value.slice(0, at);
  mark.textContent = "\u200b";
  copy.append(mark);
  document.body.append(copy);
  const box = area.getBoundingClientRect();
  const place = { left: box.left + mark.offsetLeft - area.scrollLeft, top: box.top + mark.offsetTop - area.scrollTop, high: parseFloat(look.lineHeight) || 24 };
  copy.remove();
  return place;
}

class Offers {
  constructor(editor) {
    this.editor = editor;
    this.area = editor.area;
    this.id = `offers${(count += 1)}`;
    this.list = Object.assign(document.createElement("ul"), { id: this.id, className: "ed-offers", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", editor.words.offers);
    this.said = Object.assign(document.createElement("div"), { className: "vh ed-offers-said" });
    this.said.setAttribute("role", "status");
    (editor.box.closest("main") ?? document.body).append(this.list); // inside a landmark
    editor.box.append(this.said);
    this.area.setAttribute("aria-autocomplete", "list");
    this.area.setAttribute("aria-controls", this.id);
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("keydown", (event) => this.key(event), true);
    this.area.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.area.addEventListener("click", () => this.close());
    addEventListener("scroll", () => this.place(), { passive: true, capture: true });
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.take([...this.list.children].indexOf(option));
    });
    this.typed(); // this module was fetched while somebody was typing
  }

  found() {
    const { value, selectionStart: at, selectionEnd } = this.area;
    if (at !== selectionEnd) return null;
    const before = value.slice(Math.max(0, at - 120), at);
    for (const start of STARTS) {
      const match = start.before.exec(before);
      if (match && match[1].length >= start.least)
        return this.editor.inCode(at) ? null : { ...start, text: match[1], from: at - match[1].length - (start.of === "page" ? 2 : 1), at };
    }
    return null;
  }

  typed() {
    clearTimeout(this.timer);
    const found = this.found();
    if (!found) { this.close(); return; }
    this.timer = setTimeout(() => this.ask(found), PAUSE);
  }

  async ask(found) {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    const query = new URLSearchParams({ for: found.of, q: found.text, space: this.editor.space });
    let offers = [];
    try {
      const answer = await fetch(`/complete?${query}`, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok) offers = await answer.json();
    } catch { return; }
    if (asked.signal.aborted || this.found()?.from !== found.from) return;
    this.show(found, offers);
  }

  show(found, offers) {
    if (!offers.length || (offers.length === 1 && offers[0].insert === `#${found.text}`)) { this.close(); return; }
    this.now = found;
    this.offers = offers;
    this.list.replaceChildren(...offers.map((offer, number) => {
      const option = Object.assign(document.createElement("li"), { id: `${this.id}-${number}` });
      option.setAttribute("role", "option");
      option.append(offer.label);
      if (offer.note) option.append(Object.assign(document.createElement("span"), { className: "note", textContent: offer.note }));
      return option;
    }));
    this.list.hidden = false;
    this.choose(found.choose ? 0 : -1);
    this.place();
    this.said.textContent = this.editor.words.found.replace("%n", offers.length);
  }

  place() {
    if (this.list.hidden) return;
    const { left, top, high } = caret(this.area, this.now.from);
    const { width, height } = this.list.getBoundingClientRect(), room = document.documentElement.clientWidth;
    const bottom = window.visualViewport ? visualViewport.offsetTop + visualViewport.height : innerHeight;
    const below = top + high + 4, above = top - height - 4;
    this.list.style.left = `${Math.max(8, Math.min(left, room - width - 8))}px`;
    this.list.style.top = `${below + height > bottom && above > 0 ? above : below}px`;
  }

  choose(number) {
    this.active = number;
    [...this.list.children].forEach((option, each) => option.setAttribute("aria-selected", each === number));
    if (number < 0) this.area.removeAttribute("aria-activedescendant");
    else {
      this.area.setAttribute("aria-activedescendant", this.list.children[number].id);
      this.list.children[number].scrollIntoView({ block: "nearest" });
    }
  }

  take(number) {
    const { from, at, after, of } = this.now, offer = this.offers[number], text = this.area.value;
    const closed = of === "page" && text.startsWith("]]", at) ? 2 : 0;
    this.close();
    this.editor.put(offer.insert + (text[at + closed] === " " ? "" : after), from, at + closed);
  }

  key(event) {
    if (this.list.hidden || event.isComposing) return;
    const most = this.offers.length, act = {
      ArrowDown: () => this.choose((this.active + 1) % most),
      ArrowUp: () => this.choose((Math.max(this.active, 0) - 1 + most) % most),
      Enter: () => (this.active < 0 ? "pass" : this.take(this.active)),
      Tab: () => (this.active < 0 ? "pass" : this.take(this.active)),
      Escape: () => this.close(),
    }[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || (event.key === "Tab" && event.shiftKey)) return;
    if (act() === "pass") { this.close(); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.said.textContent = "";
    this.area.removeAttribute("aria-activedescendant");
  }
}

export const offer = (editor) => { editor.offers ??= new Offers(editor); };
