// The sidebar: workspace, who is acting, channels, the app, and how the bot is doing.

import { fill, h, keepingFocus } from "./dom.js";
import { openFaults } from "./faults.js";
import { icon } from "./icons.js";
import { avatar, standing } from "./people.js";
import { openMenu } from "./popup.js";
import { actAs, appDm, bot, go, page, perform, person, pickUp } from "./state.js";

export const roomIcon = (room) =>
  icon({ private: "lock", shared: "shared" }[room.kind] ?? "hash", 16);

export const closeDrawer = () => document.body.classList.remove("drawer-open");

function switcher() {
  const me = person(page.as);
  const items = () =>
    page.state.people
      .filter((one) => one.kind !== "bot")
      .map((one) => ({
        label: one.name,
        note: standing(one),
        lead: avatar(one, "middle"),
        checked: one.id === page.as,
        choose: () => actAs(one.id),
      }));
  const open = (event) => openMenu(event.currentTarget, items(), { label: "Act as" });
  return h(
    "button",
    {
      type: "button",
      class: "switcher",
      "aria-haspopup": "menu",
      "data-key": "switcher",
      "aria-label": `Acting as ${me.name}`,
      onclick: open,
    },
    avatar(me, "middle"),
    h(
      "span",
      { class: "switcher-text" },
      h("span", { class: "switcher-as" }, "Acting as"),
      h("span", { class: "switcher-name" }, me.name),
      h("span", { class: "switcher-note" }, standing(me)),
    ),
    icon("down", 16),
  );
}

function entry({ key, lead, name, unread: waiting = 0, current, tail = null, open }) {
  const unread = current ? 0 : waiting; // what is being looked at is being read
  const label = unread ? `${name}, ${unread} unread` : name;
  return h(
    "button",
    {
      type: "button",
      class: unread ? "entry unread" : "entry",
      "data-key": key,
      "aria-label": label,
      "aria-current": current ? "page" : null,
      onclick: () => {
        closeDrawer();
        open();
      },
    },
    lead,
    h("span", { class: "entry-name" }, name),
    unread > 0 ? h("span", { class: "count-badge", "aria-hidden": "true" }, unread) : tail,
  );
}

export async function openHome() {
  go({ kind: "home" });
  await perform({ act: "home" }, { spot: "home" });
}

export async function openDm() {
  go({ kind: "channel", id: appDm().id });
  await perform({ act: "dm" });
}

function channels() {
  const rooms = page.state.channels.filter((room) => room.kind !== "dm");
  return rooms.map((room) =>
    entry({
      key: `room/${room.id}`,
      lead: roomIcon(room),
      name: room.name,
      unread: room.unread,
      current: page.place?.id === room.id,
      tail: room.kind === "shared" ? h("span", { class: "entry-tail" }, "shared") : null,
      open: () => go({ kind: "channel", id: room.id }),
    }),
  );
}

// People of another workspace see the app's messages, but have no place of their own with it.
function apps() {
  const [app, dm] = [bot(), appDm()];
  if (!app || !dm) return null;
  return [
    h("h2", { class: "sidebar-heading" }, "Apps"),
    entry({
      key: "app",
      lead: avatar(app, "small"),
      name: app.name,
      unread: dm.unread,
      current: page.place.kind === "home" || page.place.id === dm.id,
      open: () => (dm.unread ? openDm() : openHome()),
    }),
  ];
}

// The people that the business writes to: not of the workspace, but what they answer arrives there.
function customers() {
  const { customers: people, lines } = page.state.phones;
  if (!lines.length) return null;
  return [
    h("h2", { class: "sidebar-heading" }, "Customers’ phones"),
    people.map((one) =>
      entry({
        key: `phone/${one.number}`,
        lead: icon("phone", 16),
        name: one.name,
        current: page.phone?.number === one.number,
        open: () => pickUp({ number: one.number, line: page.phone?.line ?? lines[0].address }),
      }),
    ),
  ];
}

function footer() {
  const { bot: connection, faults } = page.state;
  const on = faults.filter((fault) => fault.on).length;
  const by = { socket: "Socket Mode", http: "HTTP" }[connection.transport] ?? connection.transport;
  const text = connection.connected ? "Bot connected" : "Bot not connected";
  return h(
    "div",
    { class: "sidebar-foot" },
    h("span", { class: connection.connected ? "dot on" : "dot" }),
    h(
      "span",
      {
        class: "foot-text",
        role: "status",
        title: connection.connected ? `Bot connected by ${by}` : null,
      },
      text,
    ),
    h(
      "button",
      {
        type: "button",
        class: on ? "faults-button some" : "faults-button",
        "data-key": "faults",
        "aria-haspopup": "dialog",
        onclick: openFaults,
      },
      "Faults",
      on > 0 && h("span", { class: "count-badge" }, on),
    ),
  );
}

export function sidebar(region) {
  let shown = null;

  return function show() {
    const { state, place, as } = page;
    const signature = JSON.stringify([
      as,
      place,
      state.team,
      state.people,
      state.channels,
      state.faults,
      state.bot,
      state.phones.lines,
      page.phone,
    ]);
    if (signature === shown) return;
    shown = signature;
    const scroll = region.querySelector(".sidebar-scroll")?.scrollTop ?? 0;
    keepingFocus(region, () =>
      fill(
        region,
        h(
          "div",
          { class: "workspace" },
          h("img", { src: "/page/icon.svg", alt: "", width: 34, height: 34 }),
          h(
            "div",
            {},
            h("div", { class: "workspace-name" }, state.team.name),
            h("div", { class: "workspace-note" }, "A pretend Slack"),
          ),
        ),
        switcher(),
        h(
          "nav",
          { class: "sidebar-scroll", "aria-label": "Channels and apps" },
          h("h2", { class: "sidebar-heading" }, "Channels"),
          channels(),
          apps(),
          customers(),
        ),
        footer(),
      ),
    );
    region.querySelector(".sidebar-scroll").scrollTop = scroll;
  };
}
