// The panel with one thread: the message, its replies, and a place to answer.

import { composer } from "./composer.js";
import { h } from "./dom.js";
import { takeDrops } from "./drops.js";
import { icon } from "./icons.js";
import { messageList } from "./messages.js";
import { channel, messagesOf, openThread, page } from "./state.js";

export function threadPanel(region) {
  const list = messageList("Thread");
  const writer = composer("thread");
  const where = h("span", { class: "thread-where" });
  const close = h(
    "button",
    {
      type: "button",
      class: "tool",
      "aria-label": "Close thread",
      title: "Close thread",
      onclick: () => openThread(null),
    },
    icon("close"),
  );
  const parts = [
    h("header", { class: "thread-head" }, h("h2", {}, "Thread"), where, close),
    list.node,
    writer.node,
  ];
  takeDrops(region, writer.attach);
  region.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) openThread(null);
  });

  return function show() {
    region.hidden = !page.thread;
    document.body.classList.toggle("with-thread", Boolean(page.thread));
    if (!page.thread) {
      // Hidden copies would still be found by whoever searches the page.
      region.replaceChildren();
      return;
    }
    if (!region.firstChild) region.append(...parts);
    const { channel: id, ts } = page.thread;
    const room = channel(id);
    where.textContent = room.kind === "dm" ? room.name : `#${room.name}`;
    const mine = messagesOf(id).filter((message) => message.ts === ts || message.thread_ts === ts);
    list.show({
      key: `${page.as} ${id} ${ts}`,
      channel: id,
      rows: mine.map((message) => ({ message })),
      inThread: true,
      days: false,
    });
    writer.show({ key: `${page.as} ${id} ${ts}`, channel: id, threadTs: ts, label: "Reply…" });
  };
}
