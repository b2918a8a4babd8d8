"""Run Greenroom on this machine.

    python -m up                                    everything, until Ctrl-C
    python -m up --services-only -- COMMAND …       PostgreSQL and Redis while COMMAND runs

PORT and HOST say where the pages are served (8000, 127.0.0.1). DATABASE_URL and REDIS_URL, when
set, are used in place of the embedded services. GREENROOM_VAR is the directory for data (./var).
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from up import console, leftovers, places, ports, postgres, redis_server
from up.places import ROOT, Places
from up.site import Site, environment
from up.supervisor import Stopped, Supervisor, stop_with_parent
from up.trouble import Trouble, from_os_error


def main() -> int:
    options = _options()
    if options.stop_with_parent:
        stop_with_parent()
    try:
        return run_with_services(options) if options.services_only else run_site()
    except Trouble as trouble:
        return _say(trouble)
    except OSError as error:
        return _say(from_os_error(error))
    except KeyboardInterrupt:
        return 130


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m up",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--services-only", action="store_true")
    parser.add_argument("--data", type=Path, help="keep the services' data here (else thrown away)")
    parser.add_argument("--stop-with-parent", action="store_true", help="stop when make is killed")
    parser.add_argument("command", nargs="*", help="what to run with --services-only")
    options = parser.parse_args()
    if options.services_only != bool(options.command):
        parser.error("--services-only and a command (after --) go together")
    return options


def _say(trouble: Trouble) -> int:
    for line in trouble.details:
        print(f"    {line}", file=sys.stderr)
    print(f"\n{trouble.sentence}", file=sys.stderr, flush=True)
    return 1


# --- The whole site -------------------------------------------------------------------------------


def run_site() -> int:
    host = os.environ.get("HOST") or "127.0.0.1"
    port = ports.read(os.environ.get("PORT") or "8000")
    here = places.at(Path(os.environ.get("GREENROOM_VAR") or ROOT / "var").resolve())
    with leftovers.only_run(here.lock, f"http://localhost:{port}/"):
        if ended := leftovers.stop(here.children):
            console.line("up", f"ended what an earlier run had left: {', '.join(ended)}")
        ports.require_free(host, port)
        supervisor = Supervisor(here.children)
        try:
            site = _start_site(supervisor, here, host, port)
            _announce(site)
            site.look_again()
            while True:
                supervisor.turn()
        except Stopped:
            console.line("up", "stopping …")
            return 0
        finally:
            supervisor.stop_all()
            console.line("up", "stopped")


def _start_site(supervisor: Supervisor, here: Places, host: str, port: int) -> Site:
    database_url, redis_url = start_services(supervisor, here)
    settings = environment(here, database_url, redis_url, places.secret_key(here.var))
    site = Site(supervisor, settings, host, port)
    site.start()
    return site


def _announce(site: Site) -> None:
    bold, plain = ("\033[1m", "\033[0m") if console.is_colourful() else ("", "")
    console.line("up", f"{bold}Greenroom is ready: {site.url}{plain}   (Ctrl-C stops it)")


# --- Services -------------------------------------------------------------------------------------


def start_services(
    supervisor: Supervisor, here: Places, *, throwaway: bool = False
) -> tuple[str, str]:
    """Starts what DATABASE_URL and REDIS_URL do not name; the addresses of both."""
    database_url, redis_url = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    cluster = None
    if database_url:
        postgres.require_answer(database_url)
    else:
        cluster = postgres.prepare(here, throwaway=throwaway)
        supervisor.start(cluster.program())
    if redis_url:
        redis_server.require_answer(redis_url)
    else:
        supervisor.start(redis_server.program(here))
        supervisor.wait_until(lambda: redis_server.answers(here), 20, "Redis")
    if cluster:
        # After a crash PostgreSQL first replays what it had not written yet.
        supervisor.wait_until(cluster.answers, 120, "PostgreSQL")
        cluster.ensure_database()
    return database_url or cluster.url(), redis_url or redis_server.url(here)


def run_with_services(options: argparse.Namespace) -> int:
    """The command's exit code. Without --data the services begin empty and leave nothing."""
    directory = options.data or Path(tempfile.mkdtemp(prefix="greenroom-"))
    if os.geteuid() == 0 and not options.data:
        directory.chmod(0o711)  # PostgreSQL, which is not root, passes through it to its data
    here = places.at(directory.resolve())
    try:
        with leftovers.only_run(here.lock, ""):
            leftovers.stop(here.children)
            supervisor = Supervisor(here.children)
            try:
                return _run_command(supervisor, here, options)
            except Stopped:
                return 130
            finally:
                supervisor.stop_all()
    finally:
        if not options.data:
            shutil.rmtree(directory, ignore_errors=True)


def _run_command(supervisor: Supervisor, here: Places, options: argparse.Namespace) -> int:
    database_url, redis_url = start_services(supervisor, here, throwaway=not options.data)
    settings = {**os.environ, "DATABASE_URL": database_url, "REDIS_URL": redis_url}
    return supervisor.run_in_foreground(options.command, settings)


if __name__ == "__main__":
    sys.exit(main())
