// A customer's phone beside the workspace: what the business sent, and a place to answer STOP.

import { clock } from "./dates.js";
import { fill, h, keepingFocus } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./popup.js";
import { page, perform, pickUp } from "./state.js";
import { troubleLine } from "./trouble.js";

const WORDS = ["STOP", "Please stopppp", "HELP", "START", "Wrong number", "Can you stop by Tuesday?"];
const CHANNELS = { sms: "SMS", whatsapp: "WhatsApp" };

const drafts = new Map(); // number and line → what was begun there

export const nameOf = (number) =>
  page.state.phones.customers.find((one) => one.number === number)?.name ?? number;

const line = () => page.state.phones.lines.find((one) => one.address === page.phone.line);
const about = (one) => `${CHANNELS[one.channel]} ${one.address}`;

function texts() {
  const { number, line: address } = page.phone;
  return page.state.phones.texts.filter((one) => one.number === number && one.line === address);
}

function send(text) {
  const { number, line: address } = page.phone;
  return perform({ act: "text", number, line: address, text }, { spot: "phone" });
}

function choose(event) {
  const items = page.state.phones.lines.map((one) => ({
    label: one.label,
    note: about(one),
    checked: one.address === page.phone.line,
    choose: () => pickUp({ ...page.phone, line: one.address }),
  }));
  openMenu(event.currentTarget, items, { label: "Write to" });
}

function bubble(text) {
  const trouble = text.trouble && [
    h("span", { class: "text-trouble" }, text.trouble),
    h(
      "button",
      {
        type: "button",
        class: "text-again",
        onclick: () => perform({ act: "text_again", id: text.id }, { spot: "phone" }),
      },
      "Try now",
    ),
  ];
  return h(
    "li",
    { class: `bubble ${text.mine ? "mine" : "theirs"}${text.preference ? " switched" : ""}` },
    h("span", { class: "hidden-label" }, text.mine ? "You: " : "The business: "),
    h("span", { class: "text-body" }, text.text),
    h("span", { class: "text-time" }, clock(text.at), trouble && " · not delivered"),
    trouble,
  );
}

// The switch for offers that WhatsApp has in each conversation with a business.
function offers() {
  if (line()?.provider !== "whatsapp") return null;
  const last = texts().findLast((one) => one.preference)?.preference;
  const stop = last !== "stop";
  const { number, line: address } = page.phone;
  return h(
    "button",
    {
      type: "button",
      class: "text-word",
      "data-key": "offers",
      onclick: () => perform({ act: "prefer", number, line: address, stop }, { spot: "phone" }),
    },
    stop ? "Stop offers (WhatsApp’s switch)" : "Resume offers (WhatsApp’s switch)",
  );
}

export function handset(region) {
  const trouble = troubleLine("phone");
  const area = h("input", {
    class: "text-input",
    type: "text",
    maxlength: 1600,
    "aria-label": "Text message",
    placeholder: "Text message",
    autocomplete: "off",
    "data-key": "text",
  });
  const log = h("ol", { class: "texts", role: "log", "aria-label": "Texts" });
  const head = h("header", { class: "phone-head" });
  const words = h("div", { class: "text-words" });
  const key = () => `${page.phone.number} ${page.phone.line}`;
  area.addEventListener("input", () => drafts.set(key(), area.value));
  const writer = h(
    "form",
    {
      class: "text-writer",
      onsubmit: (event) => {
        event.preventDefault();
        const text = area.value;
        if (!text.trim()) return;
        drafts.delete(key());
        area.value = "";
        send(text);
      },
    },
    area,
    h("button", { type: "submit", class: "send", "aria-label": "Send text" }, icon("send")),
  );
  const parts = [h("div", { class: "phone-body" }, head, log, trouble.node, words, writer)];
  let shown = null;
  region.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) pickUp(null);
  });

  function headline() {
    const { number } = page.phone;
    return [
      h(
        "div",
        { class: "phone-owner" },
        h("h2", {}, `${nameOf(number)}’s phone`),
        h("span", { class: "phone-number" }, number),
      ),
      h(
        "button",
        {
          type: "button",
          class: "tool",
          "aria-label": "Put the phone away",
          title: "Put the phone away",
          "data-key": "away",
          onclick: () => pickUp(null),
        },
        icon("close"),
      ),
      h(
        "button",
        {
          type: "button",
          class: "phone-line",
          "aria-haspopup": "menu",
          "data-key": "line",
          onclick: choose,
        },
        h(
          "span",
          {},
          h("strong", {}, line()?.label ?? "Nobody"),
          " ",
          h("span", { class: "phone-number" }, line() ? about(line()) : ""),
        ),
        icon("down", 16),
      ),
    ];
  }

  return function show() {
    const open = Boolean(page.phone && page.state.phones.lines.length);
    region.hidden = !open;
    document.body.classList.toggle("with-phone", open);
    if (!open) {
      region.replaceChildren();
      shown = null;
      return;
    }
    if (!region.firstChild) region.append(...parts);
    trouble.show();
    const mine = texts();
    const signature = JSON.stringify([page.phone, page.state.phones.lines, mine]);
    if (signature === shown) return;
    shown = signature;
    keepingFocus(region, () => {
      fill(head, headline());
      fill(log, mine.map(bubble));
      fill(
        words,
        WORDS.map((word) =>
          h("button", { type: "button", class: "text-word", onclick: () => send(word) }, word),
        ),
        offers(),
      );
    });
    area.value = drafts.get(key()) ?? "";
    log.scrollTop = log.scrollHeight;
  };
}
