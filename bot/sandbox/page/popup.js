// Things that float over the page: menus, panels and "are you sure?".

import { fill, h, newId } from "./dom.js";
import { icon } from "./icons.js";
import { plainOf, textOf } from "./mrkdwn.js";

const GAP = 4;
const EDGE = 8;

// Puts `popup` under its anchor, or above it where there is more room.
export function place(popup, anchor, { align = "start", width = null } = {}) {
  const at = anchor.getBoundingClientRect();
  if (width) popup.style.width = `${width}px`;
  const below = innerHeight - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  popup.style.maxHeight = "";
  const wanted = popup.scrollHeight + 2;
  // A list that covered the modal's own buttons would have to be closed before they can be pressed.
  const floor = anchor.closest(".modal-body")?.getBoundingClientRect().bottom ?? innerHeight;
  const covers = at.bottom + GAP + wanted > floor;
  const upwards = (covers && above >= wanted) || (wanted > below && above > below);
  const height = Math.min(wanted, upwards ? above : below, 420);
  popup.style.maxHeight = `${height}px`;
  popup.style.top = `${upwards ? at.top - GAP - Math.min(height, popup.offsetHeight) : at.bottom + GAP}px`;
  const left = align === "end" ? at.right - popup.offsetWidth : at.left;
  popup.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - popup.offsetWidth - EDGE))}px`;
}

// Inside an open dialog everything outside is inert, so a popup must live in it.
const layerOf = (anchor) => anchor.closest("dialog") ?? document.body;

let lastClosed = { anchor: null, at: 0 };

function openPopover(anchor, popup, options) {
  // The press that closed it also clicks the anchor: do not open it again at once.
  if (lastClosed.anchor === anchor && performance.now() - lastClosed.at < 250) return null;
  popup.setAttribute("popover", "auto");
  layerOf(anchor).append(popup);
  popup.showPopover();
  place(popup, anchor, options);
  anchor.setAttribute("aria-expanded", "true");
  popup.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    lastClosed = { anchor, at: performance.now() };
    anchor.setAttribute("aria-expanded", "false");
    if (popup.contains(document.activeElement)) anchor.focus();
    popup.remove();
  });
  return popup;
}

function moveFocus(menu, step) {
  const items = [...menu.querySelectorAll("[role^=menuitem]")];
  const from = items.indexOf(document.activeElement);
  items.at((from + step + items.length) % items.length)?.focus();
}

// items: {heading} or {label, note, lead, checked, danger, choose}
export function openMenu(anchor, items, { label, align } = {}) {
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label });
  const radio = items.some((item) => item.checked !== undefined);
  for (const item of items) {
    if (item.heading) {
      menu.append(h("div", { class: "menu-heading", role: "presentation" }, item.heading));
      continue;
    }
    const choose = () => {
      menu.hidePopover();
      item.choose();
    };
    const props = {
      type: "button",
      class: item.danger ? "menu-item danger" : "menu-item",
      role: radio ? "menuitemradio" : "menuitem",
      "aria-checked": radio ? String(Boolean(item.checked)) : null,
      onclick: choose,
    };
    const text = h(
      "span",
      { class: "menu-text" },
      h("span", {}, item.label),
      item.note && h("span", { class: "menu-note" }, item.note),
    );
    menu.append(h("button", props, item.lead, text, item.checked && icon("check", 16)));
  }
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    moveFocus(menu, step);
  });
  if (!openPopover(anchor, menu, { align })) return;
  (menu.querySelector("[aria-checked=true]") ?? menu.querySelector("[role^=menuitem]"))?.focus();
}

export function openPanel(anchor, label, content) {
  const panel = h("div", { class: "panel", role: "dialog", "aria-label": label }, content);
  openPopover(anchor, panel);
  return panel;
}

// Slack's confirmation object; resolves to whether the person went ahead.
export function confirmed(ask) {
  if (!ask) return Promise.resolve(true);
  return new Promise((resolve) => {
    const textId = newId("confirm");
    const title = plainOf(ask.title) || "Are you sure?";
    const dialog = h("dialog", {
      class: "confirm",
      role: "alertdialog",
      "aria-modal": "true",
      "aria-label": title,
      "aria-describedby": textId,
    });
    const finish = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const style = ask.style === "danger" ? "danger" : "primary";
    const deny = h(
      "button",
      { type: "button", class: "button", onclick: () => finish(false) },
      plainOf(ask.deny) || "Cancel",
    );
    const go = h(
      "button",
      { type: "button", class: `button ${style}`, onclick: () => finish(true) },
      plainOf(ask.confirm) || "Yes",
    );
    fill(
      dialog,
      h("h2", { class: "confirm-title" }, title),
      h("div", { class: "confirm-text", id: textId }, textOf(ask.text)),
      h("div", { class: "confirm-buttons" }, deny, go),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    go.focus();
  });
}
