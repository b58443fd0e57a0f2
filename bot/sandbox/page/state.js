// What the page knows: the server's last state, who is acting, and where they are looking.

import * as api from "./api.js";

export const page = {
  state: null,
  as: null,
  place: null, // {kind: "channel", id} or {kind: "home"}
  thread: null, // {channel, ts}
  phone: null, // {number, line}: whose phone lies open, and whom they write to
  trouble: null, // {text, spot: "main" | "thread" | "modal" | "phone"}
  online: true,
  busy: 0,
};

const watchers = [];
export const whenChanged = (watcher) => watchers.push(watcher);
export function changed() {
  if (page.state) for (const watcher of watchers) watcher();
}

let running = null;
let again = false;
let stopListening = null;

// One request at a time; changes told meanwhile cause exactly one more.
function refresh() {
  if (running) {
    again = true;
    return running;
  }
  running = (async () => {
    try {
      do {
        again = false;
        const as = page.as;
        // An old address may name somebody who is no longer here.
        const state = (await api.fetchState(as)) ?? (await api.fetchState(null));
        if (as !== page.as) continue;
        Object.assign(page, { state, as: state.me });
      } while (again);
      page.online = true;
    } catch {
      page.online = false;
    } finally {
      running = null;
    }
    settlePlace();
    changed();
  })();
  return running;
}

let soon = null;
function refreshSoon() {
  soon ??= setTimeout(() => {
    soon = null;
    refresh();
  }, 30);
}

export async function actAs(id) {
  stopListening?.();
  stopListening = null;
  Object.assign(page, { as: id, thread: null, trouble: null });
  await refresh();
  if (page.state === null) {
    setTimeout(() => actAs(id), 1000);
    return;
  }
  stopListening = api.listen(page.as, {
    onVersion: (version) => version !== page.state?.version && refreshSoon(),
    onOpen: () => !page.online && refresh(),
    onDrop: () => {
      page.online = false;
      changed();
    },
  });
}

// Does one act and shows what came of it. `spot` is where trouble is to be told;
// an act in the background is not the person's own, so it leaves their last trouble standing.
export async function perform(body, { spot = "main", background = false } = {}) {
  if (!background) {
    page.busy += 1;
    page.trouble = null;
    changed();
  }
  const answer = await api.act(page.as, body);
  if (!background) page.busy -= 1;
  await refresh();
  if (!answer.ok && !(spot === "main" && toldByMessage(answer.trouble))) {
    say({ text: answer.trouble || "Something went wrong.", spot });
  }
  return answer;
}

// Slack says some things in the conversation itself; once is enough.
function toldByMessage(text) {
  const last = messagesOf(page.place?.id).at(-1);
  return Boolean(last?.trouble && last.text === text);
}

export function say(trouble) {
  page.trouble = trouble;
  changed();
}

export function go(place) {
  page.place = place;
  page.thread = null;
  page.trouble = null;
  settlePlace();
  changed();
}

export function openThread(thread) {
  page.thread = thread;
  changed();
}

export function pickUp(phone) {
  page.phone = phone;
  changed();
}

// Somebody else's channel must not stay open when the acting person changes.
function settlePlace() {
  const { state, place } = page;
  if (!state || (place?.kind === "home" && appDm()) || (place && channel(place.id))) return;
  const first = state.channels.find((one) => one.kind !== "dm" && one.members.includes(bot()?.id));
  page.place = { kind: "channel", id: (first ?? state.channels[0])?.id };
}

export const person = (id) => page.state.people.find((one) => one.id === id);
export const channel = (id) => page.state.channels.find((one) => one.id === id);
export const usergroup = (id) => page.state.usergroups.find((one) => one.id === id);
export const SLACKBOT = "USLACKBOT";
export const bot = () => page.state.people.find((one) => one.kind === "bot" && one.id !== SLACKBOT);
export const appDm = () => page.state.channels.find((one) => one.kind === "dm");
export const zone = () => person(page.as)?.tz ?? "UTC";
export const messagesOf = (id) => page.state.messages[id] ?? [];
