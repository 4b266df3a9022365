/* The form for a post: who reads it follows the place that is chosen; a file is pasted, dropped or chosen and shown
   before it is sent. Loaded once somebody turns to the form (data-needs). Without this the same fields stand there and the server says what does not fit. */

class Posting {
  constructor(form) {
    this.form = form;
    this.place = form.querySelector("#post-to");
    this.readers = form.querySelector("#post-readers");
    this.file = form.querySelector('input[type="file"]');
    if (this.place && this.readers) {
      this.place.addEventListener("change", () => this.follow());
      this.follow();
    }
    if (this.file) this.takeFiles();
  }

  /* Never wider than the place: a closed space is read by its members, so there is nothing to choose. */
  follow() {
    const chosen = this.place.selectedOptions[0], closed = "closed" in chosen.dataset;
    this.readers.options[0].textContent = chosen.dataset.readers;
    for (const option of [...this.readers.options].slice(1)) option.disabled = option.hidden = closed;
    if (closed) this.readers.selectedIndex = 0;
  }

  takeFiles() {
    this.box = this.file.closest("details");
    this.alt = this.box.querySelector("[data-alt]");
    this.shown = Object.assign(document.createElement("div"), { className: "chosen-file" });
    this.shown.setAttribute("aria-live", "polite");
    this.file.after(this.shown);
    this.file.addEventListener("change", () => this.show());
    this.form.addEventListener("paste", (event) => { if (event.clipboardData.files.length) this.take(event, event.clipboardData.files); });
    this.form.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      this.form.classList.add("over");
    });
    this.form.addEventListener("dragleave", (event) => { if (!this.form.contains(event.relatedTarget)) this.form.classList.remove("over"); });
    this.form.addEventListener("drop", (event) => { if (event.dataTransfer.files.length) this.take(event, event.dataTransfer.files); });
    this.show();
  }

  take(event, files) {
    event.preventDefault();
    this.form.classList.remove("over");
    const one = new DataTransfer();
    one.items.add(files[0]);
    this.file.files = one.files;
    this.box.open = true;
    this.show();
  }

  show() {
    const chosen = this.file.files[0];
    this.shown.replaceChildren();
    this.file.setCustomValidity("");
    this.alt.hidden = !chosen?.type.startsWith("image/");
    if (!chosen) return;
    const name = Object.assign(document.createElement("span"), { textContent: chosen.name });
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "btn q s", textContent: this.file.dataset.remove });
    remove.addEventListener("click", () => { this.file.value = ""; this.show(); this.file.focus(); });
    if (!this.alt.hidden) {
      const reader = new FileReader(), small = Object.assign(new Image(), { alt: "" });
      reader.addEventListener("load", () => { small.src = reader.result; });
      if (chosen.size < 20_000_000) reader.readAsDataURL(chosen);
      this.shown.append(small);
    }
    this.shown.append(name, remove);
    if (chosen.size > Number(this.file.dataset.most)) {
      this.file.setCustomValidity(this.file.dataset.tooLarge);
      this.file.reportValidity();
    } else if (!this.alt.hidden) this.alt.querySelector("input").focus();
  }
}

document.querySelectorAll("form.composer").forEach((form) => new Posting(form));
