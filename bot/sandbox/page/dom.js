// Builds elements. Data only ever becomes text nodes and attributes, never markup.

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "style") Object.assign(node.style, value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
}

export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

let lastId = 0;
export const newId = (prefix) => `${prefix}-${++lastId}`;

// Only these can be followed: a message must not be able to smuggle in "javascript:".
const SAFE_LINK = /^(https?:|mailto:|tel:|slack:)/i;

export function link(url, ...children) {
  if (!SAFE_LINK.test(url)) return h("span", {}, ...children);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

// Rebuilding a region must not take the focus away from whoever was typing or tabbing in it.
export function keepingFocus(region, rebuild) {
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.closest("[data-key]")?.dataset.key;
  const caret =
    focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  rebuild();
  if (!key || region.contains(document.activeElement)) return;
  const again = region.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!again) return;
  again.focus({ preventScroll: true });
  if (caret && caret[0] !== null && again.setSelectionRange) {
    try {
      again.setSelectionRange(...caret);
    } catch {
      // Number and date inputs have no caret to put back.
    }
  }
}
