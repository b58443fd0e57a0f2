// The list that helps while typing: slash commands after "/", people and groups after "@".

import { fill, h, newId } from "./dom.js";
import { avatar } from "./people.js";
import { SLACKBOT, page } from "./state.js";

function commandsFor(text) {
  const typed = /^\/\S*$/.exec(text)?.[0].toLowerCase();
  if (!typed) return [];
  return page.state.commands
    .filter((one) => one.command.startsWith(typed))
    .map((one) => ({
      insert: `${one.command} `,
      exact: one.command === typed,
      body: [
        h(
          "span",
          { class: "suggestion-main" },
          h("strong", {}, one.command),
          one.usage_hint && h("span", { class: "suggestion-usage" }, ` ${one.usage_hint}`),
        ),
        one.description && h("span", { class: "suggestion-note" }, one.description),
      ],
    }));
}

const MENTION = /(^|\s)@([\p{L}\p{N}._-]*)$/u;

function mentionsFor(text) {
  const typed = MENTION.exec(text)?.[2].toLowerCase();
  if (typed === undefined) return [];
  const start = text.length - typed.length;
  const fits = (one) =>
    one.handle.toLowerCase().startsWith(typed) || one.name.toLowerCase().startsWith(typed);
  const people = page.state.people.filter((one) => one.id !== SLACKBOT);
  const all = [...people.filter(fits), ...page.state.usergroups.filter(fits)];
  // The app first: here people come to talk to it.
  all.sort((a, b) => (b.kind === "bot") - (a.kind === "bot"));
  return all.slice(0, 8).map((one) => ({
    insert: `${text.slice(0, start)}${one.handle.replace(/^@/, "")} `,
    exact: one.handle.toLowerCase() === typed,
    body: [
      one.kind && avatar(one, "small"),
      h(
        "span",
        { class: "suggestion-main" },
        h("strong", {}, one.name),
        h("span", { class: "suggestion-usage" }, ` @${one.handle.replace(/^@/, "")}`),
      ),
    ],
  }));
}

// What may follow a command that is already typed.
export function usageOf(text) {
  const word = /^(\/\S+)\s/.exec(text)?.[1];
  const command = word && page.state.commands.find((one) => one.command === word);
  return command?.usage_hint ? `${command.command} ${command.usage_hint}` : "";
}

export function hintsFor(area) {
  const listId = newId("hints");
  const list = h("div", {
    class: "suggestions",
    role: "listbox",
    id: listId,
    "aria-label": "Suggestions",
    hidden: true,
  });
  let rows = [];
  let active = 0;

  function close() {
    list.hidden = true;
    rows = [];
    area.removeAttribute("aria-activedescendant");
  }

  function mark(index) {
    active = (index + rows.length) % rows.length;
    const nodes = [...list.querySelectorAll("[role=option]")];
    nodes.forEach((node, at) => {
      node.setAttribute("aria-selected", String(at === active));
      node.classList.toggle("active", at === active);
    });
    nodes[active].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", nodes[active].id);
  }

  function take(row) {
    const rest = area.value.slice(area.selectionStart);
    area.value = row.insert + rest.trimStart();
    area.setSelectionRange(row.insert.length, row.insert.length);
    close();
    area.dispatchEvent(new Event("input"));
    area.focus();
  }

  function show() {
    const before = area.value.slice(0, area.selectionStart);
    rows = [...commandsFor(before), ...mentionsFor(before)];
    if (!rows.length) return close();
    const heading = before.startsWith("/") ? "Commands" : "People and groups";
    const option = (row) =>
      h(
        "div",
        {
          class: "suggestion",
          role: "option",
          id: newId("hint"),
          onmousedown: (event) => event.preventDefault(),
          onclick: () => take(row),
        },
        row.body,
      );
    fill(
      list,
      h("div", { class: "suggestions-heading", role: "presentation" }, heading),
      rows.map(option),
    );
    list.hidden = false;
    mark(0);
    return undefined;
  }

  // True when the key was for the list.
  function handles(event) {
    if (list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) mark(active + step);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab" || (event.key === "Enter" && !rows[active].exact))
      take(rows[active]);
    else return false;
    return true;
  }

  return { list, show, close, handles };
}
