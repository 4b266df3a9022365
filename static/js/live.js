/* Tells that there is news without moving what is read. The socket carries ids only: what may be seen is asked from the
   page's fresh address, which answers {"count": 3, "label": "3 new posts"}. Without a socket it asks once a minute. */

const EVERY = 60_000;
let socket, timer, waiting;

async function ask(address) {
  let news;
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    news = await answer.json();
  } catch {
    return; // away from the network: the next turn asks again
  }
  const place = document.querySelector("[data-fresh]"), said = document.querySelector("[data-fresh-said]");
  if (!place || !news.count) return;
  const link = place.querySelector("a");
  link.textContent = news.label;
  link.href = location.pathname + location.search;
  place.hidden = false;
  if (said && said.textContent !== news.label) said.textContent = news.label;
}

function poll(address) {
  clearInterval(timer);
  timer = setInterval(() => { if (!document.hidden && !socket?.connected) ask(address); }, EVERY);
}

/* Many events at once are one question; the pause is drawn, so that a thousand browsers do not ask in the same moment. */
function soon(address) {
  clearTimeout(waiting);
  waiting = setTimeout(() => ask(address), 300 + Math.random() * 1200);
}

export async function start(script, address) {
  poll(address);
  let io;
  try {
    ({ io } = await import(script));
  } catch {
    return;
  }
  socket = io({ transports: ["websocket"], reconnectionDelayMax: 30_000, reconnectionAttempts: 8, randomizationFactor: 0.7 });
  socket.on("news", () => soon(address));
  /* Refused (no room, or signed out): the library stays away, and asking once a minute goes on. Sent away because rights
     changed: come back for the new ones. */
  socket.on("disconnect", (reason) => {
    if (reason === "io server disconnect") setTimeout(() => { if (!document.hidden) socket.connect(); }, 1000 + Math.random() * 4000);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) socket.disconnect();
    else { socket.connect(); soon(address); }
  });
}
