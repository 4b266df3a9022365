/* The page of results: the people who can answer come after the page, which does not wait for them. Without this a link
   leads there. */

for (const place of document.querySelectorAll("[data-few]")) {
  try {
    const answer = await fetch(place.dataset.few, { redirect: "error" });
    if (answer.ok) place.innerHTML = await answer.text();
  } catch { /* the link stays */ }
}
