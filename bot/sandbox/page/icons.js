// The page's own line icons, drawn on a 20 by 20 grid.

const PATHS = {
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.500h13.500M3 12.500h13.5",
  lock: "M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9",
  shared:
    "M8 7 5.5 9.500a3 3 0 0 0 4.200 4.200L11 12.500M12 13l2.5-2.500a3 3 0 0 0-4.200-4.200L9 7.500M8 12l4-4",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  down: "M5.5 8 10 12.5 14.5 8",
  more: "M10 4.500v.01M10 10v.01M10 15.500v.01",
  reply: "M4 4.500h12v9H9.500L6 16.500v-3H4z",
  bolt: "M11 2.5 4.5 11.500H9.500L9 17.500l6.5-9H10.500z",
  attach:
    "M14.5 9.5 9 15a3 3 0 0 1-4.300-4.300L11 4.500a2 2 0 0 1 2.900 2.900L8 13.200a1 1 0 0 1-1.400-1.400L11.5 7",
  send: "M3.5 4 17 10 3.5 16l1.800-6zM5.300 10H11",
  eye: "M2.5 10S5.5 5 10 5s7.5 5 7.5 5-3 5-7.5 5-7.5-5-7.5-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  file: "M5.5 2.500h6L15 6v11.500H5.500zM11.5 2.500V6H15",
  download: "M10 3v9M6 8.500l4 4 4-4M4 16.500h12",
  check: "M4.5 10.5 8.5 14.5 15.5 6",
  warning: "M10 3.5 17.5 16.500h-15zM10 8v4M10 14.200v.01",
  info: "M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9.500v4M10 6.500v.01",
  optout: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM5.200 5.200l9.600 9.600",
  phone: "M6 2.500h8v15H6zM9 15h2",
  people:
    "M7.5 9.500a2.750 2.750 0 1 0 0-5.5 2.750 2.750 0 0 0 0 5.500zM2.5 16c0-2.800 2.200-4.5 5-4.500s5 1.700 5 4.500M13 4.500a2.5 2.5 0 0 1 0 4.800M14.5 11.800c1.800.5 3 2 3 4.200",
  search: "M9 15a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM13.5 13.5 17 17",
};

const SVG = "http://www.w3.org/2000/svg";

export function icon(name, size = 18) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  const attributes = {
    viewBox: "0 0 20 20",
    width: size,
    height: size,
    class: `icon icon-${name}`,
    "aria-hidden": "true",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
