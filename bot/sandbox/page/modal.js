// The modal on top of the acting person's stack.

import { showBlocks } from "./blocks.js";
import { fill, h, keepingFocus } from "./dom.js";
import { forget, keepOnlyFields, stateOf, surfaceOf } from "./forms.js";
import { icon } from "./icons.js";
import { plainOf } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { bot, page, perform } from "./state.js";
import { troubleLine } from "./trouble.js";

export function modalLayer() {
  const body = h("div", { class: "modal-body" });
  const head = h("header", { class: "modal-head" });
  const foot = h("footer", { class: "modal-foot" });
  const trouble = troubleLine("modal");
  const form = h("form", { novalidate: true, class: "modal-form" }, head, trouble.node, body, foot);
  const dialog = h("dialog", { class: "modal", role: "dialog", "aria-modal": "true" }, form);
  document.body.append(dialog);

  const scrolled = new Map(); // view id → scroll, for when a pushed view closes again
  let known = [];
  let top = null; // {id, surface, signature}
  let waiting = false;

  const close = () => perform({ act: "close", view: top.id }, { spot: "modal" });

  async function submit(event) {
    event.preventDefault();
    if (waiting || !top) return;
    const { id, surface } = top;
    wait(true);
    await perform({ act: "submit", view: id, state: stateOf(surface) }, { spot: "modal" });
    wait(false);
    if (top?.id === id) showFirstError();
  }

  function wait(is) {
    waiting = is;
    dialog.setAttribute("aria-busy", String(is));
    const button = foot.querySelector("[type=submit]");
    if (!button) return;
    button.disabled = is;
    button.classList.toggle("waiting", is);
  }

  function showFirstError() {
    const first = body.querySelector(".input.invalid");
    first?.scrollIntoView({ block: "nearest" });
    first?.querySelector("input, textarea, select")?.focus({ preventScroll: true });
  }

  function drawFrame(view, depth) {
    const title = plainOf(view.title);
    dialog.setAttribute("aria-label", title);
    const back = depth > 1;
    const leave = h(
      "button",
      {
        type: "button",
        class: "tool",
        "aria-label": back ? "Back" : "Close dialog",
        onclick: close,
      },
      icon(back ? "back" : "close"),
    );
    const mark = bot() && avatar(bot(), "middle");
    fill(head, back && leave, !back && mark, h("h1", {}, title), !back && leave);
    const inputs = view.blocks.some((block) => block.type === "input");
    const submitText = plainOf(view.submit) || (inputs ? "Submit" : "");
    fill(
      foot,
      h(
        "button",
        { type: "button", class: "button", onclick: close, "data-key": "modal/close" },
        plainOf(view.close) || "Cancel",
      ),
      submitText &&
        h(
          "button",
          { type: "submit", class: "button primary", "data-key": "modal/submit" },
          h("span", {}, submitText),
        ),
    );
  }

  function draw({ id, view, errors }) {
    const surface = surfaceOf({ view: id }, "modal");
    Object.assign(surface, { blocks: view.blocks, held: view.state?.values, errors });
    // What the person fills in comes back in the view's state; that alone is no reason to draw again.
    const signature = JSON.stringify([
      id,
      { ...view, state: null, hash: null },
      errors,
      known.length,
    ]);
    if (signature === top?.signature) {
      // A browser may close a dialog at a second Escape without asking; the stack decides.
      if (!dialog.open) dialog.showModal();
      return;
    }
    const another = id !== top?.id;
    if (top) scrolled.set(top.id, body.scrollTop);
    keepOnlyFields(surface);
    top = { id, surface, signature };
    keepingFocus(form, () => {
      drawFrame(view, known.length);
      showBlocks(body, view.blocks, surface);
    });
    if (waiting) wait(true);
    if (!dialog.open) dialog.showModal();
    body.scrollTop = scrolled.get(id) ?? 0;
    if (another) focusFirst();
  }

  function focusFirst() {
    const first =
      body.querySelector("[data-first]") ??
      body.querySelector("input:not([type=file]), textarea, select");
    // A list that springs open before anybody asked is in the way.
    if (first && first.getAttribute("role") !== "combobox") first.focus({ preventScroll: true });
    else
      (foot.querySelector("[type=submit]") ?? foot.querySelector("button")).focus({
        preventScroll: true,
      });
  }

  form.addEventListener("submit", submit);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (event.target === dialog && top) close();
  });

  function show() {
    const { modals } = page.state;
    const ids = modals.map((modal) => modal.id);
    for (const gone of known.filter((id) => !ids.includes(id))) {
      forget(gone);
      scrolled.delete(gone);
    }
    known = ids;
    trouble.show();
    if (!modals.length) {
      top = null;
      if (dialog.open) dialog.close();
      return;
    }
    draw(modals.at(-1));
  }

  return { show, isOpen: () => dialog.open };
}
