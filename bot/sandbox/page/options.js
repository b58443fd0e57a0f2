// The choices behind a select, whatever its kind, as groups: [{label, options}].

import { act } from "./api.js";
import { plainOf } from "./mrkdwn.js";
import { page } from "./state.js";

const named = (id, name) => ({ text: { type: "plain_text", text: name }, value: id });

const groupsOf = (source) =>
  source.option_groups?.length
    ? source.option_groups.map((group) => ({ label: plainOf(group.label), options: group.options }))
    : [{ label: null, options: source.options ?? [] }];

const people = () => [
  {
    label: null,
    options: page.state.people
      .filter((one) => one.kind !== "bot")
      .map((one) => named(one.id, one.name)),
  },
];

function channels(kinds) {
  const shown = page.state.channels.filter((one) => kinds.includes(one.kind));
  return [{ label: null, options: shown.map((one) => named(one.id, `#${one.name}`)) }];
}

// Slack's filter speaks of public, private, im and mpim.
function conversations(element) {
  const include = element.filter?.include ?? ["public", "private", "im"];
  const rooms = channels([
    ...(include.includes("public") ? ["channel", "shared"] : []),
    ...(include.includes("private") ? ["private"] : []),
  ]);
  return include.includes("im") ? [...rooms, ...people()] : rooms;
}

const LOCAL = {
  static_select: groupsOf,
  multi_static_select: groupsOf,
  users_select: people,
  multi_users_select: people,
  channels_select: () => channels(["channel", "shared"]),
  multi_channels_select: () => channels(["channel", "shared"]),
  conversations_select: conversations,
  multi_conversations_select: conversations,
};

export const localGroups = (element) => LOCAL[element.type]?.(element);

// The app's own answer to what was typed; throws the trouble's text.
export async function askedGroups(element, at, query) {
  const { block, surface } = at;
  const body = {
    act: "options",
    where: surface.where,
    block_id: block.block_id,
    action_id: element.action_id,
    query,
  };
  const answer = await act(page.as, body);
  if (!answer.ok) throw new Error(answer.trouble || "The options could not be loaded.");
  return groupsOf(answer);
}

// How each kind of select names what was picked.
const HELD = {
  static_select: "selected_option",
  external_select: "selected_option",
  users_select: "selected_user",
  channels_select: "selected_channel",
  conversations_select: "selected_conversation",
  multi_static_select: "selected_options",
  multi_external_select: "selected_options",
  multi_users_select: "selected_users",
  multi_channels_select: "selected_channels",
  multi_conversations_select: "selected_conversations",
};

export const isMulti = (element) => element.type.startsWith("multi_");
const holdsOptions = (element) => HELD[element.type].startsWith("selected_option");

// A value in Slack's shape ↔ a list of options.
export function pickedOptions(element, value) {
  const held = value[HELD[element.type]];
  const list = (isMulti(element) ? held : [held]).filter(Boolean);
  if (holdsOptions(element)) return list;
  const known = localGroups(element).flatMap((group) => group.options);
  return list.map((id) => known.find((option) => option.value === id) ?? named(id, id));
}

export function valueWith(element, options) {
  const list = holdsOptions(element) ? options : options.map((option) => option.value);
  return { [HELD[element.type]]: isMulti(element) ? list : (list[0] ?? null) };
}
