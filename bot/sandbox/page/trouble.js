// One quiet line for what Slack itself has to say when something went wrong.

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { page, say } from "./state.js";

export function troubleLine(spot) {
  const node = h("div", { class: "trouble-slot" });
  let shown = null;
  function show() {
    const mine = page.trouble?.spot === spot ? page.trouble : null;
    if (mine === shown) return;
    shown = mine;
    fill(
      node,
      mine &&
        h(
          "div",
          { class: "trouble", role: "alert" },
          icon("warning", 16),
          h("span", { class: "trouble-text" }, mine.text),
          h(
            "button",
            { type: "button", class: "quiet", "aria-label": "Dismiss", onclick: () => say(null) },
            icon("close", 14),
          ),
        ),
    );
  }
  return { node, show };
}
