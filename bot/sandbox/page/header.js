// The line above the messages: where this is, and the app's tabs.

import { fill, h, keepingFocus } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, badge, personOr, standing } from "./people.js";
import { openMenu } from "./popup.js";
import { appDm, bot, channel, page } from "./state.js";
import { openDm, openHome, roomIcon } from "./sidebar.js";

function drawerButton() {
  const open = () => document.body.classList.add("drawer-open");
  return h(
    "button",
    {
      type: "button",
      class: "tool drawer-button",
      "aria-label": "Open the sidebar",
      "data-key": "drawer",
      onclick: open,
    },
    icon("menu"),
  );
}

function members(room) {
  const open = (event) => {
    const items = room.members.map((id) => {
      const one = personOr(id);
      return {
        label: one.name,
        note: standing(one),
        lead: avatar(one, "middle"),
        choose: () => {},
      };
    });
    openMenu(event.currentTarget, [{ heading: "In this channel" }, ...items], {
      label: "Members",
      align: "end",
    });
  };
  const count = room.members.length;
  const label = count === 1 ? "1 member" : `${count} members`;
  return h(
    "button",
    {
      type: "button",
      class: "members",
      "aria-label": label,
      title: label,
      "aria-haspopup": "menu",
      "data-key": "members",
      onclick: open,
    },
    icon("people"),
    String(count),
  );
}

function tab(name, current, open, waiting = 0) {
  const unread = current ? 0 : waiting; // what is being looked at is being read
  return h(
    "button",
    {
      type: "button",
      role: "tab",
      class: "tab",
      "aria-label": unread ? `${name}, ${unread} unread` : name,
      "aria-selected": String(current),
      "data-key": `tab/${name}`,
      onclick: open,
    },
    name,
    unread > 0 && h("span", { class: "count-badge", "aria-hidden": "true" }, unread),
  );
}

function appHeader() {
  const app = bot();
  const home = page.place.kind === "home";
  return [
    h(
      "div",
      { class: "title-line" },
      drawerButton(),
      avatar(app, "middle"),
      h("h1", {}, app.name),
      badge(),
    ),
    h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": app.name },
      tab("Home", home, openHome),
      tab("Messages", !home, openDm, appDm()?.unread),
    ),
  ];
}

function roomHeader(room) {
  const tag = { shared: "Shared", private: "Private" }[room.kind];
  return h(
    "div",
    { class: "title-line" },
    drawerButton(),
    h("h1", {}, roomIcon(room), h("span", {}, room.name)),
    tag && h("span", { class: "room-tag" }, tag),
    h("span", { class: "topic" }, room.topic),
    members(room),
  );
}

export function header(region) {
  let shown = null;
  return function show() {
    const room = page.place.kind === "channel" ? channel(page.place.id) : null;
    const isApp = !room || room.kind === "dm";
    const app = isApp && [bot(), appDm()?.unread];
    const signature = JSON.stringify([page.place, room, app, page.as]);
    if (signature === shown) return;
    shown = signature;
    region.classList.toggle("app-header", isApp);
    keepingFocus(region, () => fill(region, isApp ? appHeader() : roomHeader(room)));
  };
}
