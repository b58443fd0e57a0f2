// Where a person writes: text, files, global shortcuts.

import { upload } from "./api.js";
import { fill, h, newId } from "./dom.js";
import { hintsFor, usageOf } from "./hints.js";
import { icon } from "./icons.js";
import { fileChip } from "./inputs.js";
import { openMenu } from "./popup.js";
import { page, perform, say } from "./state.js";
import { troubleLine } from "./trouble.js";

const drafts = new Map(); // place key → {text, files}: what was begun elsewhere waits there
const PHONE = "(max-width: 720px)";

export function composer(spot) {
  const id = newId("composer");
  let place = null; // {key, channel, threadTs, label}
  const area = h("textarea", {
    id,
    class: "composer-text",
    rows: 1,
    "aria-autocomplete": "list",
    "data-key": `composer-${spot}`,
  });
  const label = h("label", { for: id, class: "hidden-label" });
  const usage = h("div", { class: "usage" });
  const chips = h("ul", { class: "file-chips composer-chips" });
  const hints = hintsFor(area);
  const trouble = troubleLine(spot);
  const native = h("input", {
    type: "file",
    multiple: true,
    class: "composer-file",
    tabindex: -1,
    "aria-label": "Files to attach",
  });
  const sendButton = h(
    "button",
    { type: "button", class: "send", "aria-label": "Send message", title: "Send" },
    icon("send"),
  );

  const draft = () => {
    if (!drafts.has(place.key)) drafts.set(place.key, { text: "", files: [] });
    return drafts.get(place.key);
  };

  function grow() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 220)}px`;
  }

  function showDraft() {
    const { text, files } = draft();
    if (area.value !== text) area.value = text;
    const drop = (file) => () => {
      draft().files = draft().files.filter((one) => one !== file);
      showDraft();
    };
    fill(
      chips,
      files.map((file) => fileChip(file, drop(file))),
    );
    const ready = text.trim() || files.length;
    sendButton.disabled = !ready || files.some((file) => file.pending);
    usage.textContent = usageOf(text);
    grow();
  }

  async function attach(files) {
    const mine = draft();
    const { channel } = place;
    for (const file of files) {
      const waiting = { name: file.name, pending: true };
      mine.files = [...mine.files, waiting];
      showDraft();
      const answer = await upload(page.as, file, channel);
      mine.files = mine.files.flatMap((one) =>
        one === waiting ? (answer.ok ? [answer.file] : []) : [one],
      );
      if (!answer.ok) say({ text: answer.trouble || `${file.name} could not be uploaded.`, spot });
      showDraft();
    }
  }

  async function send() {
    if (sendButton.disabled) return;
    const mine = draft();
    const { text, files } = mine;
    const { channel, threadTs } = place;
    Object.assign(mine, { text: "", files: [] });
    hints.close();
    showDraft();
    const body = {
      act: "post",
      channel,
      text,
      thread_ts: threadTs ?? null,
      files: files.map((file) => file.id),
    };
    const answer = await perform(body, { spot });
    // What Slack refused can be mended and sent again, unless something new was begun.
    if (!answer.ok && !mine.text) Object.assign(mine, { text, files });
    showDraft();
  }

  function shortcuts(event) {
    const all = page.state.shortcuts.filter((one) => one.type === "global");
    const items = all.map((one) => ({
      label: one.name,
      note: one.description,
      lead: icon("bolt", 16),
      choose: () =>
        perform({ act: "shortcut", callback_id: one.callback_id, message: null }, { spot }),
    }));
    openMenu(event.currentTarget, items.length ? items : [{ heading: "No shortcuts" }], {
      label: "Shortcuts",
    });
  }

  area.addEventListener("input", () => {
    draft().text = area.value;
    showDraft();
    hints.show();
  });
  area.addEventListener("blur", hints.close);
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (hints.handles(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  });
  area.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) attach([...event.clipboardData.files]);
  });
  native.addEventListener("change", () => {
    const files = [...native.files];
    native.value = "";
    attach(files);
  });
  sendButton.addEventListener("click", send);

  const tool = (name, title, onclick, more = {}) =>
    h(
      "button",
      { type: "button", class: "tool", "aria-label": title, title, onclick, ...more },
      icon(name),
    );
  const bar = h(
    "div",
    { class: "composer-bar" },
    tool("attach", "Attach a file", () => native.click()),
    tool("bolt", "Shortcuts", shortcuts, { "aria-haspopup": "menu" }),
    usage,
    sendButton,
  );
  const box = h("div", { class: "composer-box" }, label, area, chips, bar, native);
  const node = h("div", { class: "composer" }, trouble.node, hints.list, box);

  function show(next) {
    const moved = place?.key !== next.key;
    place = next;
    label.textContent = next.label;
    area.placeholder = next.label;
    trouble.show();
    if (!moved) return;
    hints.close();
    showDraft();
    // On a phone the keyboard would cover what the person came to read.
    if (!matchMedia(PHONE).matches && !document.querySelector("dialog[open]"))
      area.focus({ preventScroll: true });
  }

  return { node, show, attach };
}
