/* Draws diagrams from their text. One frame without an origin does it for the whole page and sends pictures back, which
   are shown as images: nothing in them runs or loads. The text stays one click away, and stays alone when it has a fault. */

const SECONDS = 20;
const dark = matchMedia("(prefers-color-scheme: dark)");
const drawn = new Set();
const waiting = new Map();
const kept = new Map(); // pictures by text: a preview is made anew with every word
const KEPT = 60;
let frame, number = 0, words = {};

function opened() {
  frame ??= new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement("iframe"), { src: "/diagram", title: "", tabIndex: -1, className: "drawing" });
    made.setAttribute("sandbox", "allow-scripts");
    made.setAttribute("aria-hidden", "true");
    addEventListener("message", (event) => {
      if (event.source !== made.contentWindow) return;
      if (event.data?.ready) { ({ words = {} } = event.data); resolve(made); }
      else waiting.get(event.data?.id)?.(event.data);
    });
    setTimeout(reject, SECONDS * 1000, new Error("no answer"));
    document.body.append(made);
  });
  return frame;
}

async function picture(text) {
  const key = `${dark.matches} ${text}`;
  if (kept.has(key)) return kept.get(key);
  const made = await opened(), id = (number += 1);
  const answer = await new Promise((resolve) => {
    const done = (data) => { clearTimeout(timer); waiting.delete(id); resolve(data); };
    const timer = setTimeout(done, SECONDS * 1000, { failed: true, line: 0 });
    waiting.set(id, done);
    made.contentWindow.postMessage({ id, text, dark: dark.matches }, "*");
  });
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value);
  kept.set(key, answer);
  return answer;
}

const said = (name) => words[name] ?? "";

/* What the picture is about, in its own words: its title, or else what stands in its boxes. */
function about(text) {
  const title = /^\s*(?:accTitle\s*:|title:?)\s*(.+)$/im.exec(text)?.[1];
  const words = title ?? [...text.matchAll(/[[({|"]+([^\]()}{|"[]{2,})[\])}|"]/g)].map((found) => found[1].trim()).join(", ");
  return `${said("diagram")}${words ? `: ${words.slice(0, 300)}` : ""}`;
}

async function draw(block) {
  const { source, text } = block;
  const answer = await picture(text).catch(() => ({ failed: true, line: 0 }));
  block.box?.remove();
  if (answer.failed) {
    const fault = Object.assign(document.createElement("p"), { className: "diagram-fault" });
    fault.textContent = answer.line ? said("line").replace("%n", answer.line) : said("fault");
    block.box = fault;
    source.before(fault);
    return;
  }
  const box = Object.assign(document.createElement("figure"), { className: "diagram-box" });
  const scroll = Object.assign(document.createElement("div"), { className: "diagram-scroll" });
  const image = Object.assign(document.createElement("img"), { alt: about(text), width: answer.width, height: answer.height });
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(answer.svg)}`;
  image.style.minWidth = `${Math.min(answer.width, Math.max(260, answer.width * 0.6))}px`;
  const details = document.createElement("details");
  details.append(Object.assign(document.createElement("summary"), { textContent: said("text") }));
  block.box = box;
  source.before(box);
  scroll.append(image);
  const copy = Object.assign(source.cloneNode(true), { className: "", hidden: false });
  details.append(copy);
  box.append(scroll, details);
  source.hidden = true;
  if (scroll.scrollWidth > scroll.clientWidth) {
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", said("diagram"));
  }
}

export function drawAll(sources) {
  for (const source of sources) {
    const block = { source, text: source.textContent.trimEnd() };
    drawn.add(block);
    draw(block);
  }
}

dark.addEventListener("change", () => {
  for (const block of drawn) {
    if (block.source.isConnected) draw(block);
    else drawn.delete(block);
  }
});
