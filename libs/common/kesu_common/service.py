"""What a service is to the common mechanism: one description, read by web, worker, CLI, tests and documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from sqlalchemy import MetaData
from sqlalchemy.orm import Session

from kesu_common.events import EventType, Reaction
from kesu_common.people.actors import Action
from kesu_common.people.copies import COMMON_REACTIONS
from kesu_common.states import StateTable
from kesu_common.tasks import TASK_EVENTS, TaskKind

if TYPE_CHECKING:
    import threading

    from click import Command
    from flask import Blueprint

    from kesu_common.attachments import Attachment
    from kesu_common.importing import ImportSpec
    from kesu_common.jobs import Job
    from kesu_common.people.actors import Actor
    from kesu_common.runtime import Runtime


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation: translatable label, path below the service's prefix, the action that it needs, an icon's name."""

    label: str
    path: str
    action: Action
    icon: str = "circle"


@dataclass(frozen=True)
class Gauge:
    """One value of a domain gauge: `kesu_<service>_<name>{labels}`."""

    name: str
    labels: Mapping[str, str]
    value: float


def no_gauges(_session: Session) -> Iterable[Gauge]:
    """The gauges of a service that has none."""
    return ()


def not_counted(_session: Session, _actor: Actor, _attachment: Attachment) -> None:
    """Downloads of a service that keeps no account of them."""


@dataclass(frozen=True, kw_only=True)
class Service:
    """One department's service.

    `apis` are flask-smorest blueprints (they appear in the OpenAPI document), `pages` plain Flask blueprints. `reactions` maps event types
    to what is done; a service hears exactly the types that it reacts to. `gauges` reads domain gauges, called at most every few seconds.
    """

    name: str
    package: str
    title: str
    metadata: MetaData
    reading: Action
    """Who may read this service's records, their attachments and their history."""
    actions: Sequence[Action] = ()
    events: Sequence[EventType] = ()
    reactions: Mapping[str, Reaction] = field(default_factory=dict)
    states: Sequence[StateTable] = ()
    tasks: Sequence[TaskKind] = ()
    imports: Sequence[ImportSpec] = ()
    apis: Sequence[Blueprint] = ()
    pages: Sequence[Blueprint] = ()
    nav: Sequence[NavItem] = ()
    tones: Mapping[str, str] = field(default_factory=dict)
    """Colour of its own states on pages where it differs from `web.filters.TONES`: good, bad, warn, calm, busy."""
    gauges: Callable[[Session], Iterable[Gauge]] = no_gauges
    commands: Sequence[Command] = ()
    """What an operator can do besides what every service has: `kesu <service> <command>`."""
    jobs: Sequence[Job] = ()
    """What its worker does by the clock, besides what every worker does."""
    threads: Mapping[str, Callable[[Runtime, threading.Event], None]] = field(default_factory=dict)
    """What its worker does all the time, by name: each runs until the event is set, and is started again when it fails."""
    downloaded: Callable[[Session, Actor, Attachment], None] = not_counted
    """Is told of every download of an attachment, in the request's transaction: no file leaves without it."""

    @property
    def all_events(self) -> tuple[EventType, ...]:
        """The facts that this service states: its own and those about its tasks."""
        return (*self.events, *TASK_EVENTS)

    @property
    def all_reactions(self) -> Mapping[str, Reaction]:
        """What the service reacts to: sites, people and keys, as every service but the one that states them, and its own reactions."""
        own = {event.type for event in self.events}
        return {**{name: reaction for name, reaction in COMMON_REACTIONS.items() if name not in own}, **self.reactions}

    def hears(self, event_type: str) -> Reaction | None:
        """The reaction to facts of this type; one registered under `*` hears every fact of every other service."""
        return self._reaction(event_type) or self.reactions.get("*")

    def listens(self, event_type: str, source: str) -> bool:
        """Whether a fact of this type from this CloudEvents source is for the service: `*` means every other service, not itself."""
        return self._reaction(event_type) is not None or ("*" in self.reactions and source != f"/kesu/{self.name}")

    def _reaction(self, event_type: str) -> Reaction | None:
        """One of `all_reactions`, without making all of them: asked for every fact that passes by."""
        found = self.reactions.get(event_type)
        if found is None and event_type in COMMON_REACTIONS and all(event.type != event_type for event in self.events):
            return COMMON_REACTIONS[event_type]
        return found


NAMES = ("desk", "intake", "quality", "returns", "capa", "survey", "webhooks")
"""The services in the order of the navigation."""


def installed() -> dict[str, Service]:
    """The services that are installed here, by name, in the order of `NAMES` (entry points `kesu.services`)."""
    found = {point.name: point for point in entry_points(group="kesu.services")}
    return {name: found[name].load() for name in NAMES if name in found}


def load(name: str) -> Service:
    """The installed service of that name. Raises `LookupError` naming those there are."""
    for point in entry_points(group="kesu.services", name=name):
        service: Service = point.load()
        return service
    raise LookupError(f"no service “{name}”; installed: {', '.join(p.name for p in entry_points(group='kesu.services'))}")
