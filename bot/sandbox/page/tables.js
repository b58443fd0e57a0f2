// The table block, and the data table with its pages.

import { fill, h } from "./dom.js";
import { draw, placeOf } from "./elements.js";
import { withEmoji } from "./emoji.js";
import { richText } from "./richtext.js";

function cellOf(cell, at) {
  if (!cell) return "";
  if (cell.type === "rich_text") return richText(cell);
  if (cell.type === "raw_number") return String(cell.text ?? cell.value);
  if (cell.type === "action_cell")
    return (cell.elements ?? [cell.element]).map((element) => draw(element, at));
  return withEmoji(cell.text ?? "");
}

function classOf(cell, setting) {
  const align = setting?.align ?? (cell?.type === "raw_number" ? "right" : "left");
  return `${align} ${setting?.is_wrapped ? "wrapped" : ""}`.trim();
}

function row(cells, settings, at, tag) {
  const scope = tag === "th" ? "col" : null;
  return h(
    "tr",
    {},
    cells.map((cell, index) =>
      h(tag, { scope, class: classOf(cell, settings[index]) }, cellOf(cell, at)),
    ),
  );
}

export function table(block, surface) {
  const at = placeOf(surface, block);
  const settings = block.column_settings ?? [];
  const [first, ...rest] = block.rows;
  const head = h("thead", {}, row(first, settings, at, "th"));
  const body = h(
    "tbody",
    {},
    rest.map((cells) => row(cells, settings, at, "td")),
  );
  // A table wider than its message scrolls by itself, by keyboard too.
  return h("div", { class: "table-wrap", tabindex: 0 }, h("table", {}, head, body));
}

export function dataTable(block, surface) {
  const at = placeOf(surface, block);
  const [first, ...rest] = block.rows;
  const size = block.page_size ?? 5;
  const last = Math.max(Math.ceil(rest.length / size) - 1, 0);
  const body = h("tbody");
  const caption = h("caption", {}, block.caption);
  const where = h("span", { class: "pager-where", role: "status" });
  const step = (by) => () => show(current + by);
  const previous = h("button", { type: "button", class: "button", onclick: step(-1) }, "Previous");
  const next = h("button", { type: "button", class: "button", onclick: step(1) }, "Next");
  let current = 0;
  function show(number) {
    current = number;
    const from = number * size;
    fill(
      body,
      rest.slice(from, from + size).map((cells) => row(cells, [], at, "td")),
    );
    where.textContent = `${from + 1}–${Math.min(from + size, rest.length)} of ${rest.length}`;
    previous.disabled = number === 0;
    next.disabled = number === last;
  }
  show(0);
  const grid = h("table", {}, caption, h("thead", {}, row(first, [], at, "th")), body);
  const pager = last > 0 && h("div", { class: "pager" }, previous, where, next);
  return h("div", {}, h("div", { class: "table-wrap", tabindex: 0 }, grid), pager);
}
