// Starts the page and redraws its regions whenever something changed.

import { channelSurface } from "./channel.js";
import { fill } from "./dom.js";
import { handset } from "./handset.js";
import { header } from "./header.js";
import { homeSurface } from "./home.js";
import { modalLayer } from "./modal.js";
import { closeDrawer, openHome, sidebar } from "./sidebar.js";
import { actAs, go, page, whenChanged } from "./state.js";
import { threadPanel } from "./thread.js";

const region = (id) => document.getElementById(id);
const offline = region("offline");
const progress = region("progress");
const scrim = region("scrim");
const surface = region("surface");

const room = channelSurface();
const home = homeSurface();
const modal = modalLayer();
const showSidebar = sidebar(region("sidebar"));
const showHeader = header(region("header"));
const showThread = threadPanel(region("thread"));
const showHandset = handset(region("handset"));

// The address says who acts and where, so that a reload or a second tab finds the way.
function keepAddress() {
  const place = page.place.kind === "home" ? "home" : page.place.id;
  const address = `?${new URLSearchParams({ as: page.as })}#${place}`;
  if (location.search + location.hash !== address) history.replaceState(null, "", address);
}

function show() {
  document.title = `${page.state.team.name} – pretend Slack`;
  offline.hidden = page.online;
  progress.hidden = page.busy === 0;
  showSidebar();
  showHeader();
  const wanted = page.place.kind === "home" ? home : room;
  if (surface.firstChild !== wanted.node) fill(surface, wanted.node);
  wanted.show(page.place.id);
  showThread();
  showHandset();
  modal.show();
  keepAddress();
}

whenChanged(show);
scrim.addEventListener("click", closeDrawer);
document.addEventListener("keydown", (event) => event.key === "Escape" && closeDrawer());
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => event.preventDefault());

const asked = location.hash.slice(1);
if (asked) page.place = asked === "home" ? { kind: "home" } : { kind: "channel", id: asked };
addEventListener("hashchange", () => {
  const id = location.hash.slice(1);
  if (id === "home") openHome();
  else if (id) go({ kind: "channel", id });
});

offline.hidden = false;
offline.textContent = "Connecting…";
await actAs(new URLSearchParams(location.search).get("as"));
offline.textContent = "Reconnecting…";
if (page.place?.kind === "home") openHome();
