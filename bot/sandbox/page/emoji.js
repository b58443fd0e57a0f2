// The emoji that apps use most, by Slack's names; an unknown name stays as it was written.

const EMOJI = {
  white_check_mark: "✅",
  heavy_check_mark: "✔️",
  ballot_box_with_check: "☑️",
  x: "❌",
  no_entry: "⛔",
  no_entry_sign: "🚫",
  warning: "⚠️",
  exclamation: "❗",
  question: "❓",
  information_source: "ℹ️",
  bulb: "💡",
  tada: "🎉",
  wave: "👋",
  thumbsup: "👍",
  "+1": "👍",
  thumbsdown: "👎",
  "-1": "👎",
  ok_hand: "👌",
  pray: "🙏",
  clap: "👏",
  muscle: "💪",
  eyes: "👀",
  raised_hands: "🙌",
  point_right: "👉",
  point_down: "👇",
  smile: "😄",
  slightly_smiling_face: "🙂",
  grinning: "😀",
  thinking_face: "🤔",
  sob: "😭",
  sweat_smile: "😅",
  heart: "❤️",
  fire: "🔥",
  star: "⭐",
  sparkles: "✨",
  rocket: "🚀",
  robot_face: "🤖",
  hourglass: "⌛",
  hourglass_flowing_sand: "⏳",
  stopwatch: "⏱️",
  clock1: "🕐",
  calendar: "📆",
  date: "📅",
  spiral_calendar_pad: "🗓️",
  bell: "🔔",
  no_bell: "🔕",
  mute: "🔇",
  loudspeaker: "📢",
  mega: "📣",
  speech_balloon: "💬",
  telephone_receiver: "📞",
  phone: "☎️",
  telephone: "☎️",
  iphone: "📱",
  calling: "📲",
  email: "✉️",
  envelope: "✉️",
  incoming_envelope: "📨",
  inbox_tray: "📥",
  outbox_tray: "📤",
  package: "📦",
  memo: "📝",
  pencil: "📝",
  pencil2: "✏️",
  clipboard: "📋",
  page_facing_up: "📄",
  bar_chart: "📊",
  chart_with_upwards_trend: "📈",
  file_folder: "📁",
  open_file_folder: "📂",
  paperclip: "📎",
  link: "🔗",
  lock: "🔒",
  unlock: "🔓",
  key: "🔑",
  shield: "🛡️",
  mag: "🔍",
  mag_right: "🔎",
  gear: "⚙️",
  wrench: "🔧",
  hammer_and_wrench: "🛠️",
  wastebasket: "🗑️",
  recycle: "♻️",
  arrows_counterclockwise: "🔄",
  leftwards_arrow_with_hook: "↩️",
  rewind: "⏪",
  arrow_right: "➡️",
  arrow_left: "⬅️",
  arrow_up: "⬆️",
  arrow_down: "⬇️",
  large_green_circle: "🟢",
  large_yellow_circle: "🟡",
  red_circle: "🔴",
  white_circle: "⚪",
  black_circle: "⚫",
  octagonal_sign: "🛑",
  rotating_light: "🚨",
  house: "🏠",
  busts_in_silhouette: "👥",
  bust_in_silhouette: "👤",
  earth_africa: "🌍",
  "flag-za": "🇿🇦",
  "flag-gb": "🇬🇧",
  "flag-mx": "🇲🇽",
  "flag-br": "🇧🇷",
  zap: "⚡",
  plus: "➕",
  heavy_plus_sign: "➕",
  heavy_minus_sign: "➖",
  palm_tree: "🌴",
  seedling: "🌱",
  deciduous_tree: "🌳",
};

// Some machines have no emoji font. Ordinary fonts hold these few signs; of all others the name
// reads better than an empty box.
const SIGNS = { white_check_mark: "✔", heavy_check_mark: "✔", no_entry: "⛔", warning: "⚠" };

function canDraw(character) {
  const pixels = (text) => {
    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    context.canvas.width = context.canvas.height = 24;
    context.font = "16px sans-serif";
    context.fillText(text, 2, 18);
    return context.getImageData(0, 0, 24, 24).data.join();
  };
  return pixels(character) !== pixels("\u{10FFFE}");
}

const signs = () =>
  Object.fromEntries(Object.entries(SIGNS).filter(([, sign]) => canDraw(sign)));
const drawn = canDraw("👋") ? EMOJI : signs();
const find = (name) => drawn[name];

const NAME = /:([a-z0-9_+-]+)(?:::skin-tone-\d)?:/g;

export const emoji = (name) => find(name) ?? `:${name}:`;
export const withEmoji = (text) => text.replace(NAME, (written, name) => find(name) ?? written);
