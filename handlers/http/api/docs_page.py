"""A plain page of all calls, made of the OpenAPI document: no scripts, nothing from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from handlers.http.api.problem_words import WORDS, slug

STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;"
    "color:#1d1c1d;background:#fff}h2{margin-top:3rem;border-top:1px solid #ccc;padding-top:1rem}"
    "code,pre{font:14px/1.45 ui-monospace,monospace}pre{background:#f4f4f4;padding:1rem;"
    "overflow-x:auto}td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}"
    "pre{background:#222529}a{color:#6cb8ff}h2{border-color:#444}}"
)
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

Json = Mapping[str, Any]


def page(document: Json) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>The API of Optout</title><style>{STYLE}</style></head><body>"
        f"<h1>The API of Optout</h1><p>{escape(document['info']['description'])}</p>"
        "<p>Send a key with every call: <code>Authorization: Bearer optout_…</code>. For programs"
        ' all this is in <a href="/openapi.json">/openapi.json</a>.</p>'
        f"{''.join(_calls(document))}<h2>Problems</h2><p>A call that is not done is answered with"
        " <code>application/problem+json</code>.</p><table><tr><th>Type</th><th>Status</th>"
        f"<th>What</th></tr>{''.join(_problems())}</table></body></html>"
    )


def _calls(document: Json) -> Iterator[str]:
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            yield f"<h2>{method.upper()} {escape(path)}</h2>"
            yield "".join(
                f"<p>{escape(each)}</p>" for each in call.get("description", "").split("\n\n")
            )
            yield _parameters(call)
            yield _sent(document, call)
            yield _answered(document, call)


def _parameters(call: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(each['name'])}</code></td><td>{each['in']}</td>"
        f"<td>{escape(each.get('description', ''))}</td></tr>"
        for each in call.get("parameters", ())
    )
    return f"<table><tr><th>Name</th><th>In</th><th>What</th></tr>{rows}</table>" if rows else ""


def _sent(document: Json, call: Json) -> str:
    example = _example(document, call.get("requestBody", {}))
    return f"<h3>Send</h3><pre>{example}</pre>" if example else ""


def _answered(document: Json, call: Json) -> str:
    good: Json = next(
        (each for code, each in call["responses"].items() if code.startswith("2")), {}
    )
    example = _example(document, good)
    others = ", ".join(code for code in call["responses"] if not code.startswith("2"))
    shown = f"<h3>Answer</h3><pre>{example}</pre>" if example else ""
    return f"{shown}<p>Not done: {others}.</p>"


def _example(document: Json, body: Json) -> str:
    """The first example of the first media type, its own or its model's."""
    for media in body.get("content", {}).values():
        schema = media.get("schema", {})
        name = schema.get("$ref", "").rpartition("/")[2]
        schema = document["components"]["schemas"].get(name, schema)
        if examples := schema.get("examples"):
            return escape(json.dumps(examples[0], indent=2, ensure_ascii=False))
    return ""


def _problems() -> Iterator[str]:
    """Each stands where its type leads to."""
    for kind, words in WORDS.items():
        name = slug(kind)
        yield (
            f'<tr id="{name}"><td><code>/docs#{name}</code></td><td>{words.status}</td>'
            f"<td>{escape(words.title)}</td></tr>"
        )
