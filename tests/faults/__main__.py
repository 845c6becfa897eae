"""``python -m tests.faults``: kills, restarts and bad weather beside made-up trackers; one table; fails if they show.

Random schedules end in the comments of a clean audit. Then kills and restarts:
``detour serve`` and three workers on one PostgreSQL, while people change issues on three trackers. What people read in
the end is compared with what they read of one process that nothing happened to.
"""

import argparse
import random
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from service.logs import silence
from service.pipeline.audits import Auditing
from service.pipeline.decisions import Decisions
from service.settings import load
from service.wiring import sites_of
from tests.faults.harm import Harm
from tests.faults.schedules import lived
from tests.faults.server import postgres
from tests.faults.words import lasting
from tests.journeys.fleets import fleet_beside
from tests.journeys.trackers import OPENERS
from tests.journeys.under_load import Life, all_trackers, doubled, lost, undisturbed_in

WORKERS = 3
KINDS = ("ingest", "read", "judge", "speak", "scan")
SETTLED = 300
ROW = "{:<34}{:>7}{:>9}{:>7}{:>9}  {}"


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how many processes are killed in all")
    parser.add_argument("--restarts", type=int, default=5, help="how often PostgreSQL is restarted")
    parser.add_argument("--of", nargs="+", choices=KINDS, default=KINDS, help="what is killed: whoever is at these")
    parser.add_argument("--schedules", type=int, default=60, help="how many random schedules are lived")
    parser.add_argument("--on", nargs="+", choices=OPENERS, default=list(OPENERS), help="the trackers of schedules")
    parser.add_argument("--seed", type=int, default=11, help="the first schedule's, and that of the moments of kills")
    options = parser.parse_args()
    silence()  # what this process says of itself; the others have logs of their own
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="detour-faults-") as folder:
        say("fault", "times", "seconds", "lost", "doubled", "end")
        calm = [schedules(Path(folder), options)] if options.schedules else []
        expected = undisturbed_in(Path(folder)) if options.kills or options.restarts else {}
        kinds = [options.of[number % len(options.of)] for number in range(options.kills)]
        chance.shuffle(kinds)
        rounds = [kinds, ["PostgreSQL"] * options.restarts]
        calm += [run(Path(folder), chance, expected, one) for one in rounds if one]
    return 0 if all(calm) else 1


def run(folder, chance, expected, kinds):
    """Does the harm in a fleet of its own, and prints a row; whether nothing came of it."""
    started = time.monotonic()
    with postgres() as server, all_trackers() as trackers:
        path = folder / f"{'-'.join(sorted(set(kinds)))}.toml"
        with fleet_beside(trackers, server.url, path) as fleet:
            fleet.serves()
            for _ in range(WORKERS):
                fleet.works()
            life = Life(trackers)
            fleet.detour.settled(SETTLED)
            harm = Harm(fleet, life, chance, server, auditing(fleet))
            for number, kind in enumerate(kinds, 1):
                sys.stderr.write(f"\r\x1b[K{number} of {len(kinds)}: {kind}" if sys.stderr.isatty() else "")
                suffer(harm, kind)
            life.ends()
            fleet.detour.settled(SETTLED)
            hubs = fleet.detour.trackers
            gone, twice = lost(hubs, fleet.detour.engine), doubled(hubs)
            same = bare(life.shown()) == bare(expected)
            answered = all(one == ("+1",) for one in life.answers())
            tell_differences(life.shown(), expected)
    what = "PostgreSQL restarted" if "PostgreSQL" in kinds else f"SIGKILL: {', '.join(dict.fromkeys(sorted(kinds)))}"
    end = "as undisturbed" if same and answered else "another"
    say(what, len(kinds), round(time.monotonic() - started), len(gone), len(twice), end)
    return not gone and not twice and same and answered


def schedules(folder, options):
    """Lives random schedules, on each tracker by turns, and prints a row; whether each ended as a clean audit."""
    started, trackers = time.monotonic(), cycle(options.on)
    dead = doubles = 0
    astray = []
    for seed, name in zip(range(options.seed, options.seed + options.schedules), trackers, strict=False):
        outcome = lived(name, f"sqlite:///{folder / name}-{seed}.db", folder, seed)
        dead, doubles = dead + outcome.dead, doubles + len(outcome.doubled)
        if not outcome.calm:
            astray.append(seed)
            again = f"python -m tests.faults --kills 0 --restarts 0 --schedules 1 --seed {seed} --on {name}"
            sys.stderr.write(f"{outcome}\nlive it again: {again}\n")
    end = f"another for the seeds {astray}" if astray else "as a clean audit"
    say("random schedules", options.schedules, round(time.monotonic() - started), dead, doubles, end)
    return not astray


def bare(shown):
    """What people read, but for what is learned."""
    return {place: list(map(lasting, texts)) for place, texts in shown.items()}


def tell_differences(shown, expected):
    """What people read, where it is not what they would have read."""
    shown, expected = bare(shown), bare(expected)
    for place in sorted(shown):
        if shown[place] != expected[place]:
            sys.stderr.write(f"{place}:\n  {shown[place]}\nand not\n  {expected[place]}\n")


def suffer(harm, kind):
    """One fault."""
    if kind == "PostgreSQL":
        harm.restart_postgres()
    elif kind == "ingest":
        harm.kill_ingest()
    else:
        harm.kill_lane(kind)


def auditing(fleet):
    """What orders audits, as a page does."""
    settings = load(fleet.path, {})
    return Auditing(fleet.detour.engine, Decisions(settings), sites_of(settings))


def say(*cells):
    """One row of the table."""
    sys.stdout.write(ROW.format(*cells) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
