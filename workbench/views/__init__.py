"""The doors of the workbench, one module for each thing that is worked on."""

from workbench.views.home import home
from workbench.views.outgoing import download, export, print_out
from workbench.views.talk import reply, settle, talk, thread, threads

__all__ = [
    "download",
    "export",
    "home",
    "print_out",
    "reply",
    "settle",
    "talk",
    "thread",
    "threads",
]
