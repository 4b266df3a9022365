/* Ticks a task without leaving the page. Without this file the same button sends the same form, and the page comes back. */

const form = document.getElementById("tasks");

function say(text) {
  document.querySelector(".toast")?.remove();
  const toast = Object.assign(document.createElement("div"), { className: "toast", role: "status" });
  document.body.append(toast);
  toast.textContent = text;
  setTimeout(() => toast.remove(), 8000);
}

function show(box, done) {
  box.textContent = done ? "☑" : "☐";
  box.setAttribute("aria-checked", String(done));
  box.value = `${box.value.split("-")[0]}-${done ? 0 : 1}`;
}

form?.addEventListener("submit", async (event) => {
  const box = event.submitter;
  if (box?.name !== "task") return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  const fields = new FormData(form);
  fields.append("task", box.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.error ?? "");
    show(box, box.value.endsWith("1"));
    form.elements.based_on.value = told.version;
    say(told.said);
  } catch (error) {
    say((error instanceof SyntaxError || error instanceof TypeError ? "" : error.message) || form.dataset.failed);
  } finally {
    delete form.dataset.busy;
  }
});
