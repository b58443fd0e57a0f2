// A field of tokens with a list under it: multi selects, and selects whose options the app finds.

import { fill, h, newId } from "./dom.js";
import { valueOf } from "./forms.js";
import { icon } from "./icons.js";
import { plainOf } from "./mrkdwn.js";
import { askedGroups, isMulti, localGroups, pickedOptions, valueWith } from "./options.js";
import { place } from "./popup.js";

const PAUSE = 200; // between keystrokes, before the app is asked

function finder(element, at) {
  const local = localGroups(element);
  if (local) {
    return (query) => {
      const wanted = query.trim().toLowerCase();
      const matches = (option) => plainOf(option.text).toLowerCase().includes(wanted);
      return local.map((group) => ({ ...group, options: group.options.filter(matches) }));
    };
  }
  const least = element.min_query_length ?? 3;
  return async (query) => {
    if (query.length < least)
      return least === 1 ? "Type to search" : `Type ${least} or more characters to search`;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    return askedGroups(element, at, query);
  };
}

export function picker(element, at) {
  const multi = isMulti(element);
  const max = multi ? (element.max_selected_items ?? Infinity) : 1;
  const find = finder(element, at);
  let picked = pickedOptions(element, valueOf(at.surface, at.block, element));
  let rows = []; // the options now listed, top to bottom
  let active = -1;
  let stay = null; // the row to mark again once the list is drawn anew after a pick
  let asked = 0;

  const listId = newId("list");
  const list = h("div", {
    class: "options",
    role: "listbox",
    id: listId,
    popover: "manual",
    "aria-multiselectable": multi ? "true" : null,
  });
  const input = h("input", {
    type: "text",
    id: at.id,
    class: "picker-input",
    role: "combobox",
    autocomplete: "off",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-autocomplete": "list",
    "data-key": at.key(element),
    "data-first": element.focus_on_load,
    ...at.labels,
  });
  const tokens = h("span", { class: "tokens" });
  const box = h(
    "div",
    { class: "field picker" },
    tokens,
    input,
    icon(element.type.includes("external") ? "search" : "down", 16),
  );
  const isOpen = () => list.matches(":popover-open");
  const isPicked = (option) => picked.some((one) => one.value === option.value);
  const settle = (event) => {
    if (isOpen() && event?.target !== list) place(list, box, { width: box.offsetWidth });
  };

  async function set(options) {
    const before = picked;
    picked = options;
    showTokens();
    if (!(await at.choose(element, valueWith(element, options)))) picked = before;
    showTokens();
  }

  function toggle(option) {
    if (isPicked(option)) set(picked.filter((one) => one.value !== option.value));
    else if (!multi) set([option]);
    else if (picked.length < max) set([...picked, option]);
    stay = input.value ? null : active;
    input.value = "";
    if (multi) search();
    else close();
  }

  function showTokens() {
    const drop = (option) => set(picked.filter((one) => one.value !== option.value));
    const token = (option) => {
      const text = plainOf(option.text);
      const remove = h(
        "button",
        {
          type: "button",
          tabindex: -1,
          "aria-label": `Remove ${text}`,
          onclick: () => drop(option),
        },
        icon("close", 12),
      );
      return h("span", { class: "token" }, h("span", {}, text), remove);
    };
    fill(tokens, picked.map(token));
    input.placeholder = picked.length ? "" : plainOf(element.placeholder) || "Select options";
    for (const [index, row] of rows.entries())
      list.querySelectorAll("[role=option]")[index]?.setAttribute("aria-selected", isPicked(row));
    settle();
  }

  function mark(index) {
    const nodes = [...list.querySelectorAll("[role=option]")];
    active = nodes.length && index !== null ? (index + nodes.length) % nodes.length : -1;
    nodes.forEach((node, row) => node.classList.toggle("active", row === active));
    nodes[active]?.scrollIntoView({ block: "nearest" });
    if (active >= 0) input.setAttribute("aria-activedescendant", nodes[active].id);
    else input.removeAttribute("aria-activedescendant");
  }

  const optionNode = (option) =>
    h(
      "div",
      {
        class: "option",
        role: "option",
        id: newId("option"),
        "aria-selected": String(isPicked(option)),
        onclick: () => toggle(option),
      },
      h("span", { class: "option-tick" }, icon("check", 14)),
      h(
        "span",
        {},
        plainOf(option.text),
        option.description && h("span", { class: "option-note" }, plainOf(option.description)),
      ),
    );

  function showGroups(groups) {
    const filled = groups.filter((group) => group.options.length);
    rows = filled.flatMap((group) => group.options);
    fill(
      list,
      filled.map((group) => [
        group.label !== null &&
          h("div", { class: "option-heading", role: "presentation" }, group.label),
        group.options.map(optionNode),
      ]),
      !rows.length && h("div", { class: "option-none" }, "No matches"),
    );
    mark(input.value ? 0 : stay);
    stay = null;
  }

  async function search() {
    const mine = (asked += 1);
    let found = find(input.value);
    if (found instanceof Promise) {
      if (!isOpen()) openWith("Searching…");
      found = await found.catch((error) => error.message);
    }
    if (mine !== asked || document.activeElement !== input) return; // a later keystroke overtook this answer
    openWith(found);
  }

  function openWith(found) {
    if (!isOpen()) {
      list.showPopover();
      input.setAttribute("aria-expanded", "true");
      document.addEventListener("scroll", settle, true);
    }
    if (typeof found === "string") {
      rows = [];
      fill(list, h("div", { class: "option-none" }, found));
    } else showGroups(found);
    settle();
  }

  function close() {
    asked += 1;
    if (isOpen()) list.hidePopover();
    input.setAttribute("aria-expanded", "false");
    document.removeEventListener("scroll", settle, true);
  }

  const KEYS = {
    ArrowDown: () => (isOpen() ? mark(active + 1) : search()),
    ArrowUp: () => mark(Math.max(active, 0) - 1),
    Enter: () => rows[active] && toggle(rows[active]),
    Escape: () => isOpen() && close(),
    Backspace: () => !input.value && picked.length && set(picked.slice(0, -1)),
  };
  input.addEventListener("keydown", (event) => {
    const handles = event.key !== "Backspace" || !input.value;
    if (!KEYS[event.key] || !handles || (event.key === "Escape" && !isOpen())) return;
    // Enter must not submit the form, nor Escape close the modal around the list.
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key]();
  });
  input.addEventListener("input", search);
  input.addEventListener("focus", search);
  input.addEventListener("click", () => !isOpen() && search());
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("mousemove", (event) => {
    const index = [...list.querySelectorAll("[role=option]")].indexOf(
      event.target.closest("[role=option]"),
    );
    if (index >= 0 && index !== active) mark(index);
  });
  box.addEventListener("mousedown", (event) => {
    if (event.target === input) return;
    event.preventDefault();
    if (!event.target.closest("button")) input.focus();
  });

  showTokens();
  return h("div", { class: "picker-wrap" }, box, list);
}
