/* Runs inside the frame without an origin (GET /diagram): a text comes in, a picture as SVG text goes back. */
(() => {
  "use strict";
  const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif";
  let count = 0;
  let turn = Promise.resolve(); // one at a time: the library keeps its settings for all

  function settings(dark) {
    return {
      startOnLoad: false,
      securityLevel: "strict",
      suppressErrorRendering: true,
      maxTextSize: 20_000,
      maxEdges: 400,
      theme: dark ? "dark" : "neutral",
      fontFamily: FONT,
      htmlLabels: false, // words as SVG text: a picture holds no HTML
      flowchart: { htmlLabels: false },
      class: { htmlLabels: false },
      secure: ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering", "htmlLabels", "flowchart", "class", "themeCSS", "fontFamily", "altFontFamily", "dompurifyConfig"],
    };
  }

  /* The picture with its size written on it, so that it needs no layout of the page. */
  function sized(svg) {
    const root = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
    const [, , width, height] = (root.getAttribute("viewBox") ?? "0 0 600 400").split(/[\s,]+/).map(Number);
    root.setAttribute("width", Math.ceil(width));
    root.setAttribute("height", Math.ceil(height));
    root.style.maxWidth = "";
    return { svg: new XMLSerializer().serializeToString(root), width: Math.ceil(width), height: Math.ceil(height) };
  }

  async function draw({ id, text, dark }) {
    const place = document.getElementById("place");
    try {
      mermaid.initialize(settings(dark));
      const { svg } = await mermaid.render(`d${(count += 1)}`, text, place);
      return { id, ...sized(svg) };
    } catch (error) {
      const line = /line (\d+)/i.exec(String(error?.message ?? error));
      return { id, failed: true, line: line ? Number(line[1]) : 0 };
    } finally {
      place.replaceChildren();
    }
  }

  addEventListener("message", (event) => {
    if (event.source !== parent || typeof event.data?.text !== "string") return;
    turn = turn.then(() => draw(event.data)).then((answer) => parent.postMessage(answer, "*"));
  });
  parent.postMessage({ ready: true, words: { ...document.body.dataset } }, "*");
})();
