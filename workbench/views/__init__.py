"""The doors of the workbench, one module for each thing that is worked on."""

from workbench.views.home import home

__all__ = ["home"]
