"""`optout doctor`: what is wrong, and how to mend it."""

from pathlib import Path

import pytest
import yaml

from bot import cli
from bot.sandbox.server import Sandbox
from storage.engine import Database
from storage.migrating import migrate, newest
from tests.bot.conftest import MANIFEST, Environment


class Doctor:
    """What an operator sees."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def examines(self) -> tuple[int, str]:
        code = cli.main(["doctor"])
        said = self._capsys.readouterr()
        assert said.err == ""
        return code, said.out


@pytest.fixture
def doctor(capsys: pytest.CaptureFixture[str]) -> Doctor:
    return Doctor(capsys)


@pytest.fixture
def migrated(connected: Environment, tmp_path: Path) -> Environment:
    url = f"sqlite:///{tmp_path / 'optout.db'}"
    database = Database(url)
    migrate(database)
    database.close()
    connected(DATABASE_URL=url)
    return connected


@pytest.mark.usefixtures("migrated")
def test_when_all_is_well_each_thing_says_so(doctor: Doctor) -> None:
    code, said = doctor.examines()

    assert code == 0
    assert said.splitlines() == [
        "     well  settings: complete",
        f"     well  database: schema {newest()}",
        "     well  bot token: works for the workspace Baobab Group",
        "     well  scopes: complete",
        "     well  app token: opens connections",
    ]


@pytest.mark.usefixtures("environment")
def test_without_settings_it_says_which_are_missing_and_where_they_come_from(
    doctor: Doctor,
) -> None:
    code, said = doctor.examines()

    assert code == 1
    assert "needs you  SLACK_BOT_TOKEN: is not set." in said
    assert "needs you  SLACK_APP_TOKEN: is not set." in said
    assert "docs/settings.md says where it comes from." in said


@pytest.mark.usefixtures("connected")
def test_a_database_that_was_never_migrated(doctor: Doctor) -> None:
    code, said = doctor.examines()

    assert code == 1
    assert "needs you  database: schema absent\n           Run `optout migrate`." in said


def test_a_database_that_does_not_answer(
    doctor: Doctor, connected: Environment, nobody_listens: int
) -> None:
    connected(DATABASE_URL=f"postgresql://keeper:hush@127.0.0.1:{nobody_listens}/optout")

    code, said = doctor.examines()

    assert code == 1
    assert "needs you  database: does not answer: " in said
    assert "Start it, or check DATABASE_URL." in said
    assert "hush" not in said


def test_a_token_that_slack_refuses(doctor: Doctor, migrated: Environment) -> None:
    migrated(SLACK_BOT_TOKEN="xoxb-old", SLACK_APP_TOKEN="xapp-old")  # noqa: S106 - no secrets

    code, said = doctor.examines()

    assert code == 1
    assert "needs you  bot token: Slack refuses it: invalid_auth" in said
    assert "Install the app again and copy its token." in said
    assert "needs you  app token: Slack refuses it: invalid_auth" in said
    assert "scope connections:write" in said


def test_a_scope_that_the_app_was_installed_without(
    doctor: Doctor, migrated: Environment, tmp_path: Path
) -> None:
    older = yaml.safe_load(MANIFEST.read_text())
    older["oauth_config"]["scopes"]["bot"].remove("usergroups:read")
    manifest = tmp_path / "manifest.yml"
    manifest.write_text(yaml.safe_dump(older))
    with Sandbox(manifest=manifest) as slack:
        migrated(SLACK_API_URL=slack.api_url)

        code, said = doctor.examines()

    assert code == 1
    assert "needs you  scopes: missing: usergroups:read" in said
    assert "Update the app from manifest.yml and install it again." in said


def test_a_slack_that_cannot_be_reached(
    doctor: Doctor, migrated: Environment, nobody_listens: int
) -> None:
    migrated(SLACK_API_URL=f"http://127.0.0.1:{nobody_listens}/api/")

    code, said = doctor.examines()

    assert code == 1
    assert "needs you  Slack: cannot be reached: " in said
    assert "Check SLACK_API_URL and the network." in said
    assert "Traceback" not in said


def test_a_server_that_does_not_speak_like_slack(
    doctor: Doctor, migrated: Environment, slack: Sandbox
) -> None:
    migrated(SLACK_API_URL=slack.page_url)

    code, said = doctor.examines()

    assert code == 1
    assert "needs you  bot token: " in said
    assert "Traceback" not in said


def test_over_http_no_app_token_is_asked_for(doctor: Doctor, migrated: Environment) -> None:
    migrated(SLACK_TRANSPORT="http", SLACK_APP_TOKEN="")

    code, said = doctor.examines()

    assert code == 0
    assert "app token" not in said
