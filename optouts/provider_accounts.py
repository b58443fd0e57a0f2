"""What an account at each provider consists of: what it signs with, and what sends messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from optouts.inbound import Provider
from optouts.words import Channel

BASIC_USER: Final = "basic_user"
BASIC_PASSWORD: Final = "basic_password"  # noqa: S105 - the name of it


@dataclass(frozen=True, slots=True)
class SecretField:
    """Something that a manager enters; `name` is its key in Connection.secrets, `is_needed` where
    nothing works without it, and `pattern` what the whole of it has to match."""

    name: str
    label: str
    hint: str
    is_needed: bool = False
    pattern: str = ".+"


@dataclass(frozen=True, slots=True)
class ProviderAccount:
    """`signing` names the secret that the provider signs with; empty: it signs nothing.

    `sending` names what has to be there so that messages back can be sent. `in_band`: it also
    takes them in the answer to its call. `tells_sender`: its calls say which of our senders a reply
    went to.
    """

    title: str
    channels: frozenset[Channel]
    secrets: tuple[SecretField, ...]
    sending: tuple[str, ...]
    signing: str = ""
    in_band: bool = False
    tells_sender: bool = True

    @property
    def always_signs(self) -> bool:
        """Whether nothing is taken in without its signature."""
        return any(each.is_needed for each in self.secrets if each.name == self.signing)


BASIC: Final = (
    SecretField(
        BASIC_USER,
        "User name of the webhook",
        "Where the provider can send one with its requests (Basic auth).",
    ),
    SecretField(BASIC_PASSWORD, "Password of the webhook", "Goes with the user name."),
)

BOTH: Final = frozenset(Channel)
SMS: Final = frozenset({Channel.SMS})

ACCOUNTS: Final[Mapping[Provider, ProviderAccount]] = {
    Provider.TWILIO: ProviderAccount(
        "Twilio",
        BOTH,
        (
            SecretField(
                "auth_token",
                "Auth token",
                "Twilio signs its requests with it. Console: Account, API keys & tokens.",
                is_needed=True,
            ),
            SecretField(
                "account_sid",
                "Account SID",
                "Begins with AC. Needed for messages that are sent after a review.",
            ),
        ),
        sending=("account_sid", "auth_token"),
        signing="auth_token",
        in_band=True,
    ),
    Provider.WHATSAPP: ProviderAccount(
        "WhatsApp Cloud API",
        frozenset({Channel.WHATSAPP}),
        (
            SecretField(
                "app_secret",
                "App secret",
                "Meta signs its requests with it. App dashboard: Settings, Basic.",
                is_needed=True,
            ),
            SecretField(
                "verify_token",
                "Verify token",
                "Any words of your own; enter the same ones at Meta beside the address.",
                is_needed=True,
            ),
            SecretField(
                "access_token",
                "Access token",
                "Sends confirmations: a system user's, with whatsapp_business_messaging.",
            ),
            SecretField(
                "phone_number_ids",
                "Phone number ids",
                "Your number=its id at Meta, separated by commas: 27600123456=106540352242922.",
                pattern=r"[\d\s()+=,;-]+",
            ),
        ),
        sending=("access_token", "phone_number_ids"),
        signing="app_secret",
    ),
    Provider.CLICKATELL: ProviderAccount(
        "Clickatell",
        BOTH,
        (
            SecretField("api_key", "API key", "Sends confirmations: the key of the integration."),
            *BASIC,
        ),
        sending=("api_key",),
    ),
    Provider.SMSPORTAL: ProviderAccount(
        "SMSPortal",
        SMS,
        (
            SecretField("client_id", "Client ID", "Sends confirmations: of an API key."),
            SecretField("api_secret", "API secret", "Goes with the client ID."),
            *BASIC,
        ),
        sending=("client_id", "api_secret"),
        tells_sender=False,
    ),
    Provider.CLICKSEND: ProviderAccount(
        "ClickSend",
        SMS,
        (
            SecretField("username", "API user name", "Sends confirmations."),
            SecretField("api_key", "API key", "Goes with the API user name."),
            *BASIC,
        ),
        sending=("username", "api_key"),
    ),
    Provider.GENERIC: ProviderAccount(
        "Another program",
        BOTH,
        (
            SecretField(
                "signing_secret",
                "Signing secret",
                "Signs each request: X-Optout-Signature. Without it nobody is ever taken off a"
                " list unless that is allowed below.",
            ),
            SecretField(
                "send_url",
                "Address for messages back",
                "Begins with https://. Messages that are not in the answer are posted there.",
                pattern=r"https://\S+",
            ),
            *BASIC,
        ),
        sending=("send_url",),
        signing="signing_secret",
        in_band=True,
    ),
}
