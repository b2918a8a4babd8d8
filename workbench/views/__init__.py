"""The doors of the workbench, one module for each thing that is worked on."""

from workbench.views.home import home
from workbench.views.outgoing import download, export, print_out

__all__ = ["download", "export", "home", "print_out"]
