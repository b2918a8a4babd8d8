"""How fast Greenroom is on this machine: `make bench`. docs/performance.md explains the figures."""
