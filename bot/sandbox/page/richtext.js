// rich_text blocks → nodes, and a typed text → a rich_text value.

import { formatDate } from "./dates.js";
import { h, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { mention } from "./mrkdwn.js";

const STYLES = { code: "code", bold: "strong", italic: "em", strike: "s" };

function styled(node, style = {}) {
  return Object.entries(STYLES).reduce(
    (inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner),
    node,
  );
}

function date(part) {
  const shown = h(
    "time",
    { title: part.fallback },
    formatDate(part.timestamp, part.format) ?? part.fallback,
  );
  return part.url ? link(part.url, shown) : shown;
}

const PARTS = {
  text: (part) => part.text,
  link: (part) => link(part.url, part.text || part.url),
  user: (part) => mention("user", part.user_id),
  channel: (part) => mention("channel", part.channel_id),
  usergroup: (part) => mention("usergroup", part.usergroup_id),
  broadcast: (part) => mention("broadcast", part.range),
  emoji: (part) => emoji(part.name),
  date,
  color: (part) => h("code", {}, part.value),
  tag: (part) => h("span", { class: "tag" }, part.text ?? ""),
};

const parts = (elements = []) =>
  elements.map((part) => styled(PARTS[part.type]?.(part) ?? "", part.style));

const BULLETS = { bullet: "ul", ordered: "ol" };

function list(element) {
  const items = element.elements.map((item) => h("li", {}, parts(item.elements)));
  const start = element.offset ? element.offset + 1 : null;
  const props = { class: `indent-${element.indent ?? 0}`, start };
  return h(BULLETS[element.style] ?? "ul", props, items);
}

const ELEMENTS = {
  rich_text_section: (element) => h("div", { class: "rich-section" }, parts(element.elements)),
  rich_text_list: list,
  rich_text_quote: (element) => h("blockquote", {}, parts(element.elements)),
  rich_text_preformatted: (element) => h("pre", {}, parts(element.elements)),
};

export function richText(block) {
  return h(
    "div",
    { class: "rich" },
    block.elements.map((element) => ELEMENTS[element.type]?.(element)),
  );
}

export const richTextOf = (text) =>
  text && {
    type: "rich_text",
    elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
  };

export const plainOfRichText = (value) =>
  (value?.elements ?? [])
    .map((element) => (element.elements ?? []).map((part) => part.text ?? "").join(""))
    .join("\n");
