// Slack's date tokens and the page's times, in the acting person's time zone.
// https://docs.slack.dev/messaging/formatting-message-text#date-formatting

import { zone } from "./state.js";

function part(date, options, timeZone = zone()) {
  return new Intl.DateTimeFormat("en-US", { timeZone, ...options }).format(date);
}

const numbers = (date) => {
  const [month, day, year] = part(date, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).split("/");
  return `${year}-${month}-${day}`;
};

const dayNumber = (date) => Math.round(Date.parse(`${numbers(date)}T00:00:00Z`) / 86_400_000);

const daysFromToday = (date) => dayNumber(date) - dayNumber(new Date());

const ordinal = (day) => {
  if (day % 100 >= 11 && day % 100 <= 13) return `${day}th`;
  return `${day}${["th", "st", "nd", "rd"][day % 10] ?? "th"}`;
};

const long = (date) => {
  const day = ordinal(Number(part(date, { day: "numeric" })));
  return `${part(date, { month: "long" })} ${day}, ${part(date, { year: "numeric" })}`;
};

const RELATIVE = { [-1]: "yesterday", 0: "today", 1: "tomorrow" };
const pretty = (date, otherwise) => RELATIVE[daysFromToday(date)] ?? otherwise(date);

const short = (date) => part(date, { month: "short", day: "numeric", year: "numeric" });
const longest = (date) => `${part(date, { weekday: "long" })}, ${long(date)}`;

const AGES = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

function ago(date) {
  const seconds = Math.round((date - Date.now()) / 1000);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const [unit, size] = AGES.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return words.format(Math.trunc(seconds / size), unit);
}

const TOKENS = {
  date_num: numbers,
  date_slash: (date) => part(date, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: long,
  date_short: short,
  date_long: longest,
  date_pretty: (date) => pretty(date, long),
  date_short_pretty: (date) => pretty(date, short),
  date_long_pretty: (date) => pretty(date, longest),
  time: (date) => part(date, { hour: "numeric", minute: "2-digit" }),
  time_secs: (date) => part(date, { hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

// Null when the format cannot be shown: the caller then uses the sender's fallback.
export function formatDate(unix, format) {
  const date = new Date(Number(unix) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  return format.replace(/\{(\w+)\}/g, (token, name) => TOKENS[name]?.(date) ?? token);
}

export const when = (ts) => new Date(Number(ts) * 1000);
export const clock = (ts) => TOKENS.time(when(ts));
export const fullDate = (ts) => `${longest(when(ts))} at ${TOKENS.time_secs(when(ts))}`;

export function dayOf(ts) {
  const date = when(ts);
  const word = { [-1]: "Yesterday", 0: "Today" }[daysFromToday(date)];
  const year =
    part(date, { year: "numeric" }) === part(new Date(), { year: "numeric" })
      ? undefined
      : "numeric";
  return word ?? part(date, { weekday: "long", day: "numeric", month: "long", year });
}

// "2026-11-21" and "14:30" on the acting person's wall → seconds since 1970.
export function unixOfWall(day, time) {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const offset = Date.parse(`${wallOf(asUtc / 1000).join("T")}:00Z`) - asUtc;
  return Math.round((asUtc - offset) / 1000);
}

export function wallOf(unix) {
  const date = new Date(unix * 1000);
  return [numbers(date), part(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })];
}
