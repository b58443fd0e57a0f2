// What a person has filled in and not yet sent, by surface, block and action, in Slack's own shape.

const drafts = new Map(); // surface key → Map("block\naction" → value)

export function surfaceOf(where, kind) {
  const key = where.view ?? `${where.message.channel}:${where.message.ts}`;
  return { key, where, kind, blocks: [] };
}

const empty = {
  text: (element) => ({ value: element.initial_value ?? null }),
  option: (element) => ({ selected_option: element.initial_option ?? null }),
  options: (element) => ({ selected_options: element.initial_options ?? [] }),
};

// Every element that holds a value, and the value it starts with.
const STARTS = {
  plain_text_input: empty.text,
  email_text_input: empty.text,
  url_text_input: empty.text,
  number_input: empty.text,
  rich_text_input: (element) => ({ rich_text_value: element.initial_value ?? null }),
  static_select: empty.option,
  external_select: empty.option,
  radio_buttons: empty.option,
  multi_static_select: empty.options,
  multi_external_select: empty.options,
  checkboxes: empty.options,
  users_select: (element) => ({ selected_user: element.initial_user ?? null }),
  multi_users_select: (element) => ({ selected_users: element.initial_users ?? [] }),
  channels_select: (element) => ({ selected_channel: element.initial_channel ?? null }),
  multi_channels_select: (element) => ({ selected_channels: element.initial_channels ?? [] }),
  conversations_select: (element) => ({
    selected_conversation: element.initial_conversation ?? null,
  }),
  multi_conversations_select: (element) => ({
    selected_conversations: element.initial_conversations ?? [],
  }),
  datepicker: (element) => ({ selected_date: element.initial_date ?? null }),
  timepicker: (element) => ({ selected_time: element.initial_time ?? null }),
  datetimepicker: (element) => ({ selected_date_time: element.initial_date_time ?? null }),
  file_input: () => ({ files: [] }),
};

const field = (block, element) => `${block.block_id}\n${element.action_id}`;

export function valueOf(surface, block, element) {
  const draft = drafts.get(surface.key)?.get(field(block, element));
  if (draft?.type === element.type) return draft.value;
  // After a reload the server still knows what it was last told.
  const { type, ...held } = surface.held?.[block.block_id]?.[element.action_id] ?? {};
  return type === element.type ? held : STARTS[element.type](element);
}

export function setValue(surface, block, element, value) {
  if (!drafts.has(surface.key)) drafts.set(surface.key, new Map());
  drafts.get(surface.key).set(field(block, element), { type: element.type, value });
}

// Slack keeps an input over an update only under the same block_id and action_id.
export function keepOnlyFields(surface) {
  const kept = drafts.get(surface.key);
  if (!kept) return;
  const present = new Set(
    elementsIn(surface.blocks).map(([block, element]) => field(block, element)),
  );
  for (const key of kept.keys()) if (!present.has(key)) kept.delete(key);
}

export const forget = (key) => drafts.delete(key);

function elementsIn(blocks) {
  return blocks.flatMap((block) => {
    const inside = [
      block.element,
      block.accessory,
      ...(block.type === "actions" ? block.elements : []),
    ];
    return inside
      .filter((element) => element && STARTS[element.type])
      .map((element) => [block, element]);
  });
}

// The payload's state.values.
export function stateOf(surface) {
  const values = {};
  for (const [block, element] of elementsIn(surface.blocks)) {
    values[block.block_id] ??= {};
    values[block.block_id][element.action_id] = {
      type: element.type,
      ...valueOf(surface, block, element),
    };
  }
  return values;
}
