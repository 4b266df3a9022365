/* Comments on passages: marks them in the text, shows a comment beside or below its passage, and begins one from a
   selection. Threads and form are those that stand below the page; they are moved, never copied, and go back there.
   Passages are found as models/wiki/comments/anchoring.py does: blanks do not count, what stands around them tells equal words apart. */

const talk = document.querySelector("[data-talk]");
const prose = document.querySelector(".middle > .prose");
const aside = document.querySelector("main aside");
const AROUND = 40, ROOM = 260;
/* What stands in the text but is none of it. */
const NO_TEXT = ".edit-part, .to-comment, .in-place, .footnote-ref, .contents, script";
const BLOCKS = "p, li, tr, td, th, pre, blockquote, h2, h3, h4, h5, h6, dt, dd, div, br";
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
const squeezed = (text) => text.replace(/\s+/g, "");
const oneLine = (text) => text.replace(/\s+/g, " ").trim();
const marks = (id) => all(`mark[data-threads~="${CSS.escape(id)}"]`, prose);

/* Every letter of the text with its place. */
function lettersOf(root) {
  const letters = [], nodes = [], offsets = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.matches(NO_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let at = 0; at < node.data.length; at += 1) {
      if (/\s/.test(node.data[at])) continue;
      letters.push(node.data[at]);
      nodes.push(node);
      offsets.push(at);
    }
  }
  return { letters: letters.join(""), nodes, offsets };
}

function agreement(a, b, from) {
  let same = 0;
  const at = (text, i) => text[from === "end" ? text.length - 1 - i : i];
  while (same < a.length && same < b.length && at(a, same) === at(b, same)) same += 1;
  return same;
}

/* [first, last] letter of a passage, or nothing when the text that is shown does not have it. */
function place(text, { quote, before, after }) {
  const wanted = squeezed(quote), left = squeezed(before), right = squeezed(after);
  let best, most = -1;
  for (let at = text.letters.indexOf(wanted); wanted && at >= 0; at = text.letters.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    const score = agreement(text.letters.slice(Math.max(0, at - left.length), at), left, "end") + agreement(text.letters.slice(end, end + right.length), right);
    if (score > most) [best, most] = [[at, end - 1], score];
  }
  return best;
}

/* Wraps every covered piece of text once, naming all threads that it belongs to. */
function mark(threads) {
  const text = lettersOf(prose), covered = new Map(), found = [];
  for (const thread of threads) {
    const stretch = place(text, thread.dataset);
    if (!stretch) continue;
    found.push(thread);
    for (let at = stretch[0]; at <= stretch[1]; at += 1) {
      const node = text.nodes[at], pieces = covered.get(node) ?? covered.set(node, new Map()).get(node);
      const piece = pieces.get(thread.id) ?? pieces.set(thread.id, [text.offsets[at], 0]).get(thread.id);
      piece[1] = text.offsets[at] + 1;
    }
  }
  for (const [node, pieces] of covered) {
    const cuts = [...new Set([0, ...[...pieces.values()].flat(), node.data.length])].sort((a, b) => a - b);
    const parts = cuts.slice(1).map((end, i) => {
      const start = cuts[i], words = node.data.slice(start, end);
      const ids = [...pieces].filter(([, [from, to]]) => from <= start && end <= to).map(([id]) => id);
      if (!ids.length) return words;
      const piece = Object.assign(document.createElement("mark"), { className: "commented", textContent: words });
      piece.dataset.threads = ids.join(" ");
      return piece;
    });
    node.replaceWith(...parts);
  }
  for (const thread of found) {
    const end = marks(thread.id).at(-1);
    (end.closest("a, summary") ?? end).after(button(thread));
  }
}

function button(thread) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "to-comment", ariaLabel: talk.dataset.on.replace("%n", thread.dataset.name) });
  made.dataset.thread = thread.id;
  made.innerHTML = '<svg class="ico" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 5h16v11H10l-4 4v-4H4z"/></svg>';
  made.setAttribute("aria-expanded", "false");
  return made;
}

/* One thing at a time stands beside the text: a thread or the form. */
let shown;

function close(returning = true) {
  if (!shown) return;
  const { part, home, box, from } = shown;
  shown = null;
  home.replaceWith(part);
  box.remove();
  from?.setAttribute("aria-expanded", "false");
  light();
  if (returning) from?.focus();
}

function show(part, near, from) {
  close(false);
  const home = document.createComment("");
  const box = document.createElement("div");
  const writing = part === form;
  const back = Object.assign(document.createElement("button"), { type: "button", className: "linky put-back", textContent: writing ? talk.dataset.cancel : talk.dataset.back });
  back.addEventListener("click", () => { close(); if (writing) clear(); });
  part.replaceWith(home);
  box.append(part, back);
  const left = prose.getBoundingClientRect().right + 16, room = document.documentElement.clientWidth - left - 16;
  if (room >= ROOM && aside) {
    box.className = "beside-passage";
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${near.getBoundingClientRect().top + scrollY}px`;
    box.style.width = `${Math.min(room, 360)}px`;
    document.getElementById("main").append(box);
  } else {
    box.className = "in-place";
    let block = near;
    while (block.parentElement !== prose) block = block.parentElement;
    block.after(box);
  }
  from?.setAttribute("aria-expanded", "true");
  shown = { part, home, box, from };
}

function showThread(id, from) {
  if (shown?.part.id === id) { close(); return; }
  const thread = document.getElementById(id), piece = marks(id).at(-1);
  if (!thread || !piece) return;
  show(thread, piece, from ?? prose.querySelector(`[data-thread="${CSS.escape(id)}"]`));
  thread.tabIndex = -1;
  light(id);
  thread.focus({ preventScroll: true });
  shown.box.scrollIntoView({ block: "nearest" });
}

/* A thread and its passage are lit together. */
function light(id) {
  all("mark.now", prose).forEach((piece) => piece.classList.remove("now"));
  all(".thread.now").forEach((thread) => thread.classList.remove("now"));
  if (!id || !marks(id).length) return;
  marks(id).forEach((piece) => piece.classList.add("now"));
  document.getElementById(id)?.classList.add("now");
}

/* A comment from a selection. */
const form = talk?.querySelector("[data-new]");
const here = Object.assign(document.createElement("button"), { type: "button", className: "btn s comment-here", hidden: true });

function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!prose.contains(range.commonAncestorContainer)) return null;
  const quote = wordsOf(range);
  return quote ? { range, quote } : null;
}

function wordsOf(range) {
  const copy = range.cloneContents();
  all(NO_TEXT, copy).forEach((part) => part.remove());
  all(BLOCKS, copy).forEach((block) => block.before("\n"));
  return oneLine(copy.textContent);
}

function around(range) {
  const left = document.createRange(), right = document.createRange();
  left.setStart(prose, 0);
  left.setEnd(range.startContainer, range.startOffset);
  right.setStart(range.endContainer, range.endOffset);
  right.setEnd(prose, prose.childNodes.length);
  return [wordsOf(left).slice(-AROUND), wordsOf(right).slice(0, AROUND)];
}

function offer() {
  const found = chosen();
  here.hidden = !found;
  if (!found) return;
  const long = found.quote.length > Number(talk.dataset.longest);
  here.textContent = long ? talk.dataset.tooLong : talk.dataset.say;
  here.ariaDisabled = String(long);
  const box = found.range.getBoundingClientRect();
  here.style.left = `${Math.max(8, Math.min(box.left, document.documentElement.clientWidth - 180)) + scrollX}px`;
  here.style.top = `${box.bottom + 8 + scrollY}px`;
}

/* What was typed stays; the passage goes, and the form is folded when nothing was typed. */
function clear() {
  for (const name of ["quote", "before", "after"]) form.querySelector(`[name=${name}]`).value = "";
  form.open = form.querySelector("[name=body]").value !== "";
}

function begin() {
  const found = chosen();
  if (found && found.quote.length > Number(talk.dataset.longest)) return;
  close(false);
  const field = (name) => form.querySelector(`[name=${name}]`);
  form.open = true;
  here.hidden = true;
  if (!found) {
    form.scrollIntoView({ block: "center" });
    field("quote").focus();
    return;
  }
  const [before, after] = around(found.range);
  field("quote").value = found.quote;
  field("before").value = before;
  field("after").value = after;
  let near = found.range.endContainer;
  if (near.nodeType === Node.TEXT_NODE) near = near.parentElement;
  show(form, near === prose ? prose.lastElementChild : near, null);
  field("body").focus({ preventScroll: true });
  shown.box.scrollIntoView({ block: "nearest" });
}

function commenting() {
  here.textContent = talk.dataset.say;
  here.addEventListener("mousedown", (event) => event.preventDefault());
  here.addEventListener("click", begin);
  prose.after(here);
  let waiting;
  document.addEventListener("selectionchange", () => { clearTimeout(waiting); waiting = setTimeout(offer, 150); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.altKey && event.code === "KeyM") { event.preventDefault(); begin(); }
  });
  /* Words that somebody changed by hand no longer stand between these. */
  form.querySelector("[name=quote]").addEventListener("input", () => {
    for (const name of ["before", "after"]) form.querySelector(`[name=${name}]`).value = "";
  });
}

function start() {
  const threads = all(".thread[data-quote]", talk);
  mark(threads);
  prose.addEventListener("click", (event) => {
    const to = event.target.closest(".to-comment");
    const piece = event.target.closest("a, button, summary") ? null : event.target.closest("mark[data-threads]");
    if (to) showThread(to.dataset.thread, to);
    else if (piece && getSelection().isCollapsed) showThread(piece.dataset.threads.split(" ").at(-1));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown && !document.querySelector("details[data-menu][open]")) close();
  });
  for (const thread of threads) {
    for (const way of ["focusin", "mouseenter"]) thread.addEventListener(way, () => light(thread.id));
    for (const way of ["focusout", "mouseleave"]) thread.addEventListener(way, () => { if (shown?.part !== thread) light(); });
    thread.querySelector("[data-passage-link]")?.addEventListener("click", (event) => {
      const piece = marks(thread.id)[0];
      if (!piece) return;
      event.preventDefault();
      if (shown?.part === thread) close(false);
      piece.scrollIntoView({ block: "center" });
      prose.querySelector(`[data-thread="${CSS.escape(thread.id)}"]`)?.focus({ preventScroll: true });
      light(thread.id);
    });
  }
  if (form) commenting();
  /* Text that was brought back must be seen, and so must what the address points to. */
  all("details textarea", talk).forEach((area) => { if (area.value) area.closest("details").open = true; });
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target && target.closest("details:not([open])");
  if (folded) { folded.open = true; target.scrollIntoView(); }
}

if (talk && prose) start();
