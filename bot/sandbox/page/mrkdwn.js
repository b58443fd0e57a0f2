// Slack's mrkdwn → nodes. https://docs.slack.dev/messaging/formatting-message-text

import { formatDate } from "./dates.js";
import { h, link } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { channel, page, person, usergroup } from "./state.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const unescape = (text) => text.replace(/&(lt|gt|amp);/g, (entity) => ENTITIES[entity]);

const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const BARE_URL = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"\]]/g;

export function mention(kind, id, label) {
  const own = kind === "user" && id === page.as;
  const names = {
    user: () => person(id)?.name,
    channel: () => channel(id)?.name,
    usergroup: () => usergroup(id)?.handle,
    broadcast: () => id,
  };
  const name = names[kind]() ?? label ?? id;
  const sign = kind === "channel" ? "#" : "@";
  return h(
    "span",
    { class: own ? "mention mention-me" : "mention" },
    name.startsWith(sign) ? name : sign + name,
  );
}

// The inside of <…>: a mention, a date, or a link.
function angle(inside) {
  const [target, ...rest] = inside.split("|");
  const label = rest.length ? rest.join("|") : null;
  const plain = label === null ? undefined : unescape(label);
  if (target.startsWith("@")) return mention("user", target.slice(1), plain);
  if (target.startsWith("#")) return mention("channel", target.slice(1), plain);
  if (target.startsWith("!subteam^")) return mention("usergroup", target.split("^")[1], plain);
  if (target.startsWith("!date^")) return date(target, plain ?? "");
  if (target.startsWith("!")) return mention("broadcast", target.slice(1), plain);
  const shown = plain || unescape(target).replace(/^(mailto|tel):/, "");
  return link(unescape(target), withEmoji(shown));
}

function date(target, fallback) {
  const [, unix, format, ...url] = target.split("^");
  const text = formatDate(unix, unescape(format ?? "")) ?? fallback;
  const shown = h("time", { title: fallback }, text);
  return url.length ? link(unescape(url.join("^")), shown) : shown;
}

function leaf(text, verbatim) {
  const clean = withEmoji(unescape(text));
  if (verbatim) return [clean];
  const nodes = [];
  let from = 0;
  for (const match of clean.matchAll(BARE_URL)) {
    nodes.push(clean.slice(from, match.index), link(match[0], match[0]));
    from = match.index + match[0].length;
  }
  return [...nodes, clean.slice(from)];
}

// Code and <…> are opaque: a * or _ inside them styles nothing.
function opaqueEnd(text, at) {
  if (text[at] === "<") return text.indexOf(">", at) + 1;
  if (text[at] === "`") return text.indexOf("`", at + 1) + 1;
  return 0;
}

function closing(text, at) {
  const sign = text[at];
  if (WORD.test(text[at - 1] ?? "") || /\s/.test(text[at + 1] ?? " ") || text[at + 1] === sign)
    return -1;
  for (let i = at + 1; i < text.length; i += 1) {
    const skip = opaqueEnd(text, i);
    if (skip) i = skip - 1;
    else if (text[i] === sign && !/\s/.test(text[i - 1]) && !WORD.test(text[i + 1] ?? "")) return i;
  }
  return -1;
}

function inline(text, verbatim) {
  const nodes = [];
  let plain = 0;
  const flush = (to) => to > plain && nodes.push(...leaf(text.slice(plain, to), verbatim));
  for (let i = 0; i < text.length; i += 1) {
    const opaque = opaqueEnd(text, i);
    const styled = STYLES[text[i]] ? closing(text, i) : -1;
    if (opaque > i + 2) {
      flush(i);
      const inside = text.slice(i + 1, opaque - 1);
      nodes.push(text[i] === "<" ? angle(inside) : h("code", {}, unescape(inside)));
      i = opaque - 1;
      plain = opaque;
    } else if (styled > 0) {
      flush(i);
      nodes.push(h(STYLES[text[i]], {}, inline(text.slice(i + 1, styled), verbatim)));
      i = styled;
      plain = styled + 1;
    }
  }
  flush(text.length);
  return nodes;
}

const QUOTED = /^(?:&gt;|>)\s?/;

function paragraphs(text, verbatim) {
  const nodes = [];
  let quote = null;
  text.split("\n").forEach((line, index) => {
    if (QUOTED.test(line)) {
      if (quote) quote.append(h("br"));
      else nodes.push((quote = h("blockquote")));
      quote.append(...inline(line.replace(QUOTED, ""), verbatim));
      return;
    }
    if (index > 0 && !quote) nodes.push(h("br"));
    quote = null;
    nodes.push(...inline(line, verbatim));
  });
  return nodes;
}

export function mrkdwn(text, { verbatim = false } = {}) {
  return text.split(/```\n?([\s\S]*?)\n?```\n?/).flatMap((piece, index) => {
    if (index % 2) return [h("pre", {}, unescape(piece))];
    return piece ? paragraphs(piece, verbatim) : [];
  });
}

// A text object of either kind.
export function textOf(object) {
  if (!object) return [];
  if (typeof object === "string") return [withEmoji(object)];
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "", { verbatim: object.verbatim });
  return [withEmoji(unescape(object.text ?? ""))];
}

export const plainOf = (object) => withEmoji(unescape(object?.text ?? ""));
