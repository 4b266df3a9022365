/* A Markdown table as a grid of fields: rows and columns come, go and move, and tidy Markdown goes back into the text. */

const DELIMITER = /^ {0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const ALIGNS = ["", "left", "center", "right"];

/* Cells of a row: parted by bars, but not by those in code, in a wiki link or behind a backslash. */
export function cells(line) {
  const found = [];
  let cell = "", code = false;
  for (const sign of line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "").split(/(\\\||`+|\[\[[^[\]]*\]\]|\|)/)) {
    if (sign?.startsWith("`")) code = !code;
    if (sign === "|" && !code) { found.push(cell.trim()); cell = ""; }
    else cell += sign === "\\|" || sign?.startsWith("[[") ? sign.replaceAll("\\|", "|") : sign ?? "";
  }
  return [...found, cell.trim()];
}

/* The table around a place in the text: {from, to, rows, aligns, row}, or null. */
export function tableAt(text, at) {
  const lines = text.split("\n"), starts = [];
  let place = 0;
  for (const line of lines) { starts.push(place); place += line.length + 1; }
  const here = starts.findLastIndex((start) => start <= at), isRow = (line) => line?.includes("|") && line.trim() && !/^ {4}/.test(line);
  if (!isRow(lines[here])) return null;
  let first = here, last = here;
  while (isRow(lines[first - 1])) first -= 1;
  while (isRow(lines[last + 1])) last += 1;
  const head = lines.slice(first, last + 1).findIndex((line, number) => number && DELIMITER.test(line));
  if (head < 1) return null;
  first += head - 1;
  if (here < first) return null;
  const aligns = cells(lines[first + 1]).map((cell) => (/^:-+:$/.test(cell) ? "center" : cell.endsWith(":") ? "right" : cell.startsWith(":") ? "left" : ""));
  const rows = [cells(lines[first]), ...lines.slice(first + 2, last + 1).map(cells)];
  const wide = rows[0].length;
  for (const row of rows) { while (row.length < wide) row.push(""); row.length = wide; }
  aligns.length = wide;
  return { row: Math.max(0, Math.min(rows.length - 1, here - first - 1)), from: starts[first], to: starts[last] + lines[last].length, rows, aligns: [...aligns].map((align) => align ?? "") };
}

/* Tidy Markdown: columns under each other as long as the words are short. */
export function written(rows, aligns) {
  const safe = (cell) => cell.trim().replaceAll("|", "\\|").replace(/\s*\n\s*/g, "<br>");
  const text = rows.map((row) => row.map(safe));
  const wide = aligns.map((_, c) => Math.min(40, Math.max(3, ...text.map((row) => [...row[c]].length))));
  const pad = (cell, c) => { const gap = Math.max(0, wide[c] - [...cell].length); return aligns[c] === "right" ? " ".repeat(gap) + cell : cell + " ".repeat(gap); };
  const line = (row) => `| ${row.map(pad).join(" | ")} |`;
  const under = aligns.map((align, c) => {
    const left = align === "left" || align === "center" ? ":" : "-", right = align === "right" || align === "center" ? ":" : "-";
    return `${left}${"-".repeat(wide[c] - 2)}${right}`;
  });
  return [line(text[0]), `| ${under.join(" | ")} |`, ...text.slice(1).map(line)].join("\n");
}

class Grid {
  constructor(editor, { rows, aligns, row = 0 }, done) {
    this.words = editor.words;
    this.rows = rows;
    this.aligns = aligns;
    this.done = done;
    this.at = [row, 0];
    this.dialog = document.createElement("dialog");
    this.dialog.className = "ed-grid";
    this.dialog.setAttribute("aria-labelledby", "ed-grid-title");
    const title = Object.assign(document.createElement("h2"), { id: "ed-grid-title", textContent: this.words.table });
    this.table = document.createElement("table");
    const scroll = Object.assign(document.createElement("div"), { className: "ed-grid-scroll" });
    scroll.append(this.table);
    const acts = Object.assign(document.createElement("div"), { className: "acts" });
    acts.append(this.button(this.words.use, () => this.close(true), "btn"), this.button(this.words.cancel, () => this.close(false), "btn q"));
    this.dialog.append(title, this.tools(), scroll, acts);
    this.dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.close(false); });
    this.dialog.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && ["s", "Enter"].includes(event.key)) { event.preventDefault(); event.stopPropagation(); this.close(true); }
    });
    document.body.append(this.dialog);
    this.draw();
    this.dialog.showModal();
    this.focus(...this.at);
  }

  button(label, act, look = "btn q s") {
    const made = Object.assign(document.createElement("button"), { type: "button", className: look, textContent: label });
    made.addEventListener("click", act);
    return made;
  }

  /* What can be done with the row and the column of the field that had the focus last. */
  tools() {
    const bar = Object.assign(document.createElement("div"), { className: "ed-grid-tools" });
    this.row = this.group([["addRow", () => this.add("rows", this.at[0] + 1)], ["up", () => this.move("rows", -1)], ["down", () => this.move("rows", 1)], ["removeRow", () => this.remove("rows")]]);
    this.column = this.group([["addColumn", () => this.add("columns", this.at[1] + 1)], ["left", () => this.move("columns", -1)], ["right", () => this.move("columns", 1)], ["removeColumn", () => this.remove("columns")]]);
    const label = Object.assign(document.createElement("label"), { textContent: `${this.words.align} ` });
    this.align = Object.assign(document.createElement("select"), { className: "govuk-select" });
    this.align.append(...ALIGNS.map((value) => new Option(this.words[`align${value ? value[0].toUpperCase() + value.slice(1) : "None"}`], value)));
    this.align.addEventListener("change", () => { this.aligns[this.at[1]] = this.align.value; this.draw(); });
    label.append(this.align);
    this.column.append(label);
    bar.append(this.row, this.column);
    return bar;
  }

  group(buttons) {
    const made = document.createElement("fieldset"), legend = document.createElement("legend");
    made.append(legend, ...buttons.map(([name, act]) => this.button(this.words[name], act)));
    return made;
  }

  draw() {
    const { words, rows, aligns } = this;
    this.table.replaceChildren(...rows.map((row, r) => {
      const line = document.createElement("tr");
      line.append(...row.map((cell, c) => {
        const place = document.createElement(r ? "td" : "th");
        const field = Object.assign(document.createElement("input"), { value: cell, type: "text", className: "govuk-input" });
        if (!r) place.scope = "col";
        field.setAttribute("aria-label", (r ? words.cell.replace("%r", r) : words.head).replace("%n", c + 1));
        if (aligns[c]) field.style.textAlign = aligns[c];
        field.addEventListener("input", () => { rows[r][c] = field.value; });
        field.addEventListener("focus", () => this.now(r, c));
        field.addEventListener("keydown", (event) => this.key(event, r, c));
        field.addEventListener("paste", (event) => this.paste(event, r, c));
        place.append(field);
        return place;
      }));
      return line;
    }));
    this.now(...this.at);
  }

  now(r, c) {
    this.at = [r, c];
    this.row.querySelector("legend").textContent = r ? this.words.row.replace("%n", r) : this.words.headRow;
    this.column.querySelector("legend").textContent = this.words.column.replace("%n", c + 1);
    this.align.value = this.aligns[c];
    const able = (group, flags) => [...group.querySelectorAll("button")].forEach((button, number) => { button.disabled = !flags[number]; });
    able(this.row, [true, r > 1, r > 0 && r < this.rows.length - 1, r > 0 && this.rows.length > 2]);
    able(this.column, [true, c > 0, c < this.aligns.length - 1, this.aligns.length > 1]);
  }

  focus(r, c) { this.table.rows[r]?.cells[c]?.firstElementChild.focus(); }

  change(r, c) {
    this.at = [Math.min(r, this.rows.length - 1), Math.min(c, this.aligns.length - 1)];
    this.draw();
    this.focus(...this.at);
  }

  add(what, at) {
    if (what === "rows") this.rows.splice(Math.max(1, at), 0, this.aligns.map(() => ""));
    else { this.aligns.splice(at, 0, ""); for (const row of this.rows) row.splice(at, 0, ""); }
    this.change(what === "rows" ? Math.max(1, at) : this.at[0], what === "rows" ? this.at[1] : at);
  }

  remove(what) {
    const [r, c] = this.at;
    if (what === "rows") this.rows.splice(r, 1);
    else { this.aligns.splice(c, 1); for (const row of this.rows) row.splice(c, 1); }
    this.change(r, c);
  }

  move(what, by) {
    const [r, c] = this.at, swap = (list, at) => { [list[at], list[at + by]] = [list[at + by], list[at]]; };
    if (what === "rows") { swap(this.rows, r); this.change(r + by, c); }
    else { swap(this.aligns, c); for (const row of this.rows) swap(row, c); this.change(r, c + by); }
  }

  key(event, r, c) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") { event.preventDefault(); if (r === this.rows.length - 1) this.add("rows", r + 1); else this.focus(r + 1, c); }
    else if (event.key === "ArrowDown") { event.preventDefault(); this.focus(r + 1, c); }
    else if (event.key === "ArrowUp") { event.preventDefault(); this.focus(r - 1, c); }
  }

  /* Cells of a spreadsheet fill the grid from this field on. */
  paste(event, r, c) {
    const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    text.split("\n").forEach((line, down) => line.split("\t").forEach((cell, across) => {
      while (this.aligns.length <= c + across) { this.aligns.push(""); for (const row of this.rows) row.push(""); }
      while (this.rows.length <= r + down) this.rows.push(this.aligns.map(() => ""));
      this.rows[r + down][c + across] = cell;
    }));
    this.change(r, c);
  }

  close(use) {
    this.dialog.close();
    this.dialog.remove();
    this.done(use ? written(this.rows, this.aligns) : null);
  }
}

export function open(editor) {
  const { area } = editor, { value, selectionStart: at } = area, found = editor.inCode(at) ? null : tableAt(value, at);
  const blank = () => ["", "", ""];
  new Grid(editor, found ?? { rows: [blank(), blank(), blank()], aligns: blank() }, (text) => {
    area.focus();
    if (text === null) { area.setSelectionRange(at, at); return; }
    if (found) { if (text !== value.slice(found.from, found.to)) editor.put(text, found.from, found.to); return; }
    const { to } = editor.lineAt(at), line = value.slice(editor.lineAt(at).from, to).trim();
    const before = value.slice(0, to), gap = !before.trim() ? "" : line ? "\n\n" : before.endsWith("\n\n") || !before ? "" : "\n";
    editor.put(`${gap}${text}\n${value.slice(to).startsWith("\n") ? "" : "\n"}`, to, to);
  });
}
