// Offers names that fit what is typed, by the list of the field. Without it the button "Find" shows them.
for (const field of document.querySelectorAll("[data-names]")) {
  const list = field.list;
  let asked = "";
  let waiting = 0;
  const offer = async () => {
    const text = field.value.trim();
    if (text.length < 2 || text === asked || !list) return;
    asked = text;
    const answer = await fetch(`${field.dataset.names}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || text !== asked) return;
    const options = (await answer.json()).map((each) => {
      const option = document.createElement("option");
      option.value = each.name;
      if (each.by) option.label = `${each.name} (${each.by})`;
      return option;
    });
    list.replaceChildren(...options);
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => offer().catch(() => {}), 150);
  });
}
