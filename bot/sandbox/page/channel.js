// A channel, or the app's direct messages: the list and the composer under it.

import { composer } from "./composer.js";
import { h } from "./dom.js";
import { takeDrops } from "./drops.js";
import { messageList } from "./messages.js";
import { bot, channel, messagesOf, page, perform } from "./state.js";

function rowsOf(messages) {
  const replies = new Map();
  const tops = [];
  const known = new Set(messages.map((message) => message.ts));
  for (const message of messages) {
    const parent = message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : null;
    // A reply whose parent was deleted would otherwise be lost from sight.
    if (!parent || !known.has(parent)) tops.push(message);
    else replies.set(parent, [...(replies.get(parent) ?? []), message]);
  }
  return tops.map((message) => ({ message, replies: replies.get(message.ts) ?? [] }));
}

const introOf = (room) =>
  room.kind === "dm"
    ? `This is where you and ${bot()?.name ?? "the app"} talk. Nobody else sees it.`
    : `This is the beginning of #${room.name}.${room.topic ? ` ${room.topic}` : ""}`;

export function channelSurface() {
  const list = messageList("Messages");
  const writer = composer("main");
  const outside = h("div", { class: "outside" }, "You are not in this channel.");
  const node = h("section", { class: "channel" }, list.node, writer.node, outside);
  let reading = null;
  takeDrops(node, (files) => writer.node.hidden || writer.attach(files));

  function show(id) {
    const room = channel(id);
    const name = room.kind === "dm" ? (bot()?.name ?? room.name) : `#${room.name}`;
    list.name(`Messages in ${name}`);
    list.show({
      key: `${page.as} ${id}`,
      channel: id,
      rows: rowsOf(messagesOf(id)),
      intro: introOf(room),
    });
    writer.node.hidden = room.member === false;
    outside.hidden = room.member !== false;
    if (room.member !== false)
      writer.show({ key: `${page.as} ${id}`, channel: id, label: `Message ${name}` });
    markRead(room);
  }

  async function markRead(room) {
    if (!room.unread || reading === room.id || document.hidden) return;
    reading = room.id;
    await perform({ act: "read", channel: room.id }, { background: true });
    reading = null;
  }

  return { node, show };
}
