/* "Quote" puts somebody's words into the text that is being written, where the link alone would open the page anew. With
   words selected it quotes these; a button beside the selection does the same. */

const field = () => document.querySelector("#reply-body") ?? document.querySelector("#answer-body");
const postOf = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest(".prose")?.closest("[data-post]");
const linkOf = (post) => [...post.querySelectorAll("a[data-quote]")].find((link) => link.closest("[data-post]") === post);
let button;

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const post = postOf(selection.anchorNode);
  const words = selection.toString().trim();
  return post && post === postOf(selection.focusNode) && words && linkOf(post) ? { post, words } : null;
}

/* At the end: where the caret was is gone as soon as words are selected elsewhere. */
function put(markdown) {
  const area = field(), before = area.value.trimEnd();
  area.focus();
  area.setRangeText(`${before ? `${before}\n\n` : ""}${markdown}`, 0, area.value.length, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.closest("form").scrollIntoView({ block: "nearest" });
}

const source = (link) => `> [${link.dataset.by.replaceAll("[", "(").replaceAll("]", ")")}](${link.dataset.quote.replace("/quote", "")}):\n>\n`;

function putWords(link, words) {
  put(`${source(link)}${words.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`);
  hide();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-quote]");
  if (!link || !field() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const words = selected();
  if (words && linkOf(words.post) === link) { putWords(link, words.words); return; }
  try {
    const answer = await fetch(link.dataset.quote, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    put((await answer.json()).markdown);
  } catch {
    location.assign(link.href);
  }
});

function hide() { button?.remove(); button = undefined; }

function offer() {
  const found = field() && selected();
  if (!found) { hide(); return; }
  const link = linkOf(found.post), place = getSelection().getRangeAt(0).getBoundingClientRect();
  if (!button) {
    button = Object.assign(document.createElement("button"), { type: "button", className: "btn s quote-button" });
    button.addEventListener("mousedown", (event) => event.preventDefault());
    document.body.append(button);
  }
  button.textContent = link.firstChild.textContent;
  button.onclick = () => putWords(link, found.words);
  button.style.left = `${Math.max(8, Math.min(place.left + scrollX, document.documentElement.clientWidth - button.offsetWidth - 8))}px`;
  button.style.top = `${place.bottom + scrollY + 8}px`;
}

let waiting;
document.addEventListener("selectionchange", () => { clearTimeout(waiting); waiting = setTimeout(offer, 250); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
