"""The OCS API: on-call schedules, their tiers and on-demand shifts, in the words of its clients. See README.md."""

from watchbill.api.ocs import description
from watchbill.api.ocs.errors import FAMILY
from watchbill.api.ocs.routes import router

__all__ = ["FAMILY", "description", "router"]
