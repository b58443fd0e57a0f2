"""What Slack accepts inside a rich_text block.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from bot.sandbox.grammar import Rule, array, boolean, choice, integer, record, string, tagged
from bot.sandbox.object_rules import URL

# Slack documents no figures here; these only keep a runaway payload from passing.
TEXT = 40_000
PARTS = 10_000
INDENTS = 8

_style = record(
    optional=dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), boolean)
)
_pre_style = record(optional={"bold": boolean, "italic": boolean, "strike": boolean})


def _part(**required: Rule) -> Rule:
    return record(required, {"style": _style})


_id = string(255)
_inline: dict[str, Rule] = {
    "text": _part(text=string(TEXT)),
    "channel": _part(channel_id=_id),
    "user": _part(user_id=_id),
    "usergroup": _part(usergroup_id=_id),
    "team": _part(team_id=_id),
    "broadcast": _part(range=choice("here", "channel", "everyone")),
    "color": _part(value=string(20)),
    "emoji": record(
        {"name": string(100)},
        {"unicode": string(100), "skin_tone": integer(1, 6), "style": _style},
    ),
    "link": record(
        {"url": string(URL)},
        {"text": string(TEXT), "unsafe": boolean, "style": _style},
    ),
    "date": record(
        {"timestamp": integer(0, 9_999_999_999), "format": string(255)},
        {"url": string(URL), "fallback": string(255), "style": _style},
    ),
}
_preformatted: dict[str, Rule] = {
    "text": record({"text": string(TEXT)}, {"style": _pre_style}),
    "link": record({"url": string(URL)}, {"text": string(TEXT), "style": _pre_style}),
}
_sections = {"rich_text_section": record({"elements": array(tagged(_inline), at_most=PARTS)})}
_border = integer(0, 1)

_elements: dict[str, Rule] = {
    **_sections,
    "rich_text_list": record(
        {
            "style": choice("bullet", "ordered"),
            "elements": array(tagged(_sections), at_most=PARTS),
        },
        {"indent": integer(0, INDENTS), "offset": integer(0, PARTS), "border": _border},
    ),
    "rich_text_quote": record(
        {"elements": array(tagged(_inline), at_most=PARTS)}, {"border": _border}
    ),
    "rich_text_preformatted": record(
        {"elements": array(tagged(_preformatted), at_most=PARTS)},
        {"border": _border, "language": string(50)},
    ),
}

RICH_TEXT = record({"elements": array(tagged(_elements), at_most=PARTS)}, {"block_id": string(255)})
RICH_TEXT_ONLY = tagged({"rich_text": RICH_TEXT})
