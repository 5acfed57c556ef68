"""What a service tells Prometheus. One registry per service: the onebox holds seven services in one process.

Labels never carry ids, numbers or customers. With `PROMETHEUS_MULTIPROC_DIR` set (several web processes of one service), the values of
all processes are added up from the files there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest, multiprocess
from prometheus_client import Gauge as PrometheusGauge
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from kesu_common.service import Gauge

disable_created_metrics()  # type: ignore[no-untyped-call]

REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LATENCY_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 1800.0)
CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Every metric of one service, by attribute; `render` gives the text that Prometheus reads."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.registry = CollectorRegistry()
        self._domain = _DomainGauges(service)
        self.registry.register(self._domain)
        self.http_requests = self._counter("http_requests", "HTTP requests by route template", ("route", "method", "status"))
        self.http_request_seconds = Histogram(
            "kesu_http_request_seconds", "Time to answer a request", ("route", "method"), registry=self.registry, buckets=REQUEST_SECONDS
        )
        self.journal_unsent = self._gauge("journal_unsent_facts", "Facts in the journal that the bus has not confirmed yet")
        self.journal_oldest_unsent = self._gauge("journal_oldest_unsent_seconds", "Age of the oldest unsent fact")
        self.relay_active = self._gauge("relay_active", "1 where this process holds the relay of its database")
        self.relay_published = self._counter("relay_published", "Facts that the bus confirmed")
        self.relay_failures = self._counter("relay_failures", "Attempts to publish that failed")
        self.bus_blocked = self._gauge("bus_blocked", "1 while the bus does not take facts")
        self.inbox_waiting = self._gauge("inbox_waiting", "Facts received and not yet handled")
        self.inbox_dead = self._gauge("inbox_dead", "Facts given up on: somebody has to replay or discard them")
        self.inbox_oldest_waiting = self._gauge("inbox_oldest_waiting_seconds", "Age of the oldest waiting fact")
        self.inbox_handled = self._counter("inbox_handled", "Facts handled, by outcome: done, retry or dead", ("type", "outcome"))
        self.fact_latency = Histogram(
            "kesu_fact_latency_seconds", "From the statement of a fact to its effect here", registry=self.registry, buckets=LATENCY_SECONDS
        )
        self.catchup_last_success = self._gauge(
            "catchup_last_success_timestamp_seconds", "When a peer's journal was last read to its end", ("peer",)
        )
        self.catchup_recovered = self._counter("catchup_recovered", "Facts that the bus had not brought", ("peer",))
        self.tasks_open = self._gauge("tasks_open", "Open tasks", ("kind",))
        self.tasks_overdue = self._gauge("tasks_overdue", "Open tasks past their due time", ("kind",))
        self.tasks_escalated = self._counter("tasks_escalated", "Tasks put before somebody higher", ("level",))
        self.thread_crashes = self._counter("worker_thread_crashes", "Worker threads that failed and were started again", ("thread",))
        self.build_info = self._gauge("build_info", "Always 1; says which version of which service this is", ("version", "service"))
        self.build_info.labels(version("kesu-common"), service).set(1)

    def domain(self, gauges: Iterable[Gauge]) -> None:
        """Replace the service's domain gauges by what `Service.gauges` read just now."""
        self._domain.values = list(gauges)

    def backlog(self, counts: Mapping[tuple[str, ...], float], gauge: PrometheusGauge) -> None:
        """Set a labelled gauge to exactly `counts`: labels that are gone are forgotten instead of keeping their last value."""
        gauge.clear()
        for labels, value in counts.items():
            gauge.labels(*labels).set(value)

    def render(self) -> bytes:
        """The metrics in Prometheus' text format (`CONTENT_TYPE`), of all processes of the service in multiprocess mode."""
        folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
        if not folder:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        multiprocess.MultiProcessCollector(together, path=folder)  # type: ignore[no-untyped-call]
        together.register(self._domain)
        return generate_latest(together)

    def _counter(self, name: str, text: str, labels: tuple[str, ...] = ()) -> Counter:
        return Counter(f"kesu_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, labels: tuple[str, ...] = ()) -> PrometheusGauge:
        return PrometheusGauge(f"kesu_{name}", text, labels, registry=self.registry, multiprocess_mode="livemostrecent")


class _DomainGauges(Collector):
    """The service's own gauges as last read: `kesu_<service>_<name>`."""

    def __init__(self, service: str) -> None:
        self.prefix = f"kesu_{service}_"
        self.values: list[Gauge] = []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for gauge in list(self.values):
            labels = sorted(gauge.labels)
            family = families.setdefault(
                gauge.name, GaugeMetricFamily(self.prefix + gauge.name, f"{gauge.name.replace('_', ' ')}", labels=labels)
            )
            family.add_metric([gauge.labels[name] for name in labels], gauge.value)
        return families.values()
