"""The roles that a person, device or program can hold at a site (角色): departments, those above them, and machines."""

from __future__ import annotations

from kesu_common.i18n import N_

DEPARTMENTS = (N_("sales"), N_("rnd"), N_("production"), N_("quality"), N_("warehouse"))
"""销售部, 技术研发部, 生产部, 品质部, 仓库."""

PEOPLE = (*DEPARTMENTS, N_("lead"), N_("gm"), N_("auditor"), N_("admin"))
"""… and the approving head of a department (主管领导), the general manager (总经理), who only reads, and who runs the installation."""

MACHINES = (N_("scanner"), N_("integration"))
"""A scanner on the floor; a program of somebody else's (ERP, third party)."""

ROLES = (*PEOPLE, *MACHINES)

READERS = frozenset({*DEPARTMENTS, "lead", "gm", "auditor"})
"""Who reads the records of the process, as a rule."""
