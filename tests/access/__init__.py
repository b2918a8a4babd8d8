"""Who gets what at every address of the site, a module for each room."""

from tests.access import (
    accounts,
    groups,
    interview,
    library,
    marking,
    reminders,
    study,
    workbench,
)

TABLE = [
    row
    for room in (library, study, workbench, groups, marking, interview, reminders, accounts)
    for row in room.ROWS
]
