"""The tables by which machines wake each other: procrastinate's own, as its version 3.10 has them. PostgreSQL only.

They are made of the library's migrations, which never change once they are released, each named here. So a store that
is made later, beside a library that has more of them, is the same; what is new there takes a migration of ours.
"""

import re
from importlib import resources

from alembic import op

revision = "0018"
down_revision = "0017"

APPLIED = (
    "00.00.00_01_initial",
    "00.05.00_01_drop_started_at_column",
    "00.05.00_02_drop_started_at_column",
    "00.05.00_03_drop_procrastinate_version_table",
    "00.06.00_01_fix_procrastinate_fetch_job",
    "00.07.01_01_fix_trigger_status_events_insert",
    "00.08.01_01_add_queueing_lock_column",
    "00.10.00_01_close_fetch_job_race_condition",
    "00.10.00_02_add_defer_job_function",
    "00.11.00_03_add_procrastinate_periodic_defers",
    "00.12.00_01_add_foreign_key_index",
    "00.14.00_01_add_locks_to_periodic_defer",
    "00.15.02_01_fix_procrastinate_defer_periodic_job",
    "00.16.00_01_add_finish_job_and_retry_job_functions",
    "00.17.00_01_add_trigger_on_job_deletion",
    "00.17.00_02_delete_finished_jobs",
    "00.17.00_03_add_checks_to_finish_job",
    "00.17.00_04_add_checks_to_retry_job",
    "00.18.01_01_fix_finish_job_compat_issue",
    "00.19.00_01_add_index_on_procrastinate_jobs",
    "00.22.00_01_add_kwargs_to_defer_periodic_job",
    "00.23.00_01_null_locks_excluded",
    "01.00.00_01_remove_old_finish_job_function",
    "01.01.01_01_job_id_bigint",
    "02.00.03_01_add_job_priority",
    "02.05.00_01_add_periodic_job_priority",
    "02.06.00_01_add_cancel_states",
    "02.08.00_01_add_additional_params_to_retry_job",
    "02.14.01_01_add_indexes_for_fetch_job",
    "03.00.00_01_pre_cancel_notification",
    "03.00.00_50_post_cancel_notification",
    "03.01.00_01_pre_add_heartbeat",
    "03.01.00_50_post_add_heartbeat",
    "03.02.00_01_pre_batch_defer_jobs",
    "03.02.00_50_post_batch_defer_jobs",
    "03.03.00_01_pre_priority_lock_fetch_job",
    "03.04.00_01_pre_add_retry_failed_job_procedure",
    "03.04.00_50_post_add_retry_failed_job_procedure",
)


STATUS = "procrastinate_job_status"
MADE = re.compile(rf"(CREATE TYPE {STATUS} AS ENUM \([^)]*)\)")
ADDED = re.compile(rf"ALTER TYPE {STATUS} ADD VALUE ('\w+');")


def upgrade() -> None:
    """Applies the library's migrations, on PostgreSQL."""
    if op.get_bind().dialect.name != "postgresql":
        return
    scripts = resources.files("procrastinate.sql") / "migrations"
    for script in with_all_states([(scripts / f"{name}.sql").read_text(encoding="utf-8") for name in APPLIED]):
        op.get_bind().exec_driver_sql(script, execution_options={"no_parameters": True})  # its % are no placeholders


def with_all_states(scripts: list[str]) -> list[str]:
    """The scripts, with a job's later states in the type from the beginning, in their order. Pure.

    Until its version 17 PostgreSQL refuses to use a value in the transaction that adds it to a type, and all of these
    are one transaction: https://www.postgresql.org/docs/16/sql-altertype.html
    """
    later = "".join(f", {value}" for script in scripts for value in ADDED.findall(script))
    return [MADE.sub(rf"\1{later})", ADDED.sub("", script)) for script in scripts]
