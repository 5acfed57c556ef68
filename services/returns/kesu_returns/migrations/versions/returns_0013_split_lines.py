"""The database itself sees to it that what is split off a line is claimed by a line of another return: neither twice nor by nobody.

A label of the whole leads to its parts as well.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "returns_0013"
down_revision = "returns_0012"
branch_labels = None
depends_on = None

WHOLE = (
    """
CREATE FUNCTION split_moves_pieces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.split_from_id IS DISTINCT FROM OLD.split_from_id OR NEW.claimed + NEW.split_off <> OLD.claimed + OLD.split_off THEN
        RAISE EXCEPTION 'what line % was asked for stays: it is claimed or split off', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'split_moves_pieces';
    END IF;
    RETURN NEW;
END $$
""",
    """
CREATE TRIGGER split_moves_pieces BEFORE UPDATE OF claimed, split_off, split_from_id ON return_line FOR EACH ROW
    WHEN (NEW.split_off <> 0 OR OLD.split_off <> 0 OR NEW.split_from_id IS NOT NULL OR OLD.split_from_id IS NOT NULL)
    EXECUTE FUNCTION split_moves_pieces()
""",
    """
CREATE FUNCTION split_off_is_claimed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wrong uuid;
BEGIN
    SELECT l.id INTO wrong FROM return_line AS l WHERE l.id IN (NEW.id, NEW.split_from_id)
        AND l.split_off <> (SELECT coalesce(sum(p.claimed + p.split_off), 0) FROM return_line AS p WHERE p.split_from_id = l.id);
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'what was split off line % is not what other returns claim of it', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'split_off_is_claimed';
    END IF;
    RETURN NULL;
END $$
""",
    """
CREATE CONSTRAINT TRIGGER split_off_is_claimed AFTER INSERT OR UPDATE OF claimed, split_off ON return_line DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.split_off <> 0 OR NEW.split_from_id IS NOT NULL) EXECUTE FUNCTION split_off_is_claimed()
""",
)
"""A line that has to do with no split costs nothing: the triggers' conditions are looked at before they are called."""


def upgrade() -> None:
    op.add_column("return_line", sa.Column("split_off", sa.Numeric(precision=14, scale=3), server_default="0", nullable=False))
    op.add_column("return_line", sa.Column("split_from_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_return_line_split_from_id_return_line"), "return_line", "return_line", ["split_from_id"], ["id"])
    op.create_index(op.f("ix_return_line_split_from_id"), "return_line", ["split_from_id"])
    op.create_check_constraint(op.f("ck_return_line_split_off_not_negative"), "return_line", "split_off >= 0")
    op.add_column("return", sa.Column("split_path", postgresql.ARRAY(sa.String(length=64)), server_default="{}", nullable=False))
    op.execute('UPDATE "return" SET split_path = ARRAY[split_from] WHERE split_from IS NOT NULL')
    for statement in WHOLE:
        op.execute(statement)
