"""Private servers: a PostgreSQL and a RabbitMQ of one's own, on free ports, in a folder, disturbing nobody.

The trial mode keeps its data in such a PostgreSQL; tests, the native processes and the bench run on both. Servers outlive the process that
started them when it is killed; whoever starts on the same folder next adopts them.
"""

from kesu_common.servers.management import Management
from kesu_common.servers.postgres import GivenPostgres, Postgres, PostgresServer, postgres
from kesu_common.servers.processes import ServerError
from kesu_common.servers.rabbitmq import RabbitMQ

__all__ = ["GivenPostgres", "Management", "Postgres", "PostgresServer", "RabbitMQ", "ServerError", "postgres"]
