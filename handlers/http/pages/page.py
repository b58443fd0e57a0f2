"""A page as HTML: one column, a button or two, readable by everybody and everything."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from string import Template
from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #4b535d; --paper: #ffffff;
  --ground: #f2f4f6; --line: #c9d0d8; --act: #0b57a4; --on-act: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1f3f5; --soft: #bcc4cd; --paper: #1c2127;
  --ground: #12161a; --line: #48515b; --act: #8ec5ff; --on-act: #0c1a29; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 32rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 0.75rem;
  padding: 1.5rem 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 0.75rem; overflow-wrap: anywhere; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
dl { margin: 0 0 1.25rem; border-top: 1px solid var(--line); }
dl div { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between;
  padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--soft); }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
form { margin: 0; }
button { display: block; width: 100%; min-height: 3rem; padding: 0.75rem 1rem; cursor: pointer;
  font: inherit; font-weight: 600; border-radius: 0.5rem; border: 2px solid var(--act);
  background: var(--act); color: var(--on-act); }
button.quiet { background: transparent; color: var(--act); }
button:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
.soft { color: var(--soft); }
"""

_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action"
    " 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Vary": "Accept-Language",
}
"""The address of a page is a secret: it is kept nowhere and told to nobody."""

_PAGE: Final = Template("""<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
<div class="card">
<h1>$title</h1>
$parts
</div>
</main>
</body>
</html>
""")


@dataclass(frozen=True, slots=True)
class Button:
    """Sends a POST to the path `to`; a quiet one is not what most people want."""

    label: str
    to: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """What a page holds, from its top to its end, as plain text."""

    title: str
    text: str
    facts: Sequence[tuple[str, str]] = ()
    before_button: str = ""
    button: Button | None = None


def drawn(language: str, content: Content) -> str:
    parts = [f"<p>{escape(content.text)}</p>"]
    if content.facts:
        parts.append(f"<dl>{''.join(map(_fact, content.facts))}</dl>")
    if content.before_button:
        parts.append(f'<p class="soft">{escape(content.before_button)}</p>')
    if content.button is not None:
        parts.append(_form(content.button))
    return _PAGE.substitute(
        language=escape(language),
        title=escape(content.title),
        style=STYLE,
        parts="\n".join(parts),
    )


def _fact(fact: tuple[str, str]) -> str:
    name, value = fact
    return f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"


def _form(button: Button) -> str:
    kind = ' class="quiet"' if button.is_quiet else ""
    return (
        f'<form method="post" action="{escape(button.to)}">'
        f'<button type="submit"{kind}>{escape(button.label)}</button></form>'
    )
