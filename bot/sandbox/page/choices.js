// Checkboxes, radio buttons, and the single selects that the browser's own <select> does well.

import { h, newId } from "./dom.js";
import { valueOf } from "./forms.js";
import { plainOf, textOf } from "./mrkdwn.js";
import { localGroups, pickedOptions, valueWith } from "./options.js";

export function boxes(element, at) {
  const many = element.type === "checkboxes";
  const held = valueOf(at.surface, at.block, element);
  let picked = many ? held.selected_options : [held.selected_option].filter(Boolean);
  const name = newId("choice");
  const inputs = element.options.map((option, index) => {
    const input = h("input", {
      type: many ? "checkbox" : "radio",
      name,
      id: index === 0 ? at.id : null,
      value: option.value,
      "data-key": `${at.key(element)}/${option.value}`,
    });
    input.checked = picked.some((one) => one.value === option.value);
    return input;
  });
  const show = () =>
    inputs.forEach((input) => (input.checked = picked.some((one) => one.value === input.value)));
  const changed = async () => {
    const wanted = element.options.filter((option, index) => inputs[index].checked);
    const value = many ? { selected_options: wanted } : { selected_option: wanted[0] ?? null };
    if (await at.choose(element, value)) picked = wanted;
    else show();
  };
  const rows = element.options.map((option, index) =>
    h(
      "label",
      { class: "choice" },
      inputs[index],
      h(
        "span",
        {},
        h("span", { class: "choice-text" }, textOf(option.text)),
        option.description && h("span", { class: "choice-note" }, textOf(option.description)),
      ),
    ),
  );
  return h(
    "div",
    { class: "choices", role: many ? "group" : "radiogroup", ...at.labels, onchange: changed },
    rows,
  );
}

export function select(element, at) {
  const groups = localGroups(element);
  const options = groups.flatMap((group) => group.options);
  let picked = pickedOptions(element, valueOf(at.surface, at.block, element))[0];
  const placeholder = h(
    "option",
    { value: "" },
    plainOf(element.placeholder) || "Select an option",
  );
  // Slack lets a choice be taken back only where none is needed.
  if (!at.block.optional) placeholder.hidden = true;
  const one = (option) => {
    const note = plainOf(option.description);
    return h("option", { value: option.value }, plainOf(option.text), note && ` — ${note}`);
  };
  const node = h(
    "select",
    { class: "field select", id: at.id, "data-key": at.key(element), ...at.labels },
    placeholder,
    groups.map((group) => {
      const items = group.options.map(one);
      return group.label === null ? items : h("optgroup", { label: group.label }, items);
    }),
  );
  const show = () => {
    node.value = options.some((option) => option.value === picked?.value) ? picked.value : "";
    node.classList.toggle("blank", node.value === "");
  };
  node.addEventListener("change", async () => {
    const wanted = options.find((option) => option.value === node.value);
    if (await at.choose(element, valueWith(element, wanted ? [wanted] : []))) picked = wanted;
    show();
  });
  show();
  return node;
}
