"""How often Home tabs are published: never often for one person, and Slack's limits are kept."""

from dataclasses import dataclass, field
from typing import Any
from unittest.mock import Mock

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from handlers.slack import home, home_updates
from handlers.slack.home_updates import Homes
from handlers.slack.problems import NotAMember, SlackAway
from handlers.slack.replies import PublishHome
from optouts import overview
from optouts.glance import Glance
from optouts.places import Places
from optouts.preferences import Preferences
from optouts.roles import Actor, Role
from optouts.words import ActorId
from tests.handlers.slack.extremes import NOW


@dataclass
class Scene:
    """Tabs over data of which a version is said, and a Slack that notes what it is sent."""

    version: str = "1"
    now: float = 0.0
    published: list[str] = field(default_factory=list)
    answer: Exception | None = None
    who: Exception | None = None

    def __post_init__(self) -> None:
        self.homes = Homes(now=lambda: self.now, wait=self._wait)

    def _wait(self, seconds: float) -> bool:
        self.now += seconds
        return False

    def _publish(self, *, user_id: str, view: View) -> None:
        assert view.type == "home"
        self.published.append(user_id)
        if self.answer is not None:
            raise self.answer

    def _actor(self, *_: object, user: str, **__: object) -> Actor:
        if self.who is not None:
            raise self.who
        return Actor(ActorId(user), Role.VIEWER)

    def opens(self, user: str) -> None:
        self.homes.opened(visited(self, user), Mock())

    def rounds(self, seconds: int) -> list[str]:
        """What is published while so many seconds pass."""
        self.published.clear()
        until = self.now + seconds
        while self.now < until:
            self.homes.refresh()
            self.now += 1
        return list(self.published)


def visited(scene: Scene, user: str) -> Any:
    """The request by which somebody opened their tab."""
    visit = Mock(workspace=1)
    visit.sent.user = user
    visit.client.views_publish = scene._publish
    visit.people.actor = scene._actor
    return visit


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    scene = Scene()
    monkeypatch.setattr(overview, "version", lambda *_: scene.version)
    drawn = PublishHome(View(type="home", blocks=[]))
    monkeypatch.setattr(home, "view", lambda _visit: drawn)
    monkeypatch.setattr(overview, "of", lambda *_, **__: Glance(NOW, Places((), ()), Preferences()))
    return scene


def refused(error: str, **headers: str) -> SlackApiError:
    response = Mock(headers=headers)
    response.get = {"error": error}.get
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]


def test_nothing_is_published_until_there_is_news(scene: Scene) -> None:
    scene.opens("U0THANDI")
    assert scene.rounds(60) == []

    scene.version = "2"

    assert scene.rounds(60) == ["U0THANDI"]


def test_one_person_is_sent_a_tab_every_few_seconds_at_most(scene: Scene) -> None:
    scene.opens("U0THANDI")
    sent, began = 0, scene.now
    for version in range(30):
        scene.version = str(version)
        sent += len(scene.rounds(1))

    assert 5 <= sent <= (scene.now - began) / home_updates.BETWEEN


def test_many_people_get_theirs_one_after_the_other(scene: Scene) -> None:
    people = [f"U{number:09}" for number in range(20)]
    for person in people:
        scene.opens(person)
    scene.now += 10
    scene.version = "2"
    began = scene.now

    scene.homes.refresh()

    assert scene.published == people
    assert scene.now - began >= len(people) * home_updates.PACE


def test_only_those_who_opened_theirs_lately_are_kept_up_to_date(scene: Scene) -> None:
    for number in range(home_updates.MOST + 3):
        scene.opens(f"U{number:09}")
    scene.opens("U000000003")
    scene.version = "2"

    assert len(scene.rounds(120)) == home_updates.MOST
    assert "U000000002" not in scene.published
    assert "U000000003" in scene.published
    scene.now += home_updates.LATELY
    scene.version = "3"
    assert scene.rounds(120) == []


def test_a_limit_of_slack_is_waited_for(scene: Scene) -> None:
    scene.opens("U0THANDI")
    scene.opens("U0PIETER")
    scene.now += 10
    scene.version, scene.answer = "2", refused("ratelimited", **{"Retry-After": "20"})

    assert scene.rounds(20) == ["U0THANDI"]
    scene.answer = None
    assert sorted(scene.rounds(10)) == ["U0PIETER", "U0THANDI"]


def test_what_fails_on_the_way_is_tried_again_and_what_is_refused_is_not(scene: Scene) -> None:
    scene.opens("U0THANDI")
    scene.now += 10
    scene.version, scene.answer = "2", OSError()
    assert len(scene.rounds(10)) > 1

    scene.answer = refused("user_not_found")
    assert scene.rounds(10) == ["U0THANDI"]
    scene.answer, scene.version = None, "3"
    assert scene.rounds(10) == []


def test_nobody_is_sent_anything_while_slack_does_not_say_who_they_are(scene: Scene) -> None:
    scene.opens("U0THANDI")
    scene.version, scene.who = "2", SlackAway()
    assert scene.rounds(10) == []

    scene.who = None
    assert scene.rounds(10) == ["U0THANDI"]


def test_who_became_a_guest_is_told_so_once(scene: Scene) -> None:
    scene.opens("U0THANDI")
    scene.version, scene.who = "2", NotAMember(is_guest=True)

    assert scene.rounds(10) == ["U0THANDI"]
    scene.version = "3"
    assert scene.rounds(10) == []
