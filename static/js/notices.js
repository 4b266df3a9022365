// On the list of notices: whoever opens one has read it. Without a script there is a button for that.
for (const link of document.querySelectorAll("[data-notice]")) {
  const read = () => {
    const form = new FormData();
    form.append("csrf_token", document.querySelector('meta[name="csrf-token"]').content);
    navigator.sendBeacon(link.dataset.notice, form);
    link.closest(".row")?.classList.remove("unread");
  };
  link.addEventListener("click", read);
  // The middle button opens it in another tab.
  link.addEventListener("auxclick", (event) => {
    if (event.button === 1) read();
  });
}
