"""PostgreSQL behind SQLAlchemy: engine and transactions, shared columns, numbers, migrations."""

from kesu_common.database.columns import Aggregate, Base, CommonBase, naming_convention
from kesu_common.database.engine import Database
from kesu_common.database.locks import one_at_a_time
from kesu_common.database.numbers import next_number

__all__ = ["Aggregate", "Base", "CommonBase", "Database", "naming_convention", "next_number", "one_at_a_time"]
