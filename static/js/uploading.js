/* Uploading with progress: files are dropped or chosen and sent one after another. Without this the form sends them. */
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? document.querySelector('[name="csrf_token"]')?.value ?? "";

class Uploading {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector('input[type="file"]');
    this.list = form.querySelector("[data-progress]");
    this.words = form.dataset;
    this.queue = [];
    this.open = 0; // what is not there yet: sent, waiting, or to be decided on
    this.failures = 0;
    form.classList.add("drop");
    form.addEventListener("submit", (event) => this.chosen(event));
    this.takeDrops();
    addEventListener("beforeunload", (event) => { if (this.queue.length || this.sending) event.preventDefault(); });
  }

  /* The whole window takes what is dropped, so that nobody has to aim and no file opens in place of the page. */
  takeDrops() {
    const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
    for (const name of ["dragenter", "dragover"]) {
      addEventListener(name, (event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        this.form.classList.add("over");
      });
    }
    addEventListener("dragleave", (event) => { if (!event.relatedTarget) this.form.classList.remove("over"); });
    addEventListener("drop", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      this.form.classList.remove("over");
      this.add(event.dataTransfer.files);
    });
  }

  chosen(event) {
    if (!this.field.files.length) return; // the server says what is missing
    event.preventDefault();
    this.add(this.field.files);
    this.field.value = "";
  }

  add(files) {
    for (const file of this.field.multiple ? files : [...files].slice(0, 1)) {
      const row = this.row(file);
      this.open += 1;
      if (file.size > Number(this.words.upload)) this.fail(row, this.words.tooLarge.replace("%n", file.name));
      else this.queue.push([file, row]);
    }
    this.next();
  }

  row(file) {
    const item = document.createElement("li"), name = document.createElement("b"), said = document.createElement("span");
    const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
    name.textContent = file.name;
    said.textContent = this.words.waiting;
    bar.setAttribute("aria-label", file.name);
    bar.setAttribute("aria-live", "off");
    item.append(name, " ", said, bar);
    this.list.append(item);
    return { item, said, bar };
  }

  next() {
    if (this.sending || !this.queue.length) return this.finish();
    const [file, row] = this.queue.shift();
    const form = new FormData(this.form);
    form.delete("file");
    form.append("file", file);
    form.append("same", "ask");
    this.send(this.form.action, form, row);
  }

  send(address, form, row) {
    this.sending = new XMLHttpRequest();
    this.sending.open("POST", address);
    this.sending.setRequestHeader("Accept", "application/json");
    this.sending.setRequestHeader("X-CSRFToken", token());
    this.sending.responseType = "json";
    this.sending.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      row.bar.value = Math.floor((event.loaded / event.total) * 100);
      row.said.textContent = this.words.sending.replace("%p", row.bar.value);
    });
    this.sending.addEventListener("loadend", (event) => this.answered(event.target, row));
    this.sending.send(form);
  }

  answered(request, row) {
    this.sending = null;
    if (request.status === 201) this.done(row);
    else if (request.status === 409 && request.response?.pending) this.ask(row, request.response);
    else this.fail(row, request.response?.error ?? this.words.failed);
    this.next();
  }

  done(row) {
    this.open -= 1;
    row.bar.remove();
    row.said.textContent = this.words.done;
  }

  fail(row, sentence) {
    this.open -= 1;
    this.failures += 1;
    row.bar.remove();
    row.item.classList.add("failed");
    row.said.textContent = sentence;
  }

  ask(row, { pending }) {
    row.bar.remove();
    row.said.textContent = this.words.there;
    const buttons = [["version", this.words.asVersion], ["both", this.words.keepBoth]].map(([word, label]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn q s", textContent: label });
      button.addEventListener("click", () => {
        buttons.forEach((each) => each.remove());
        const form = new FormData();
        form.append("token", pending);
        form.append("do", word);
        row.item.append(row.bar);
        this.send(this.words.same, form, row);
      });
      return button;
    });
    row.item.append(...buttons);
  }

  /* When all is there, the page shows it; what went wrong stays to be read. */
  finish() {
    if (this.sending || this.queue.length || this.open || this.failures || !this.list.children.length) return;
    location.assign(this.words.next);
  }
}

document.querySelectorAll("form[data-upload]").forEach((form) => new Uploading(form));
