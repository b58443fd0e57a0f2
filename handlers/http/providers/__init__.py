"""The providers whose webhooks we understand, one file each."""

from collections.abc import Mapping
from typing import Final

from handlers.http.providers.clickatell import Clickatell
from handlers.http.providers.clicksend import ClickSend
from handlers.http.providers.generic import Generic
from handlers.http.providers.provider import ProviderFile
from handlers.http.providers.smsportal import SmsPortal
from handlers.http.providers.twilio import Twilio
from handlers.http.providers.whatsapp import WhatsApp
from optouts.inbound import Provider

FILES: Final[tuple[ProviderFile, ...]] = (
    Twilio(),
    WhatsApp(),
    Clickatell(),
    SmsPortal(),
    ClickSend(),
    Generic(),
)
BY_NAME: Final[Mapping[Provider, ProviderFile]] = {each.name: each for each in FILES}
