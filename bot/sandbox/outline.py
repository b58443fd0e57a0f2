"""Blocks and views as lines of text, the way a person reads them from top to bottom."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.sandbox import mrkdwn
from bot.sandbox.fields import Values, chosen, shown_value

Json = Mapping[str, Any]
Names = Mapping[str, str]

_MARKS = {"checkboxes": ("[x]", "[ ]"), "radio_buttons": ("(x)", "( )")}


def outline(
    blocks: Iterable[Json] | None, names: Names | None = None, values: Values | None = None
) -> str:
    """`names` says what ids are called; `values` is `state.values`: what a person has filled in."""
    reader = _Reader(names or {}, values or {})
    return "\n".join(line for block in blocks or () for line in reader.block(block))


def outline_view(view: Json, names: Names | None = None, values: Values | None = None) -> str:
    buttons = [f"[{view[key]['text']}]" for key in ("submit", "close") if view.get(key)]
    title = view.get("title")
    parts = (
        title["text"] if title else "",
        outline(view.get("blocks"), names, values),
        " ".join(buttons),
    )
    return "\n".join(part for part in parts if part)


class _Reader:
    def __init__(self, names: Names, values: Values) -> None:
        self._names = names
        self._values = values

    def block(self, block: Json) -> Iterator[str]:
        kind = block.get("type", "")
        read = _READ_BY_KIND.get(kind)
        yield from read(self, block) if read else (f"({kind})",)

    def _all(self, blocks: Iterable[Json]) -> Iterator[str]:
        for block in blocks:
            yield from self.block(block)

    def _text(self, text: Json) -> str:
        match text.get("type"):
            case "mrkdwn":
                return mrkdwn.readable(text["text"], self._names)
            case "image":
                return f"({text.get('alt_text', '')})"
            case _:
                return str(text.get("text", ""))

    def _texts(self, block: Json, *keys: str) -> Iterator[str]:
        yield from (self._text(block[key]) for key in keys if isinstance(block.get(key), Mapping))

    def header(self, block: Json) -> Iterator[str]:
        yield f"# {self._text(block['text'])}"

    def divider(self, _block: Json) -> Iterator[str]:
        yield "---"

    def context(self, block: Json) -> Iterator[str]:
        yield " ".join(self._text(element) for element in block["elements"])

    def actions(self, block: Json) -> Iterator[str]:
        yield from self._elements(block, block["elements"])

    def picture(self, block: Json) -> Iterator[str]:
        yield from self._texts(block, "title")
        yield f"({block['alt_text']})"

    def markdown(self, block: Json) -> Iterator[str]:
        yield str(block["text"])

    def alert(self, block: Json) -> Iterator[str]:
        yield f"! {self._text(block['text'])}"

    def rich_text(self, block: Json) -> Iterator[str]:
        yield from mrkdwn.rich_text(block, self._names)

    def plan(self, block: Json) -> Iterator[str]:
        yield str(block["title"])
        yield from self._all(block.get("tasks", ()))

    def task_card(self, block: Json) -> Iterator[str]:
        yield f"{block['title']} ({block['status']})"
        for key in ("details", "output"):
            yield from self.rich_text(block.get(key, {}))

    def carousel(self, block: Json) -> Iterator[str]:
        yield from self._all(block["elements"])

    def container(self, block: Json) -> Iterator[str]:
        yield from self.rich_text(block.get("rich_text_title", {}))
        yield from self._texts(block, "title", "subtitle")
        yield from self._all(block["child_blocks"])

    def section(self, block: Json) -> Iterator[str]:
        yield from self._texts(block, "text")
        yield from (self._text(field) for field in block.get("fields", ()))
        if block.get("accessory"):
            yield from self._elements(block, [block["accessory"]])

    def card(self, block: Json) -> Iterator[str]:
        yield from self._texts(block, "hero_image", "icon", "title", "subtitle", "body", "subtext")
        yield from self._elements(block, block.get("actions", ()))

    def _elements(self, block: Json, elements: Sequence[Json]) -> Iterator[str]:
        """Side by side, but for ticks, which Slack sets below each other."""
        line: list[str] = []
        ticks: list[str] = []
        for element in elements:
            if element.get("type") in _MARKS:
                ticks.extend(self._ticks(block, element))
            else:
                line.append(self._inline(block, element))
        if line:
            yield " ".join(line)
        yield from ticks

    def _inline(self, block: Json, element: Json) -> str:
        match element.get("type"):
            case "button" | "icon_button":
                return f"[{self._text(element['text'])}]"
            case "feedback_buttons":
                pair = (element["positive_button"], element["negative_button"])
                return " ".join(f"[{self._text(button['text'])}]" for button in pair)
            case "overflow":
                offered = ", ".join(self._text(option["text"]) for option in element["options"])
                return f"[...: {offered}]"
            case "image":
                return self._text(element)
            case _:
                held = shown_value(block, element, self._values, self._names)
                empty = self._text(element.get("placeholder", {})) or "Select an item"
                return f"[{held or empty} v]"

    def _ticks(self, block: Json, element: Json) -> Iterator[str]:
        ticked, empty = _MARKS[element["type"]]
        picked = [option["value"] for option in chosen(block, element, self._values)]
        for option in element["options"]:
            described = "".join(f" - {text}" for text in self._texts(option, "description"))
            mark = ticked if option["value"] in picked else empty
            yield f"{mark} {self._text(option['text'])}{described}"

    def input(self, block: Json) -> Iterator[str]:
        element = block["element"]
        label = self._text(block["label"]) + (" (optional)" if block.get("optional") else "")
        if element.get("type") in _MARKS:
            yield f"{label}:"
            yield from self._ticks(block, element)
        else:
            value = shown_value(block, element, self._values, self._names)
            yield f"{label}: {value}".rstrip()
        yield from self._texts(block, "hint")

    def table(self, block: Json) -> Iterator[str]:
        if block.get("caption"):
            yield str(block["caption"])
        for row in block["rows"]:
            yield " | ".join(self._cell(cell) for cell in row)

    def _cell(self, cell: Json) -> str:
        if cell.get("type") == "rich_text":
            return " ".join(mrkdwn.rich_text(cell, self._names))
        return str(cell.get("text", ""))


_READ_BY_KIND: dict[str, Callable[[_Reader, Json], Iterator[str]]] = {
    "actions": _Reader.actions,
    "alert": _Reader.alert,
    "card": _Reader.card,
    "carousel": _Reader.carousel,
    "container": _Reader.container,
    "context": _Reader.context,
    "context_actions": _Reader.actions,
    "data_table": _Reader.table,
    "divider": _Reader.divider,
    "header": _Reader.header,
    "image": _Reader.picture,
    "input": _Reader.input,
    "markdown": _Reader.markdown,
    "plan": _Reader.plan,
    "rich_text": _Reader.rich_text,
    "section": _Reader.section,
    "table": _Reader.table,
    "task_card": _Reader.task_card,
    "video": _Reader.picture,
}
