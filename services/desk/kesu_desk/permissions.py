"""Who may do what at the desk: everybody sees the work and the cases of the own sites, administrators look after people, keys and sites."""

from __future__ import annotations

from kesu_common.people.actors import Action
from kesu_common.people.roles import DEPARTMENTS, MACHINES, PEOPLE, READERS

READ = Action("case.read", READERS)
USE_ACCOUNT = Action("account.use", {*PEOPLE, *MACHINES})
SEE_WORK = Action("work.read", {*PEOPLE})
SEE_OVERVIEW = Action("overview.read", {"gm", "lead", "auditor"})
INSTRUCT = Action("instruction.give", {"gm"})
ANSWER_INSTRUCTION = Action("instruction.answer", {*DEPARTMENTS, "lead"})
READ_DELEGATIONS = Action("delegation.read", {*PEOPLE})
DELEGATE = Action("delegation.give", {"lead", "gm"})
END_DELEGATION = Action("delegation.end", {"lead", "gm", "admin"})
MANAGE_PEOPLE = Action("person.manage", {"admin"})
MANAGE_KEYS = Action("key.manage", {"admin"})
MANAGE_SITES = Action("site.manage", {"admin"})

ACTIONS = (
    READ,
    USE_ACCOUNT,
    SEE_WORK,
    SEE_OVERVIEW,
    INSTRUCT,
    ANSWER_INSTRUCTION,
    READ_DELEGATIONS,
    DELEGATE,
    END_DELEGATION,
    MANAGE_PEOPLE,
    MANAGE_KEYS,
    MANAGE_SITES,
)
