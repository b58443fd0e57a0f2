// The markdown block: the common part of standard Markdown, no more.

import { h, link } from "./dom.js";
import { withEmoji } from "./emoji.js";

const INLINE =
  /(`[^`]+`)|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|\*(.+?)\*|_(.+?)_|!?\[([^\]]*)\]\(([^)\s]+)\)/g;

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, code, bold, bold2, strike, italic, italic2, label, url] = match;
    nodes.push(withEmoji(text.slice(from, match.index)));
    if (code) nodes.push(h("code", {}, code.slice(1, -1)));
    else if (bold ?? bold2) nodes.push(h("strong", {}, inline(bold ?? bold2)));
    else if (strike) nodes.push(h("s", {}, inline(strike)));
    else if (italic ?? italic2) nodes.push(h("em", {}, inline(italic ?? italic2)));
    else nodes.push(link(url, label || url));
    from = match.index + whole.length;
  }
  return [...nodes, withEmoji(text.slice(from))];
}

const lines = (texts) =>
  texts.flatMap((text, index) => (index ? [h("br"), ...inline(text)] : inline(text)));

const KINDS = [
  [/^#{1,6}\s+/, (texts) => texts.map((text) => h("h4", { class: "md-heading" }, inline(text)))],
  [
    /^\s*[-*+]\s+/,
    (texts) => [
      h(
        "ul",
        {},
        texts.map((text) => h("li", {}, inline(text))),
      ),
    ],
  ],
  [
    /^\s*\d+[.)]\s+/,
    (texts) => [
      h(
        "ol",
        {},
        texts.map((text) => h("li", {}, inline(text))),
      ),
    ],
  ],
  [/^>\s?/, (texts) => [h("blockquote", {}, lines(texts))]],
  [/^(?:---+|\*\*\*+)$/, () => [h("hr")]],
  [/^(?=\S)/, (texts) => [h("p", {}, lines(texts))]],
];

function prose(text) {
  const nodes = [];
  let run = null;
  const end = () => {
    if (run) nodes.push(...run.show(run.texts));
    run = null;
  };
  for (const line of text.split("\n")) {
    const kind = KINDS.find(([start]) => start.test(line));
    if (!kind || run?.show !== kind[1]) end();
    if (!kind) continue;
    run ??= { show: kind[1], texts: [] };
    run.texts.push(line.replace(kind[0], ""));
  }
  end();
  return nodes;
}

export function markdown(text) {
  const pieces = text.split(/```\w*\n([\s\S]*?)\n?```/);
  return pieces.flatMap((piece, index) => (index % 2 ? [h("pre", {}, piece)] : prose(piece)));
}
