// A list of messages that changes in place: untouched messages keep their nodes, and their focus.

import { dayOf } from "./dates.js";
import { h, keepingFocus } from "./dom.js";
import { drawMessage } from "./message.js";
import { page } from "./state.js";

const TOGETHER = 300; // seconds within which one person's messages share a name
const NEAR = 140; // pixels from the bottom that still count as reading the newest

function continues(message, before) {
  if (!before || message.ephemeral || before.ephemeral || message.trouble || before.trouble)
    return false;
  return (
    before.user === message.user &&
    Number(message.ts) - Number(before.ts) < TOGETHER &&
    dayOf(message.ts) === dayOf(before.ts)
  );
}

export function messageList(label) {
  const inner = h("div", {
    class: "messages-inner",
    role: "log",
    "aria-live": "polite",
    "aria-label": label,
  });
  const node = h("div", { class: "messages", tabindex: -1 }, inner);
  let shown = new Map(); // key → {signature, node}
  let scope = null;
  let pinned = true; // whether the newest message is in view, and is to stay there

  const toEnd = () => (node.scrollTop = node.scrollHeight);
  node.addEventListener(
    "scroll",
    () => (pinned = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR),
  );
  const sizes = new ResizeObserver(() => pinned && toEnd());
  sizes.observe(node);
  sizes.observe(inner);

  function divider(text) {
    return h("div", { class: "day", role: "separator" }, h("span", {}, text));
  }

  // rows: {message, replies} or {before: node}; `who` and `channel` decide how they read.
  function show({ key, channel, rows, inThread = false, days = true, intro = null }) {
    const fresh = key !== scope;
    if (fresh) shown = new Map();
    scope = key;
    const last = rows.at(-1)?.message;
    const justWrote = last?.user === page.as && !shown.has(last.ts);
    pinned ||= fresh || justWrote;
    const next = new Map();
    const nodes = [];
    let before = null;
    const put = (id, signature, build) => {
      const old = shown.get(id);
      const entry = old?.signature === signature ? old : { signature, node: build() };
      next.set(id, entry);
      nodes.push(entry.node);
    };
    if (intro) put("intro", intro, () => h("div", { class: "intro" }, intro));
    for (const { message, replies = [] } of rows) {
      const day = dayOf(message.ts);
      if (days && (!before || dayOf(before.ts) !== day)) put(`day ${day}`, day, () => divider(day));
      const compact = continues(message, before) && !(days && dayOf(before.ts) !== day);
      const options = { compact, replies, inThread };
      const signature = JSON.stringify([
        { ...message, state: null },
        compact,
        replies.map((reply) => [reply.ts, reply.user]),
      ]);
      put(message.ts + (message.ephemeral ? "e" : ""), signature, () =>
        drawMessage(message, channel, options),
      );
      before = message;
      if (inThread && rows.length > 1 && rows[0].message === message) {
        const count = rows.length - 1;
        put("count", String(count), () => divider(count === 1 ? "1 reply" : `${count} replies`));
      }
    }
    keepingFocus(inner, () => arrange(nodes));
    shown = next;
    inner.setAttribute("aria-label", label);
    if (pinned) toEnd();
  }

  // Moves only what has to move, so that an open selection or a focused button is left alone.
  function arrange(nodes) {
    const wanted = new Set(nodes);
    for (const old of [...inner.childNodes]) if (!wanted.has(old)) old.remove();
    nodes.forEach((one, index) => {
      if (inner.childNodes[index] !== one) inner.insertBefore(one, inner.childNodes[index] ?? null);
    });
  }

  function name(text) {
    inner.setAttribute("aria-label", text);
    label = text;
  }

  return { node, show, name };
}
