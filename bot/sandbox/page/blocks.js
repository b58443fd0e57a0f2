// Block Kit blocks → nodes, on any surface.

import { fill, h, link, newId } from "./dom.js";
import { draw, isGroup, placeOf } from "./elements.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown.js";
import { plainOf, textOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { dataTable, table } from "./tables.js";

function section(block, surface) {
  const textId = newId("section");
  const body = h("div", { class: "section-body" });
  if (block.text) body.append(h("div", { id: textId, class: "text" }, textOf(block.text)));
  if (block.fields) {
    const fields = block.fields.map((field) => h("div", { class: "text" }, textOf(field)));
    body.append(h("div", { class: "fields" }, fields));
  }
  if (!block.accessory) return h("div", { class: "section" }, body);
  // A button names itself; a select is named by the text it stands beside.
  const labels = ["button", "overflow", "image"].includes(block.accessory.type)
    ? {}
    : { "aria-labelledby": textId };
  const accessory = draw(block.accessory, placeOf(surface, block, { labels }));
  const wide = isGroup(block.accessory) || block.accessory.type.startsWith("multi_");
  return h(
    "div",
    { class: wide ? "section stacked" : "section" },
    body,
    h("div", { class: "accessory" }, accessory),
  );
}

function actions(block, surface) {
  const one = (element) => {
    const name = plainOf(element.placeholder) || element.action_id;
    const labels = ["button", "overflow"].includes(element.type) ? {} : { "aria-label": name };
    return draw(element, placeOf(surface, block, { labels }));
  };
  return h("div", { class: "actions" }, block.elements.map(one));
}

function context(block) {
  const one = (element) =>
    element.type === "image"
      ? h("img", { class: "context-image", src: element.image_url, alt: element.alt_text })
      : h("span", { class: "text" }, textOf(element));
  return h("div", { class: "context" }, block.elements.map(one));
}

function header(block) {
  const level = Math.min(Math.max(block.level ?? 1, 1), 4);
  return h(`h${level + 1}`, { class: `block-header level-${level}` }, plainOf(block.text));
}

function image(block) {
  const title = block.title && h("figcaption", {}, plainOf(block.title));
  const picture = h("img", {
    src: block.image_url ?? block.slack_file?.url,
    alt: block.alt_text,
    loading: "lazy",
  });
  const figure = h("figure", { class: "image" }, title, picture);
  picture.addEventListener("error", () =>
    picture.replaceWith(h("span", { class: "image-missing" }, block.alt_text)),
  );
  return figure;
}

function input(block, surface) {
  const { element } = block;
  const [id, labelId, hintId, errorId] = ["field", "label", "hint", "error"].map(newId);
  const error = surface.errors?.[block.block_id];
  const labels = {
    "aria-describedby": [block.hint && hintId, error && errorId].filter(Boolean).join(" ") || null,
    "aria-invalid": error ? "true" : null,
    "aria-required": block.optional ? null : "true",
    ...(isGroup(element) && { "aria-labelledby": labelId }),
  };
  const optional = block.optional && h("span", { class: "optional" }, " (optional)");
  const label = isGroup(element)
    ? h("div", { class: "label", id: labelId }, plainOf(block.label), optional)
    : h("label", { class: "label", id: labelId, for: id }, plainOf(block.label), optional);
  const at = placeOf(surface, block, { id, labels, dispatches: Boolean(block.dispatch_action) });
  const field = h(
    "div",
    { class: error ? "input invalid" : "input", "data-block": block.block_id },
    label,
    draw(element, at),
  );
  if (block.hint) field.append(h("div", { class: "hint", id: hintId }, plainOf(block.hint)));
  if (error)
    field.append(
      h(
        "div",
        { class: "error", id: errorId, role: "alert" },
        icon("warning", 15),
        h("span", {}, error),
      ),
    );
  return field;
}

function video(block) {
  const title = link(block.title_url ?? block.video_url, plainOf(block.title));
  const about = block.description && h("div", { class: "text" }, plainOf(block.description));
  return h("div", { class: "video" }, h("strong", {}, title), about);
}

const ALERT_ICONS = { warning: "warning", error: "warning", success: "check" };

function alert(block) {
  const level = block.level ?? "default";
  const body = h("div", { class: "text" }, textOf(block.text));
  return h(
    "div",
    { class: `alert ${level}`, role: "note" },
    icon(ALERT_ICONS[level] ?? "info"),
    body,
  );
}

function file(block) {
  const name = block.file?.name ?? block.external_id;
  return h("div", { class: "file" }, icon("file"), h("span", { class: "file-name" }, name));
}

const BLOCKS = {
  section,
  actions,
  context,
  header,
  image,
  input,
  video,
  alert,
  file,
  table,
  data_table: dataTable,
  context_actions: actions,
  divider: () => h("hr"),
  rich_text: richText,
  markdown: (block) => h("div", { class: "markdown text" }, markdown(block.text)),
};

export function drawBlocks(blocks, surface) {
  return blocks.map((block) => {
    const drawer = BLOCKS[block.type];
    if (!drawer)
      return h("div", { class: "unknown" }, `This page cannot show a ${block.type} block.`);
    return h("div", { class: `block block-${block.type}` }, drawer(block, surface));
  });
}

export const showBlocks = (node, blocks, surface) => fill(node, drawBlocks(blocks, surface));
