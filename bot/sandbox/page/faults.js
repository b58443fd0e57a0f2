// The panel that makes Slack misbehave on purpose, to see what the bot makes of it.

import { fill, h } from "./dom.js";
import { openPanel } from "./popup.js";
import { page, perform, whenChanged } from "./state.js";

let body = null;

function row(fault) {
  const input = h("input", {
    type: "checkbox",
    role: "switch",
    "data-key": `fault/${fault.name}`,
    onchange: () =>
      perform({ act: "fault", name: fault.name, on: input.checked }, { background: true }),
  });
  input.checked = fault.on;
  const text = h(
    "span",
    {},
    h("span", { class: "fault-name" }, fault.label),
    h("span", { class: "fault-help" }, fault.help),
  );
  return h("label", { class: "fault" }, text, input);
}

function show() {
  const focused = document.activeElement?.dataset.key;
  fill(body, page.state.faults.map(row));
  if (focused) body.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

whenChanged(() => body?.isConnected && show());

export function openFaults(event) {
  body = h("div", { class: "fault-list" });
  const about = h(
    "p",
    { class: "fault-about" },
    "Make this pretend Slack misbehave, and see how the bot copes.",
  );
  show();
  openPanel(event.currentTarget, "Faults", [h("h2", {}, "Faults"), about, body]);
}
