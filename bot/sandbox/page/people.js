// How a person or the app is shown: picture, name, badge.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { SLACKBOT, person } from "./state.js";

export const personOr = (id) =>
  person(id) ?? { id: SLACKBOT, name: id || "Slackbot", kind: "bot", color: "#5f6b76" };

const initials = (name) => {
  const words = name.split(/\s+/).filter(Boolean);
  return (words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 1)).toUpperCase();
};

const isAppItself = (one) => one.kind === "bot" && one.id !== SLACKBOT;

export function avatar(one, size = "") {
  const inside = isAppItself(one) ? icon("optout", size === "small" ? 14 : 22) : initials(one.name);
  return h(
    "span",
    { class: `avatar ${size}`, "aria-hidden": "true", style: { background: one.color } },
    inside,
  );
}

export const isApp = (message) => isAppItself(personOr(message.user));
export const badge = () => h("span", { class: "badge" }, "APP");

// What the page says of somebody's standing, in the person switcher.
export function standing(one) {
  if (one.note) return one.note;
  return (
    {
      admin: "Workspace admin",
      member: "Member",
      guest: "Guest",
      stranger: "From another workspace",
    }[one.kind] ?? ""
  );
}
