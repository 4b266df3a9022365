/* The organisation chart: opens and closes levels in place and is walked by arrow keys. Without it links do the same. */
const chart = document.querySelector("[data-chart]");
const levelOf = (li) => li.querySelector(":scope > ul");
const placeOf = (li) => li.querySelector(":scope > .seat");
const twigOf = (li) => placeOf(li)?.querySelector("a.twig");
const nameOf = (li) => placeOf(li)?.querySelector("a.name");

async function fetchLevel(query) {
  const answer = await fetch(`${chart.dataset.chart}?${query}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(answer.status);
  const box = document.createElement("template");
  box.innerHTML = await answer.text(); // made by the server, as the page itself
  const level = box.content.querySelector("ul");
  dress(level);
  return level;
}

function dress(inside) {
  for (const twig of inside.querySelectorAll("a.twig")) twig.setAttribute("role", "button");
}

function mark(li, open) {
  twigOf(li).setAttribute("aria-expanded", open);
  const text = open ? chart.dataset.closes : chart.dataset.opens;
  twigOf(li).querySelector(".vh").textContent = text.replace("%t", nameOf(li).textContent.trim());
}

async function open(li) {
  if (!levelOf(li)) {
    const level = await fetchLevel(`below=${li.dataset.post}`);
    if (!levelOf(li)) li.append(level);
  }
  levelOf(li).hidden = false;
  mark(li, true);
}

function close(li) {
  levelOf(li).hidden = true;
  mark(li, false);
}

const isOpen = (li) => Boolean(levelOf(li) && !levelOf(li).hidden);
const toggle = async (li) => (isOpen(li) ? close(li) : open(li));

async function more(link) {
  const level = await fetchLevel(link.search.slice(1));
  const rows = [...level.children].filter((li) => !document.getElementById(li.id) || !li.id);
  link.closest("li").replaceWith(...rows);
  nameOf(rows[0])?.focus();
}

const shown = () => [...chart.querySelectorAll("a.name, .further a")].filter((link) => !link.closest("ul[hidden]"));

async function walk(li, key) {
  if (key === "ArrowRight") {
    if (!twigOf(li)) return;
    if (!isOpen(li)) await open(li);
    else nameOf(levelOf(li).firstElementChild)?.focus();
  } else if (isOpen(li)) close(li);
  else nameOf(li.parentElement.closest("li") ?? li)?.focus();
}

chart.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const li = event.target.closest("li[data-post]"), twig = event.target.closest("a.twig");
  if (twig && event.key === " ") {
    event.preventDefault();
    twig.click();
  } else if (li && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    event.preventDefault();
    walk(li, event.key).catch(() => { location.href = twigOf(li).href; });
  } else if (["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) {
    const all = shown(), here = all.indexOf(li ? nameOf(li) : event.target);
    const next = { ArrowUp: here - 1, ArrowDown: here + 1, Home: 0, End: all.length - 1 }[event.key];
    if (!all[next]) return;
    event.preventDefault();
    all[next].focus();
  }
});

chart.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const twig = event.target.closest("a.twig"), link = event.target.closest("[data-more]");
  if (twig || link) event.preventDefault();
  if (twig) toggle(twig.closest("li")).catch(() => { location.href = twig.href; });
  else if (link) more(link).catch(() => { location.href = link.href; });
});

dress(chart);
