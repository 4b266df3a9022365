/* What Word, Excel, Outlook, Google Docs and web pages put on the clipboard, as Markdown. First it becomes plain,
   well-formed HTML (lists that Word writes as paragraphs, tables without heads, bold by style), then Turndown writes it. */

const LINKS = /^(https?:|mailto:|tel:|\/)/i;

const all = (root, selector) => [...root.querySelectorAll(selector)];
const unwrap = (element) => element.replaceWith(...element.childNodes);
const empty = (element) => !element.textContent.replaceAll("\u00a0", " ").trim() && !element.querySelector("img");

function rename(element, name) {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

/* Comments, styles and what only Office reads. */
function strip(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT), comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const each of comments) each.remove();
  all(body, "style, script, meta, link, title, xml, col, colgroup, noscript, iframe, object, button, svg").forEach((each) => each.remove());
  for (const each of all(body, "*")) {
    if (each.tagName.includes(":")) unwrap(each); // o:p, w:sdt
    else if (/display:\s*none|mso-hide:\s*all/i.test(each.getAttribute("data-look") ?? "")) each.remove();
  }
}

/* Headings that are paragraphs: Word's title, Word for the web. */
function headings(body) {
  for (const each of all(body, "[role=heading][aria-level]")) {
    if (!/^H\d$/.test(each.tagName)) rename(each, `h${Math.min(6, Math.max(1, Number(each.getAttribute("aria-level")) || 2))}`);
  }
  for (const each of all(body, "p[class]")) {
    const level = /^MsoHeading(\d)|^Heading(\d)/.exec(each.className);
    if (level) rename(each, `h${level[1] ?? level[2]}`);
    else if (/^MsoTitle\b/.test(each.className)) rename(each, "h1");
  }
  for (const each of all(body, "h1, h2, h3, h4, h5, h6")) {
    all(each, "strong, b").forEach(unwrap);
    all(each, "br").forEach((line) => line.replaceWith(" "));
    if (empty(each)) each.remove();
  }
}

/* Bold, italic and struck by style, as Google Docs and Word for the web write them. */
function emphasis(body) {
  for (const each of all(body, "b[data-look], strong[data-look]")) if (/font-weight:\s*(normal|400)/i.test(each.getAttribute("data-look"))) unwrap(each);
  for (const each of all(body, "span[data-look]")) {
    const style = each.getAttribute("data-look"), inside = each.closest("h1, h2, h3, h4, h5, h6, th");
    const wanted = [[/font-weight:\s*(bold|[6-9]00)/i, "strong"], [/font-style:\s*italic/i, "em"], [/text-decoration[^;]*line-through/i, "del"]];
    for (const [pattern, name] of wanted) {
      if (!pattern.test(style) || (name === "strong" && (inside || each.closest("strong, b"))) || empty(each)) continue;
      const made = each.ownerDocument.createElement(name);
      made.append(...each.childNodes);
      each.append(made);
    }
  }
}

/* A run of list items that say only how deep they are becomes nested lists. */
function nest(items) {
  const [first] = items, made = first.node.ownerDocument, lists = [];
  for (const { node, level, ordered, start } of items) {
    while (lists.length && (lists.at(-1).level > level || (lists.at(-1).level === level && lists.at(-1).ordered !== ordered))) lists.pop();
    let here = lists.at(-1);
    if (!here || here.level < level) {
      const list = made.createElement(ordered ? "ol" : "ul"), above = here?.list.lastElementChild;
      if (ordered && start > 1) list.setAttribute("start", start);
      if (above) above.append(list);
      else first.node.before(list);
      here = { list, level, ordered };
      lists.push(here);
    }
    const item = made.createElement("li");
    item.append(...node.childNodes);
    here.list.append(item);
  }
  for (const { node } of items) node.remove();
}

function runs(nodes, read) {
  let run = [], last = null;
  for (const node of nodes) {
    if (last && last.nextElementSibling !== node) { nest(run); run = []; }
    run.push({ node, ...read(node) });
    last = node;
  }
  if (run.length) nest(run);
}

/* Word: paragraphs with mso-list in their style; the mark that is seen stands in a span of its own. */
function wordLists(body) {
  const items = all(body, "[data-look*=mso-list]").filter((each) => /^(P|DIV|H\d)$/.test(each.tagName) && /mso-list:\s*l?\d/i.test(each.getAttribute("data-look")));
  runs(items, (node) => {
    const marks = all(node, "[data-look*=mso-list]").filter((each) => /mso-list:\s*ignore/i.test(each.getAttribute("data-look")));
    const mark = (marks[0]?.textContent ?? "").replaceAll("\u00a0", " ").trim();
    marks.forEach((each) => each.remove());
    const level = Number(/level(\d+)/i.exec(node.getAttribute("data-look"))?.[1] ?? 1), number = /^\(?(\d+|[a-z]{1,3})[.)]/i.exec(mark);
    return { level, ordered: Boolean(number), start: number && /\d/.test(number[1]) ? Number(number[1]) : 1 };
  });
}

/* Word for the web writes each item as a list of its own; Google Docs puts lists right into lists. */
function looseLists(body) {
  const deep = all(body, "li[data-aria-level]");
  for (const each of deep) {
    const list = each.parentElement;
    if (!/^[OU]L$/.test(list.tagName) || list.parentElement?.closest("li")) continue;
    const holder = list.parentElement?.matches(".ListContainerWrapper") ? list.parentElement : list;
    for (const item of [...list.children]) {
      item.dataset.ordered = list.tagName === "OL" ? "1" : "";
      holder.before(item);
    }
    holder.remove();
  }
  runs(deep.filter((each) => !/^[OU]L$/.test(each.parentElement.tagName)), (node) => ({ level: Number(node.dataset.ariaLevel) || 1, ordered: Boolean(node.dataset.ordered), start: 1 }));
  for (const each of all(body, "ul > ul, ul > ol, ol > ul, ol > ol")) {
    const item = each.previousElementSibling;
    if (item?.tagName === "LI") item.append(each);
    else { const made = body.ownerDocument.createElement("li"); each.before(made); made.append(each); }
  }
  for (const each of all(body, "li > p:only-child, li > p:first-child")) unwrap(each);
}

/* Tables of figures stay tables; those that only place things (Outlook, newsletters) are opened. */
function tables(body) {
  for (const table of all(body, "table").reverse()) {
    const rows = [...table.rows].filter((row) => row.closest("table") === table);
    const wide = Math.max(0, ...rows.map((row) => row.cells.length));
    const places = table.getAttribute("role") === "presentation" || wide < 2 || table.querySelector("table, ul, ol, h1, h2, h3, pre");
    if (places) {
      for (const cell of rows.flatMap((row) => [...row.cells])) rename(cell, "div");
      all(table, "tr, tbody, thead, tfoot, caption").forEach(unwrap);
      unwrap(table);
    } else table.replaceWith(tidyTable(table, rows));
  }
}

/* A table with one row of heads and as many cells in each row; lines in a cell are parted by <br>. */
function tidyTable(table, rows) {
  const made = table.ownerDocument, grid = rows.map(() => []);
  rows.forEach((row, r) => {
    let at = 0;
    for (const cell of row.cells) {
      while (grid[r][at] !== undefined) at += 1;
      for (let down = 0; down < Math.min(cell.rowSpan || 1, rows.length - r); down += 1)
        for (let across = 0; across < Math.min(cell.colSpan, 50); across += 1) grid[r + down][at + across] = down || across ? null : cell;
      at += Math.min(cell.colSpan, 50);
    }
  });
  const filled = grid.filter((row) => row.some((cell) => cell && !empty(cell)));
  let wide = Math.max(1, ...filled.map((row) => row.length));
  while (wide > 1 && filled.every((row) => !row[wide - 1] || empty(row[wide - 1]))) wide -= 1;
  const tidy = made.createElement("table"), head = made.createElement("thead"), rest = made.createElement("tbody");
  tidy.append(head, rest);
  filled.forEach((row, r) => {
    const line = made.createElement("tr");
    for (let c = 0; c < wide; c += 1) {
      const cell = made.createElement(r ? "td" : "th");
      if (row[c]) {
        const align = /text-align:\s*(right|center)/i.exec(row[c].getAttribute("data-look") ?? "")?.[1] ?? row[c].getAttribute("align");
        if (align && !r) cell.setAttribute("align", align);
        cell.append(...row[c].childNodes);
        if (!r) all(cell, "strong, b").forEach(unwrap);
        all(cell, "p, div, li").forEach((block, number) => { if (number) block.before(made.createElement("br")); unwrap(block); });
      }
      line.append(cell);
    }
    (r ? rest : head).append(line);
  });
  return tidy;
}

/* Links that lead somewhere, without the detour of a mail filter; pictures that others can load. */
function links(body) {
  for (const each of all(body, "a")) {
    let address = each.getAttribute("href") ?? "";
    const detour = /safelinks\.protection\.outlook\.com\/.*?[?&]url=([^&]+)/i.exec(address);
    try { if (detour) address = decodeURIComponent(detour[1]); } catch { /* as it is */ }
    if (!LINKS.test(address) || empty(each)) unwrap(each);
    else each.setAttribute("href", address);
  }
  for (const each of all(body, "img")) {
    if (!/^(https?:|\/files\/)/i.test(each.getAttribute("src") ?? "") || Number(each.getAttribute("width")) === 1) each.replaceWith(each.alt || "");
  }
}

function paragraphs(body) {
  for (const each of all(body, "p, div, span, font, li, b, i, em, strong")) if (empty(each) && !each.querySelector("br, table")) each.replaceWith(each.tagName === "P" || each.tagName === "DIV" ? "" : " ");
  for (const each of all(body, "li")) for (const inner of all(each, ":scope > div, :scope > span > p")) unwrap(inner);
  for (const each of all(body, "sub, sup, kbd")) for (const { name } of [...each.attributes]) each.removeAttribute(name);
  all(body, "pre br").forEach((line) => line.replaceWith("\n"));
}

/* Plain HTML of what was pasted. The page's policy forbids styles even in a document that is never shown, so they are
   read from an attribute of another name. */
function tidied(html) {
  const quiet = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/(<[a-z][^>]*?\s)style=/gi, "$1data-look=");
  const { body } = new DOMParser().parseFromString(quiet, "text/html");
  for (const step of [strip, wordLists, headings, looseLists, emphasis, links, tables, paragraphs]) step(body);
  return body;
}

function writer(TurndownService, gfm) {
  const made = new TurndownService({ headingStyle: "atx", bulletListMarker: "-", codeBlockStyle: "fenced", emDelimiter: "*", hr: "---", linkStyle: "inlined" });
  made.use(gfm);
  made.addRule("item", {
    filter: "li",
    replacement(content, node) {
      const list = node.parentNode, first = Number(list.getAttribute("start") || 1);
      const mark = list.nodeName === "OL" ? `${first + [...list.children].indexOf(node)}. ` : "- ";
      const text = content.replace(/^\s+/, "").replace(/\s+$/, "").replaceAll("\n", `\n${" ".repeat(mark.length)}`).replace(/[ \t]+\n/g, "\n");
      return `${mark}${text}${node.nextSibling ? "\n" : ""}`;
    },
  });
  made.addRule("struck", { filter: ["del", "s", "strike"], replacement: (content) => `~~${content}~~` });
  made.addRule("lineInCell", { filter: (node) => node.nodeName === "BR" && node.closest("table") !== null, replacement: () => "<br>" });
  made.addRule("address", {
    filter: (node) => node.nodeName === "A" && node.getAttribute("href") === node.textContent.trim() && /^https?:/.test(node.textContent.trim()),
    replacement: (content, node) => node.textContent.trim(),
  });
  made.remove(["style", "script"]);
  made.keep(["sub", "sup", "kbd"]);
  return made;
}

/* Marks that mean nothing inside a word need no backslash. */
const lighter = (text) => text.replace(/(\w)\\_(?=\w)/g, "$1_").replace(/\\([[\]])/g, (mark, sign, at, whole) => (/\(|\[/.test(whole[at + 2] ?? "") || whole[at - 1] === "[" ? mark : sign));

export async function toMarkdown(html, { turndown, gfm }) {
  const [{ default: TurndownService }, plugins] = await Promise.all([import(turndown), import(gfm)]);
  const body = tidied(html);
  const text = writer(TurndownService, plugins.gfm).turndown(body);
  return lighter(text).replaceAll("\u00a0", " ").replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
}

