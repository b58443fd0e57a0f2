// One message: who, when, what, and what can be done with it.

import { downloadUrl } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { clock, fullDate, when } from "./dates.js";
import { h } from "./dom.js";
import { surfaceOf } from "./forms.js";
import { icon } from "./icons.js";
import { sizeOf } from "./inputs.js";
import { mrkdwn } from "./mrkdwn.js";
import { avatar, badge, isApp, personOr } from "./people.js";
import { openMenu } from "./popup.js";
import { openThread, page, perform } from "./state.js";

function contentOf(message, channel) {
  const content = h("div", { class: "content", role: message.trouble ? "alert" : null });
  if (message.blocks?.length) {
    const surface = surfaceOf({ message: { channel, ts: message.ts } }, "main");
    surface.blocks = message.blocks;
    surface.held = message.state;
    content.append(...drawBlocks(message.blocks, surface));
  } else if (message.text) content.append(h("div", { class: "text" }, mrkdwn(message.text)));
  if (message.edited)
    ([...content.querySelectorAll(".text")].at(-1) ?? content).append(
      h("span", { class: "edited" }, " (edited)"),
    );
  return content;
}

function fileCard(file) {
  const props = { class: "file", href: downloadUrl(page.as, file), download: file.name };
  const text = h(
    "span",
    { class: "file-text" },
    h("span", { class: "file-name" }, file.name),
    h("span", { class: "file-size" }, sizeOf(file.size ?? 0)),
  );
  return h("a", props, h("span", { class: "file-icon" }, icon("file", 20)), text, icon("download"));
}

function threadLink(message, replies, channel) {
  const people = [...new Set(replies.map((reply) => reply.user))].slice(0, 3);
  const count = Math.max(message.reply_count ?? 0, replies.length);
  const props = {
    type: "button",
    class: "thread-link",
    onclick: () => openThread({ channel, ts: message.ts }),
  };
  const last =
    replies.length &&
    h("span", { class: "thread-last" }, `Last reply at ${clock(replies.at(-1).ts)}`);
  return h(
    "button",
    props,
    people.map((id) => avatar(personOr(id), "small")),
    h("span", {}, count === 1 ? "1 reply" : `${count} replies`),
    last,
  );
}

function useShortcut(shortcut, channel, ts) {
  return () =>
    perform({ act: "shortcut", callback_id: shortcut.callback_id, message: { channel, ts } });
}

function tools(message, channel, inThread) {
  const reply = () => openThread({ channel, ts: message.thread_ts ?? message.ts });
  const shortcuts = page.state.shortcuts.filter((one) => one.type === "message");
  const items = () => [
    ...(inThread ? [] : [{ label: "Reply in thread", lead: icon("reply", 16), choose: reply }]),
    ...(shortcuts.length ? [{ heading: "App shortcuts" }] : []),
    ...shortcuts.map((one) => ({
      label: one.name,
      note: one.description,
      lead: icon("bolt", 16),
      choose: useShortcut(one, channel, message.ts),
    })),
  ];
  const more = (event) =>
    openMenu(event.currentTarget, items(), { label: "More actions", align: "end" });
  return h(
    "div",
    { class: "tools" },
    !inThread &&
      h(
        "button",
        {
          type: "button",
          class: "tool tool-reply",
          "aria-label": "Reply in thread",
          title: "Reply in thread",
          onclick: reply,
        },
        icon("reply"),
      ),
    h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": "More actions",
        title: "More actions",
        "aria-haspopup": "menu",
        onclick: more,
      },
      icon("more"),
    ),
  );
}

// `compact` leaves out the name when the same person goes on speaking.
export function drawMessage(
  message,
  channel,
  { compact = false, replies = [], inThread = false } = {},
) {
  const author = personOr(message.user);
  const time = h(
    "time",
    { datetime: when(message.ts).toISOString(), title: fullDate(message.ts) },
    clock(message.ts),
  );
  const only = message.ephemeral || message.trouble;
  const kinds = [
    only && "ephemeral",
    message.trouble && "trouble-message",
    compact && "compact",
  ].filter(Boolean);
  return h(
    "article",
    {
      class: ["message", ...kinds].join(" "),
      "data-ts": message.ts,
      "aria-label": `${author.name}, ${clock(message.ts)}${only ? ", only visible to you" : ""}`,
    },
    only && h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you"),
    h("div", { class: "gutter" }, compact ? time : avatar(author)),
    h(
      "div",
      { class: "message-body" },
      !compact &&
        h(
          "div",
          { class: "by" },
          h("span", { class: "name" }, author.name),
          isApp(message) && badge(),
          time,
        ),
      contentOf(message, channel),
      message.files?.length > 0 && h("div", { class: "files" }, message.files.map(fileCard)),
      !inThread &&
        (replies.length > 0 || message.reply_count > 0) &&
        threadLink(message, replies, channel),
    ),
    !only && tools(message, channel, inThread),
  );
}
