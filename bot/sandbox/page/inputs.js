// Inputs that are typed or picked from the system: text, numbers, dates, times and files.

import { upload } from "./api.js";
import { unixOfWall, wallOf } from "./dates.js";
import { fill, h, newId } from "./dom.js";
import { valueOf } from "./forms.js";
import { icon } from "./icons.js";
import { plainOf } from "./mrkdwn.js";
import { plainOfRichText, richTextOf } from "./richtext.js";
import { page, zone } from "./state.js";

const KINDS = { email_text_input: "email", url_text_input: "url", number_input: "text" };

function commonProps(element, at) {
  return {
    id: at.id,
    class: "field",
    placeholder: plainOf(element.placeholder) || null,
    "data-key": at.key(element),
    "data-first": element.focus_on_load,
    ...at.labels,
  };
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, 320)}px`;
}

// Without dispatch_action_config an app hears of a text when Enter is pressed.
function dispatching(node, element, at) {
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  let pause = null;
  const tell = () => at.dispatch(element, { value: node.value });
  if (on.includes("on_character_entered")) {
    node.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(tell, 400);
    });
  }
  if (on.includes("on_enter_pressed")) {
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      tell();
    });
  }
}

export function textInput(element, at) {
  const props = {
    ...commonProps(element, at),
    value: valueOf(at.surface, at.block, element).value ?? "",
    autocomplete: "off",
  };
  const area = element.multiline;
  const node = area
    ? h("textarea", { ...props, rows: 3 })
    : h("input", {
        ...props,
        type: KINDS[element.type] ?? "text",
        inputmode: element.type === "number_input" ? "decimal" : null,
      });
  const count = h("span", { class: "count", "aria-hidden": "true" });
  const show = () => {
    if (area) grow(node);
    const left = (element.max_length ?? Infinity) - node.value.length;
    count.textContent = left < 50 ? left : "";
    count.classList.toggle("over", left < 0);
  };
  node.addEventListener("input", () => {
    at.keep(element, { value: node.value || null });
    show();
  });
  if (at.dispatches) dispatching(node, element, at);
  requestAnimationFrame(show);
  return h("div", { class: "counted" }, node, count);
}

export function richTextInput(element, at) {
  const node = h("textarea", {
    ...commonProps(element, at),
    rows: 3,
    value: plainOfRichText(valueOf(at.surface, at.block, element).rich_text_value),
    oninput: () => {
      at.keep(element, { rich_text_value: richTextOf(node.value) || null });
      grow(node);
    },
  });
  return node;
}

function systemPicker(type, held) {
  return (element, at) => {
    const current = () => valueOf(at.surface, at.block, element)[held] ?? "";
    const node = h("input", {
      ...commonProps(element, at),
      class: "field short",
      type,
      value: current(),
    });
    node.addEventListener("change", async () => {
      const extra = type === "time" && element.timezone ? { timezone: element.timezone } : {};
      const kept = await at.choose(element, { [held]: node.value || null, ...extra });
      if (!kept) node.value = current();
    });
    return node;
  };
}

export const dateInput = systemPicker("date", "selected_date");
export const timeInput = systemPicker("time", "selected_time");

export function dateTimeInput(element, at) {
  const held = valueOf(at.surface, at.block, element).selected_date_time;
  const [day, time] = held ? wallOf(held) : ["", ""];
  const key = at.key(element);
  const dayNode = h("input", {
    id: at.id,
    class: "field short",
    type: "date",
    value: day,
    "aria-label": "Date",
    "data-key": `${key}/day`,
  });
  const timeNode = h("input", {
    class: "field short",
    type: "time",
    value: time,
    "aria-label": "Time",
    "data-key": `${key}/time`,
  });
  const changed = () => {
    const whole = dayNode.value && timeNode.value;
    if (whole || !(dayNode.value || timeNode.value)) {
      at.choose(element, {
        selected_date_time: whole ? unixOfWall(dayNode.value, timeNode.value) : null,
      });
    }
  };
  const note = h("span", { class: "zone" }, zone().replace("_", " "));
  return h(
    "div",
    { class: "datetime", role: "group", ...at.labels, onchange: changed },
    dayNode,
    timeNode,
    note,
  );
}

export const sizeOf = (bytes) => {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  return bytes < 1_000_000
    ? `${Math.round(bytes / 1000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
};

export function fileChip(file, remove) {
  return h(
    "li",
    { class: file.pending ? "file-chip pending" : "file-chip" },
    icon("file", 16),
    h("span", { class: "file-name" }, file.name),
    h("span", { class: "file-size" }, file.pending ? "Uploading…" : sizeOf(file.size ?? 0)),
    h(
      "button",
      { type: "button", class: "quiet", "aria-label": `Remove ${file.name}`, onclick: remove },
      icon("close", 14),
    ),
  );
}

export function fileInput(element, at) {
  const max = element.max_files ?? 10;
  const list = h("ul", { class: "file-chips" });
  const problem = h("div", { class: "problem", role: "alert", id: newId("file-problem") });
  const held = () => valueOf(at.surface, at.block, element).files;
  const show = (pending = []) => {
    const remove = (file) => () => {
      at.keep(element, { files: held().filter((one) => one.id !== file.id) });
      show();
    };
    fill(
      list,
      [...held(), ...pending].map((file) => fileChip(file, file.pending ? () => {} : remove(file))),
    );
  };
  const take = async (files) => {
    problem.textContent =
      held().length + files.length > max
        ? `Choose at most ${max} ${max === 1 ? "file" : "files"}.`
        : "";
    if (problem.textContent) return;
    show(files.map((file) => ({ name: file.name, pending: true })));
    for (const file of files) {
      const answer = await upload(page.as, file, "");
      if (answer.ok) at.keep(element, { files: [...held(), answer.file] });
      else problem.textContent = answer.trouble || `${file.name} could not be uploaded.`;
    }
    show();
  };
  const input = h("input", {
    type: "file",
    id: at.id,
    class: "file-native",
    multiple: max > 1,
    accept: element.filetypes?.map((type) => `.${type}`).join(","),
    "data-key": at.key(element),
    ...at.labels,
    onchange: () => {
      const files = [...input.files];
      input.value = "";
      take(files);
    },
  });
  const drop = (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  };
  const words = h(
    "span",
    {},
    max > 1 ? "Choose files or drop them here" : "Choose a file or drop it here",
  );
  // The input covers the box, so that one click anywhere in it opens the system's picker.
  const box = h(
    "div",
    { class: "file-box", ondragover: (event) => event.preventDefault(), ondrop: drop },
    icon("attach"),
    words,
    input,
  );
  show();
  return h("div", { class: "file-input" }, box, list, problem);
}
