// Files dragged from the desktop: anywhere on a conversation will do, as in Slack.

const hasFiles = (event) => event.dataTransfer.types.includes("Files");

export function takeDrops(area, attach) {
  const over = (on) => area.classList.toggle("dropping", on);
  area.addEventListener("dragover", (event) => over(hasFiles(event)));
  area.addEventListener("dragleave", (event) => {
    if (!area.contains(event.relatedTarget)) over(false);
  });
  area.addEventListener("drop", (event) => {
    over(false);
    if (hasFiles(event)) attach([...event.dataTransfer.files]);
  });
}
