"""Is all well? For load balancers and people who watch over the bot."""

from fastapi import APIRouter, Response, status

from optouts.core import Core
from optouts.errors import StorageAway


def router(core: Core) -> APIRouter:
    """`GET /health`: 200 while the database answers, 503 while it does not."""
    health = APIRouter()

    @health.get("/health")
    def look(response: Response) -> dict[str, str]:
        try:
            with core.reading():
                return {"status": "ok"}
        except StorageAway:
            response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
            return {"status": "the database does not answer"}

    return health
