// Block elements: which function draws which, and how a click reaches the app.

import { boxes, select } from "./choices.js";
import { h } from "./dom.js";
import { setValue, stateOf } from "./forms.js";
import { icon } from "./icons.js";
import {
  dateInput,
  dateTimeInput,
  fileInput,
  richTextInput,
  textInput,
  timeInput,
} from "./inputs.js";
import { plainOf } from "./mrkdwn.js";
import { picker } from "./picker.js";
import { confirmed, openMenu } from "./popup.js";
import { perform } from "./state.js";

async function send(element, at, value) {
  await perform(
    {
      act: "click",
      where: at.surface.where,
      block_id: at.block.block_id,
      action_id: element.action_id,
      value,
      state: stateOf(at.surface),
    },
    { spot: at.surface.kind },
  );
}

// Where an element stands. `labels` are the attributes that name it for a reader.
export function placeOf(surface, block, { id = null, labels = {}, dispatches = true } = {}) {
  const at = { surface, block, id, labels };
  at.keep = (element, value) => setValue(surface, block, element, value);
  // False when the person thought better of it; the element then shows its old value again.
  at.choose = async (element, value) => {
    if (dispatches && !(await confirmed(element.confirm))) return false;
    at.keep(element, value);
    if (dispatches) send(element, at, value);
    return true;
  };
  at.dispatch = (element, value) => dispatches && send(element, at, value);
  at.dispatches = dispatches;
  at.key = (element) => `${surface.key}/${block.block_id}/${element.action_id}`;
  return at;
}

function button(element, at) {
  const node = h(
    "button",
    {
      type: "button",
      class: `button ${element.style ?? ""}`,
      "aria-label": element.accessibility_label,
      "data-key": at.key(element),
      onclick: async () => {
        if (!(await confirmed(element.confirm))) return;
        if (element.url) open(element.url, "_blank", "noopener");
        node.classList.add("waiting");
        node.disabled = true;
        await send(element, at, element.value === undefined ? {} : { value: element.value });
        node.classList.remove("waiting");
        node.disabled = false;
      },
    },
    h("span", {}, plainOf(element.text)),
  );
  return node;
}

function overflow(element, at) {
  const choose = (option) => async () => {
    if (option.url) open(option.url, "_blank", "noopener");
    if (await confirmed(element.confirm)) send(element, at, { selected_option: option });
  };
  const items = () =>
    element.options.map((option) => ({
      label: plainOf(option.text),
      note: option.description && plainOf(option.description),
      choose: choose(option),
    }));
  const props = {
    type: "button",
    class: "button square",
    "aria-label": "More options",
    "aria-haspopup": "menu",
    "data-key": at.key(element),
    onclick: (event) =>
      openMenu(event.currentTarget, items(), { label: "More options", align: "end" }),
  };
  return h("button", props, icon("more"));
}

function iconButton(element, at) {
  return button({ ...element, text: element.text ?? { text: element.icon } }, at);
}

function feedback(element, at) {
  const one = (choice) => button({ ...choice, action_id: element.action_id }, at);
  return h(
    "span",
    { class: "feedback" },
    one(element.positive_button),
    one(element.negative_button),
  );
}

const DRAWN = {
  button,
  workflow_button: button,
  overflow,
  icon_button: iconButton,
  feedback_buttons: feedback,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  rich_text_input: richTextInput,
  datepicker: dateInput,
  timepicker: timeInput,
  datetimepicker: dateTimeInput,
  file_input: fileInput,
  checkboxes: boxes,
  radio_buttons: boxes,
  static_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  external_select: picker,
  multi_static_select: picker,
  multi_external_select: picker,
  multi_users_select: picker,
  multi_channels_select: picker,
  multi_conversations_select: picker,
};

export function draw(element, at) {
  if (element.type === "image")
    return h("img", { class: "accessory-image", src: element.image_url, alt: element.alt_text });
  const drawer = DRAWN[element.type];
  return drawer
    ? drawer(element, at)
    : h("span", { class: "unknown" }, `Cannot show a ${element.type}`);
}

// These are several controls, so a <label for> cannot point at them.
export const isGroup = (element) =>
  ["checkboxes", "radio_buttons", "datetimepicker"].includes(element.type);
