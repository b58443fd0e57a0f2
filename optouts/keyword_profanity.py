"""Abusive words, from the lists of the library glin-profanity; see decision 0023."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Final
from unicodedata import category

from optouts import keyword_text

_PACKAGE: Final = "glin-profanity"
_LISTS: Final = "glin_profanity/data/dictionaries"

# Whole lists, less the words in them that people also write without meaning any harm.
_LESS: Final = {
    "english": """
        alaskan pipeline, babeland, ball gag, ball kicking, bareback, barely legal, barenaked,
        bastinado, bbw, big black, birdlock, blonde action, bondage, brunette action, bs,
        bullet vibe, busty, butt, camel toe, coon, coons, date rape, daterape, dick, dolcett,
        domination, dp action, dvda, ecchi, ejaculation, erotic, escort, eunuch, fecal, figging,
        fingering, foot fetish, frotting, genitals, girl on, girl on top, grope, group sex, guro,
        hard core, hardcore, hoe, hooker, hot chick, how to kill, how to murder, huge fat, incest,
        intercourse, jelly donut, juggs, kinky, leather restraint, leather straight jacket,
        lemon party, lolita, lovemaking, lmfao, make me come, menage a trois, missionary position,
        mr hands, nipple, nipples, nude, nudity, omfg, one guy one jar, orgasm, panties, panty,
        pegging, penis, playboy, pleasure chest, poof, porn, porno, pornography,
        prince albert piercing, rape, raping, rapist, rectum, rimming, rosy palm, sadism, santorum,
        scat, scissoring, semen, sex, sexo, sexy, shota, shrimping, simp, skeet, snatch,
        snowballing, spic, spread legs, spunk, strap on, strappado, strip club, suck, sucks,
        swastika, swinger, tainted love, taste my, testbad01, threesome, throating, tied up,
        tight white, tit, tongue in a, topless, tushy, twink, twinkie, undressing, vagina, vibrator,
        violet wand, voyeur, vulva, wet dream, white power, wrapping men, xx, xxx, yaoi, anal, anus,
        autoerotic, auto erotic, bdsm, bestiality, clitoris, cum, cumming, mf, god damn, pubes,
        pissed, phone sex, acrotomophilia, coprophilia, dendrophilia, fellatio, cunnilingus,
        zoophilia, urophilia, vorarephilia, nymphomania, paki
    """,
    "french": """
        MALPT, baiser, bander, bite, bitte, bloblos, bordel, bosser, bourré, bourrée, caca, cailler,
        chatte, clito, clitoris, con, conne, cul, drague, déconne, déconner, emmerdant, folle,
        grande folle, gerbe, gerber, gouine, gueule, jouir, meuf, ménage à trois, nègre, palucher,
        pipi, pisser, pédale, péter, ramoner, suce, tanche, tapette, teuch, teuf, trique, veuve,
        zizi, zigounette
    """,
    "spanish": """
        Bollera, Caca, Chupada, Chupetón, Coprofagía, Drogas, Esperma, Fiesta de salchichas,
        Haciendo el amor, Heroína, Maciza, Macizorra, Nazi, Orina, Pedo, Pervertido, Pezón, Pinche,
        Pis, Prostituta, Racista, Semen, Sexo, Sexo oral, Sádico, Tetas grandes, Travesti, Trio,
        Tía buena, Vulva, asesinato, asno, concha, infierno, maldito, martillo, Verga,
        Hacer una paja
    """,
    "german": """
        MILF, bimbo, bonze, bratze, dödel, fratze, ische, kimme, kanake, lümmel, morgenlatte, mufti,
        muschi, möpse, nackt, nippel, onanieren, orgasmus, pimpern, pinkeln, popel, poppen, porno,
        rosette, schabracke, schiesser, schnackeln, vögeln, kampflesbe
    """,
}
# Lists with more ordinary words than abusive ones: only these of them.
_ONLY: Final = {
    "portuguese": """
        cabrao, cacete, caralho, filho da puta, foda, foda-se, foder, merda, paneleiro, porra, puta,
        puta que pariu, puta que te pariu, vai tomar no cu, vai-te foder, bosta, cagar, boceta
    """,
    "italian": """
        cazzo, cazzata, coglione, coglioni, di merda, figlio di puttana, frocio, fottere, leccaculo,
        merda, merdoso, minchia, porca puttana, puttana, rompiballe, stronza, stronzata, stronzo,
        testa di cazzo, troia, vaffanculo, zoccola
    """,
    "dutch": """
        godverdomme, hoer, klootzak, kut, lul, opsodemieteren, oprotten, rotzak, shit, slet, teef,
        teringlijer, neuken, hufter, eikel
    """,
}

# A letter, then letters and what people write in the place of some: f*ck, sh!t, f***.
_MASKED: Final = re.compile(
    r"(?<![a-z])[a-z](?:[a-z]{0,11}[*@#$!]{1,11}[a-z][a-z*@#$!]{0,11}|\*{3,11})",
    re.ASCII | re.IGNORECASE,
)
_MASK: Final = re.compile(r"[*@#$!]")
# Accents written apart, and characters that take no room.
_UNSEEN: Final = frozenset({"Mn", "Cf"})


LANGUAGES: Final = (*_LESS, *_ONLY)


def phrases() -> frozenset[tuple[str, ...]]:
    """Each as the words that it is found by. Raises PackageNotFoundError without the library."""
    return _read()


@cache
def _read() -> frozenset[tuple[str, ...]]:
    kept = (
        tuple(word.plain for word in keyword_text.read(one))
        for language in LANGUAGES
        for one in _kept(language)
        if not _MASK.search(one)
    )
    found = {words for words in kept if words}
    return frozenset(found | {(f"{words[0]}s",) for words in found if len(words) == 1})


def _kept(language: str) -> Iterator[str]:
    path = Path(str(distribution(_PACKAGE).locate_file(f"{_LISTS}/{language}.json")))
    listed: list[str] = json.loads(path.read_text(encoding="utf-8"))["words"]
    few = named(language)
    return (word for word in listed if (word in few) is (language in _ONLY))


def named(language: str) -> frozenset[str]:
    """The words of a list that we name: those left out of it, or the only ones taken from it."""
    several = _ONLY.get(language) or _LESS[language]
    return frozenset(" ".join(one.split()) for one in several.split(","))


@cache
def _by_shape() -> dict[tuple[str, int], list[str]]:
    shapes: dict[tuple[str, int], list[str]] = {}
    for words in sorted(_read()):
        if len(words) == 1:
            shapes.setdefault((words[0][0], len(words[0])), []).append(words[0])
    return shapes


def masked(text: str) -> str:
    """The first word of the text with an abusive one behind its stars, as written, or nothing."""
    if not _MASK.search(text):
        return ""
    text = text[: keyword_text.MOST_CHARACTERS]
    shown = [place for place, one in enumerate(text) if category(one) not in _UNSEEN]
    for match in _MASKED.finditer("".join(text[place] for place in shown)):
        written = match.group().rstrip("!").lower()
        several = _by_shape().get((written[0], len(written)), ())
        if any(_agree(written, word) for word in several):
            end = match.start() + len(written) - 1
            return text[shown[match.start()] : shown[end] + 1]
    return ""


def _agree(written: str, word: str) -> bool:
    return all(one == other or _MASK.match(one) for one, other in zip(written, word, strict=True))
