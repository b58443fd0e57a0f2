// The app's Home tab.

import { showBlocks } from "./blocks.js";
import { h, keepingFocus } from "./dom.js";
import { keepOnlyFields, surfaceOf } from "./forms.js";
import { bot, page } from "./state.js";
import { troubleLine } from "./trouble.js";

export function homeSurface() {
  const inner = h("div", { class: "home-inner" });
  const trouble = troubleLine("home");
  const node = h(
    "section",
    { class: "home", "aria-label": "Home" },
    h("div", { class: "home-trouble" }, trouble.node),
    inner,
  );
  let shown = null;

  function show() {
    trouble.show();
    const { home } = page.state;
    const signature = JSON.stringify([page.as, home && { ...home.view, state: null, hash: null }]);
    if (signature === shown) return;
    shown = signature;
    if (!home) {
      inner.replaceChildren(
        h("p", { class: "intro" }, `${bot()?.name ?? "The app"} has not put anything here yet.`),
      );
      return;
    }
    const surface = surfaceOf({ view: home.id }, "home");
    surface.blocks = home.view.blocks ?? [];
    surface.held = home.view.state?.values;
    keepOnlyFields(surface);
    keepingFocus(inner, () => showBlocks(inner, surface.blocks, surface));
  }

  return { node, show };
}
