/* The editor around a text field: toolbar, shortcuts, lists, preview beside the text, full screen. What is needed only
   now and then (suggestions, paste, upload, tables) is a module of its own. Everything that is written into the text
   goes through `put`, so that Ctrl+Z takes it back. */

const WIDE = matchMedia("(min-width: 1100px)");
const PHONE = matchMedia("(max-width: 760px) and (pointer: coarse)");
const BESIDE = "witan:beside";
const ITEM = /^(\s*)([-*+]|(\d{1,9})([.)]))( +)(\[[ xX]\] +)?(.*)$/;
const QUOTE = /^(\s*>\s?)(.*)$/;
const RICH = /<(h[1-6]|ul|ol|li|table|strong|b|em|i|a\s[^>]*href|blockquote|pre)\b|mso-list|role="?heading/i;
const PAUSE = 350;

/* Replace characters `from` to `to` as if they were typed. */
function put(area, text, from = area.selectionStart, to = area.selectionEnd) {
  if (!text && from === to) return;
  area.focus();
  area.setSelectionRange(from, to);
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (done) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

const lineAt = (text, at) => {
  const from = text.lastIndexOf("\n", at - 1) + 1, end = text.indexOf("\n", at);
  return { from, to: end < 0 ? text.length : end };
};

/* True between ``` and ```: nothing there is a list, a link or a table. */
function inCode(text, at) {
  let fence = "";
  for (const line of text.slice(0, at).split("\n")) {
    const mark = /^ *(`{3,}|~{3,})/.exec(line)?.[1];
    if (!mark) continue;
    if (!fence) fence = mark;
    else if (line.trim().startsWith(fence) && !line.trim().replaceAll(fence[0], "")) fence = "";
  }
  return Boolean(fence);
}

/* Lists: Enter goes on with the next item, Tab moves items in and out. */
function nextLine(area) {
  const { value, selectionStart: at, selectionEnd } = area;
  const { from, to } = lineAt(value, at), line = value.slice(from, to);
  const item = ITEM.exec(line), quote = item ? null : QUOTE.exec(line);
  if (at !== selectionEnd || !(item || quote) || inCode(value, from)) return false;
  const words = (item ? item[7] : quote[2]).trim();
  if (at < to - (item ? item[7] : quote[2]).length) return false;
  if (!words) { put(area, "", from, to); return true; }
  const mark = item?.[3] ? `${Number(item[3]) + 1}${item[4]}` : item?.[2];
  put(area, item ? `\n${item[1]}${mark}${item[5]}${item[6] ? "[ ] " : ""}` : `\n${quote[1]}`);
  return true;
}

function shiftItems(area, out) {
  const { value, selectionStart, selectionEnd } = area;
  const from = lineAt(value, selectionStart).from, { to } = lineAt(value, selectionEnd);
  const lines = value.slice(from, to).split("\n");
  if (!lines.some((line) => ITEM.test(line)) || inCode(value, from)) return false;
  const first = /^ */.exec(lines.find((line) => ITEM.test(line)))[0].length;
  const above = value.slice(0, from).split("\n").reverse().map((line) => ITEM.exec(line)).filter(Boolean);
  let by;
  if (out) {
    const parent = above.find((item) => item[1].length < first);
    by = -(parent ? first - parent[1].length : first);
  } else {
    const sibling = above.find((item) => item[1].length <= first);
    by = sibling && sibling[1].length === first ? sibling[2].length + 1 : 2;
  }
  if (!by) return true;
  const moved = lines.map((line) => (by > 0 ? (line.trim() ? " ".repeat(by) + line : line) : line.replace(new RegExp(`^ {0,${-by}}`), "")));
  put(area, moved.join("\n"), from, to);
  const shift = moved[0].length - lines[0].length, total = moved.join("\n").length - (to - from);
  area.setSelectionRange(Math.max(from, selectionStart + shift), Math.max(from, selectionEnd + total));
  return true;
}

class Editor {
  constructor(box, token) {
    this.box = box;
    this.token = token;
    this.area = box.querySelector("textarea");
    this.view = box.querySelector("[data-view]");
    this.words = JSON.parse(box.dataset.words);
    this.mode = "write";
    this.leaving = false; // Escape was pressed: Tab leaves the text
    box.querySelector("[data-ed-top]").hidden = false;
    box.querySelector("[data-keys]").hidden = false;
    import(box.dataset.toolbar);
    this.keys();
    this.tools();
    this.clipboard();
    if (box.dataset.previewUrl) this.previews();
    this.area.addEventListener("focus", () => this.module("completing").then((made) => made.offer(this)), { once: true });
    if (document.activeElement === this.area) this.module("completing").then((made) => made.offer(this));
  }

  module(name) { return import(this.box.dataset[name]); }
  say(text) { this.box.querySelector("[data-said]").textContent = text; }
  put(text, from, to) { put(this.area, text, from, to); }
  lineAt(at) { return lineAt(this.area.value, at); }
  inCode(at) { return inCode(this.area.value, at); }
  get space() { return this.box.dataset.space || this.area.form?.querySelector("select[name=space]")?.value || ""; }

  keys() {
    const tool = { b: "md-bold", i: "md-italic", k: "md-link" };
    this.area.addEventListener("keydown", (event) => {
      if (event.isComposing || event.defaultPrevented) return;
      const key = event.key.toLowerCase(), command = (event.ctrlKey || event.metaKey) && !event.altKey;
      let done = false;
      if (command && !event.shiftKey && tool[key]) { this.box.querySelector(tool[key])?.click(); done = true; }
      else if (command && key === "enter") { this.save(); done = true; }
      else if (event.key === "Enter" && !command && !event.shiftKey && !event.altKey) done = nextLine(this.area);
      else if (event.key === "Tab" && !command && !event.altKey && !this.leaving) done = shiftItems(this.area, event.shiftKey);
      if (done) event.preventDefault();
      this.plain = command && event.shiftKey && key === "v";
      if (event.key === "Escape" && this.leaving && this.box.classList.contains("full")) this.full(false);
      if (!["Shift", "Tab"].includes(event.key)) this.leaving = event.key === "Escape";
    });
    this.area.addEventListener("blur", () => { this.leaving = false; });
    this.area.form?.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s") {
        event.preventDefault();
        this.save();
      }
    });
  }

  save() {
    const form = this.area.form, button = form?.querySelector(".send button:not([type=button])") ?? form?.querySelector("button:not([type=button])");
    this.full(false);
    form?.requestSubmit(button);
  }

  tools() {
    const tools = { table: () => this.table(), callout: () => this.callout(), picture: () => this.choose(), full: () => this.full(!this.box.classList.contains("full")) };
    for (const [name, act] of Object.entries(tools)) this.box.querySelector(`[data-tool=${name}]`)?.addEventListener("click", act);
    this.box.querySelector("[data-done]").addEventListener("click", () => this.full(false));
    /* A finger on the text of a large editor: it fills the screen, its tools at the thumb. */
    this.area.addEventListener("click", () => { if (PHONE.matches && this.box.classList.contains("large")) this.full(true); });
  }

  table() { this.module("table").then((made) => made.open(this)); }

  callout() {
    const { value, selectionStart, selectionEnd } = this.area;
    const chosen = value.slice(selectionStart, selectionEnd).trim() || this.words.callout;
    const { from } = lineAt(value, selectionStart);
    const before = selectionStart === from ? (from && value[from - 2] !== "\n" ? "\n" : "") : "\n\n";
    const text = `${before}> [!NOTE]\n> ${chosen.replaceAll("\n", "\n> ")}`;
    this.put(`${text}\n`);
    const end = selectionStart + text.length;
    this.area.setSelectionRange(end - chosen.split("\n").at(-1).length, end);
  }

  choose() {
    const input = Object.assign(document.createElement("input"), { type: "file", multiple: true });
    input.addEventListener("change", () => this.send([...input.files]));
    input.click();
  }

  send(files) {
    if (!this.box.dataset.uploadUrl) { this.say(this.box.dataset.noPlace || this.words.noPlace); return; }
    this.module("sending").then((made) => made.send(this, files));
  }

  clipboard() {
    this.area.addEventListener("paste", (event) => {
      const data = event.clipboardData, html = data.getData("text/html"), words = data.getData("text/plain");
      const { value, selectionStart: from, selectionEnd: to } = this.area;
      const plain = this.plain || inCode(value, from);
      this.plain = false;
      if (plain) return;
      const picture = data.files.length && (!html || !/<(table|p|li)\b/i.test(html));
      if (picture) { event.preventDefault(); this.send([...data.files]); }
      else if (/^https?:\/\/\S+$/.test(words.trim()) && from !== to && !value.slice(from, to).includes("\n")) {
        event.preventDefault();
        this.put(`[${value.slice(from, to)}](${words.trim()})`);
      } else if (html && RICH.test(html)) {
        event.preventDefault();
        this.pasteRich(html, words);
      }
    });
    this.area.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
    this.area.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.send([...event.dataTransfer.files]);
    });
  }

  async pasteRich(html, words) {
    let text = words;
    try {
      const { toMarkdown } = await this.module("pasting");
      text = await toMarkdown(html, this.box.dataset);
      if (text !== words.trim()) this.say(this.words.pasted);
    } catch { /* words alone are better than nothing */ }
    const { value, selectionStart: from, selectionEnd: to } = this.area;
    const blocks = text.includes("\n") || /^(#|[-*+] |\d+\. |>|\|)/.test(text);
    const before = value.slice(0, from), after = value.slice(to);
    const start = !blocks || !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const end = !blocks || !after || after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    this.put(start + text + end, from, to);
  }

  /* Write, preview, or both side by side; made by the server as on the saved page. */
  previews() {
    const button = (name) => this.box.querySelector(`[data-${name}]`);
    this.buttons = { write: button("write"), preview: button("preview"), beside: button("beside") };
    this.buttons.write.addEventListener("click", () => { this.show("write", true); this.area.focus(); });
    this.buttons.preview.addEventListener("click", () => this.show("preview", true));
    this.buttons.beside?.addEventListener("click", () => this.show(this.mode === "beside" ? "write" : "beside", true));
    this.area.addEventListener("input", () => { if (this.mode === "beside") this.soon(); });
    this.area.addEventListener("scroll", () => this.follow());
    WIDE.addEventListener("change", () => this.fit());
    this.fit();
  }

  fit() {
    if (!this.buttons.beside) return;
    this.buttons.beside.hidden = !WIDE.matches;
    if (WIDE.matches && this.mode === "write" && localStorage.getItem(BESIDE) !== "no") this.show("beside");
    else if (!WIDE.matches && this.mode === "beside") this.show("write");
  }

  show(mode, chosen = false) {
    this.mode = mode;
    if (chosen && this.buttons.beside && WIDE.matches && mode !== "preview") localStorage.setItem(BESIDE, mode === "beside" ? "yes" : "no");
    this.box.classList.toggle("beside", mode === "beside");
    this.area.hidden = mode === "preview";
    this.view.hidden = mode === "write";
    this.box.querySelector("markdown-toolbar").hidden = mode === "preview";
    for (const [name, each] of Object.entries(this.buttons)) each?.setAttribute("aria-pressed", name === mode);
    if (mode !== "write") this.draw();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), PAUSE);
  }

  async draw() {
    const { view, area, box } = this, text = area.value;
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    if (!text.trim()) { view.textContent = view.dataset.empty; return; }
    if (!view.childElementCount) view.textContent = view.dataset.wait;
    try {
      const sent = new URLSearchParams({ text, csrf_token: this.token() });
      const answer = await fetch(box.dataset.previewUrl, { method: "POST", body: sent, headers: { "X-CSRFToken": this.token() }, signal: asked.signal });
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text(), top = view.scrollTop;
      view.innerHTML = html; // made and cleaned by the server
      view.scrollTop = top;
      document.dispatchEvent(new Event("witan:shown"));
    } catch (error) {
      if (error.name !== "AbortError") view.textContent = view.dataset.failed;
    }
  }

  follow() {
    if (this.mode !== "beside") return;
    const { area, view } = this, room = area.scrollHeight - area.clientHeight;
    if (room > 0) view.scrollTop = (area.scrollTop / room) * (view.scrollHeight - view.clientHeight);
  }

  /* Full screen: everything else is out of reach until Done, Escape twice, or saving. */
  full(on) {
    if (this.box.classList.contains("full") === on) return;
    this.box.classList.toggle("full", on);
    document.documentElement.classList.toggle("ed-fills", on);
    this.box.querySelector("[data-done]").hidden = !on;
    for (let each = this.box; each !== document.body; each = each.parentElement)
      for (const other of each.parentElement.children)
        if (other !== each && !other.matches("script, .ed-offers, .toast")) other.inert = on;
    this.size ??= () => {
      const { height, offsetTop } = window.visualViewport;
      this.box.style.height = `${height}px`;
      this.box.style.top = `${offsetTop}px`;
    };
    for (const name of ["resize", "scroll"]) window.visualViewport?.[on ? "addEventListener" : "removeEventListener"](name, this.size);
    if (on) this.size();
    else Object.assign(this.box.style, { height: "", top: "" });
    if (on) this.area.focus();
  }
}

let styled;
function style(address) {
  styled ??= new Promise((done) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
    link.addEventListener("load", done);
    link.addEventListener("error", done);
    document.head.append(link);
  });
  return styled;
}

export async function edit(box, token) {
  await style(box.dataset.styles);
  return new Editor(box, token);
}
