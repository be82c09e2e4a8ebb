"""`publish` with rsync to a real sshd, and with rclone to an S3 server (moto) on this machine."""

import getpass
import os
import shutil
import subprocess
import sys
from pathlib import Path

from kit import Failed, Skipped, Server, accepts, expect, free_port, need, wait_for, write
from checks.publish import tree


def sshd(work, port):
    """A server of our own, on loopback, with one key."""
    run = work.root / "ssh"
    run.mkdir(mode=0o700)
    for name in ["host", "user"]:
        work.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", run / name)
    shutil.copy(run / "user.pub", run / "authorized")
    (run / "sshd.conf").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {run}/host\nAuthorizedKeysFile {run}/authorized\nPidFile {run}/pid\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n")
    Path("/run/sshd").mkdir(exist_ok=True)
    return Server(work, ["/usr/sbin/sshd", "-D", "-e", "-f", str(run / "sshd.conf")], port, run / "log")


def with_rsync(work):
    need("rsync", "ssh")
    if not Path("/usr/sbin/sshd").exists():
        raise Skipped("not installed: openssh-server")
    port, place = free_port(), work.root / "other machine's/intranet"
    folder = work.site("rsync", {f"p{n}.md": f"---\ntitle: P{n}\n---\nfirst\n" for n in range(20)},
                       "title: T\npublish: {mirror: {rsync: \"" + f"{getpass.getuser()}@127.0.0.1:{place}" + "\", keep: 2}}\n")
    shell = (f"ssh -p {port} -i {work.root}/ssh/user -o UserKnownHostsFile={work.root}/ssh/known "
             "-o StrictHostKeyChecking=no -o LogLevel=ERROR -o BatchMode=yes")
    env = {"RSYNC_RSH": shell}

    def is_live(text):
        live = place / "current/site"
        expect(tree(live) == tree(folder / "Output"), "what is live there is not what was built here")
        expect(text in (live / "p0/index.html").read_text(), f"'{text}' is not live")
        return live.resolve()

    def edit(text, *pages):
        for page in pages:
            write(folder / f"Content/{page}.md", f"---\ntitle: {page.upper()}\n---\n{text}\n")

    with sshd(work, port):
        work.run(work.hearth, "publish", cwd=folder, env=env)
        first = is_live("first")
        edit("second", "p0")
        (folder / "Content/p19.md").unlink()
        write(folder / "Content/p1.md", "---\ntitle: P1\nredirect_from: /p19/\n---\nfirst\n")
        said = work.run(work.hearth, "publish", cwd=folder, env=env).stderr
        expect("−0" in said and "~" in said, said)
        second = is_live("second")
        expect(first != second and first.exists(), "the release before is gone")
        shared = sum((second / p).stat().st_ino == (first / p).stat().st_ino for p in tree(first) if (second / p).exists())
        expect(shared > 15, f"only {shared} unchanged files are shared")
        work.run(work.hearth, "rollback", cwd=folder, env=env)
        expect("first" in (place / "current/site/p0/index.html").read_text(), "rollback did not reach the other machine")
        edit("third", "p0")
        work.run(work.hearth, "publish", cwd=folder, env=env)
        is_live("third")
        edit("fourth", "p0")
        work.run(work.hearth, "publish", cwd=folder, env=env)
        is_live("fourth")
        expect(len([p for p in (place / "releases").iterdir()]) <= 3, "old releases are not removed")
    edit("fifth", "p0")
    failed = work.run(work.hearth, "publish", cwd=folder, env=env, code=3)
    expect("publish-failed" in failed.stderr and "as it was" in failed.stderr, failed.stderr)
    expect("fourth" in (place / "current/site/p0/index.html").read_text(), "a failed publish changed the live site")
    with sshd_again(work, port):
        work.run(work.hearth, "publish", cwd=folder, env=env)
        is_live("fifth")
        # The other machine is set up anew, and the releases beside the project are lost: numbers go on, all is there.
        shutil.rmtree(place / "current/site/people")
        expect("sent again" in work.run(work.hearth, "publish", cwd=folder, env=env).stderr, "a cleared machine is not noticed")
        last = is_live("fifth").parent.name
        shutil.rmtree(folder / ".hearth")
        edit("sixth", "p0")
        work.run(work.hearth, "publish", cwd=folder, env=env)
        expect(is_live("sixth").parent.name[:6] == f"{int(last[:6]) + 1:06}", "numbers of releases start anew")
    # In place, as to a daemon's module.
    direct = work.root / "direct"
    write(folder / "hearth.yml", f"title: T\npublish: {{here: {{rsync: {direct}}}}}\n")
    work.run(work.hearth, "publish", cwd=folder)
    expect(tree(direct) == tree(folder / "Output"), "rsync in place")
    return "rsync over ssh: releases, switch, sharing, rollback, failure"


def sshd_again(work, port):
    return Server(work, ["/usr/sbin/sshd", "-D", "-e", "-f", str(work.root / "ssh/sshd.conf")], port, work.root / "ssh/log")


def with_rclone(work):
    need("rclone")
    if subprocess.run([sys.executable, "-c", "import moto.server, flask"], capture_output=True).returncode:
        raise Skipped("no moto with its server in this Python")
    port = free_port()
    secret = "verysecretkey"
    folder = work.site("rclone", {f"p{n}.md": f"---\ntitle: P{n}\n---\nfirst\n" for n in range(20)},
                       f"title: T\npublish: {{cloud: {{rclone: \":s3,provider=Other,access_key_id=test,secret_access_key={secret},"
                       f"endpoint='http://127.0.0.1:{port}',region=us-east-1:intranet/site\", compress: [gzip]}}}}\n")

    def listing():
        place = f":s3,provider=Other,access_key_id=test,secret_access_key=x,endpoint='http://127.0.0.1:{port}',region=us-east-1:intranet/site"
        work.run("rm", "-rf", work.root / "fetched")
        work.run("rclone", "copy", place, work.root / "fetched")
        return tree(work.root / "fetched")

    with Server(work, [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port, work.root / "moto.log"):
        work.run("rclone", "mkdir", f":s3,provider=Other,access_key_id=test,secret_access_key=x,endpoint='http://127.0.0.1:{port}',region=us-east-1:intranet")
        said = work.run(work.hearth, "publish", "-v", cwd=folder).stderr
        expect(secret not in said, "a secret of hearth.yml is printed")
        there = listing()
        plain = {path: digest for path, digest in there.items() if not path.endswith(".gz")}
        expect(plain == tree(folder / "Output"), "what is there is not what was built")
        expect(len(there) > len(plain), "nothing was compressed")
        write(folder / "Content/p0.md", "---\ntitle: P0\nredirect_from: /p19/\n---\nsecond\n")
        (folder / "Content/p19.md").unlink()
        asset = folder / "Content/gone.txt"
        write(asset, "x")
        work.run(work.hearth, "publish", cwd=folder)
        expect("gone.txt" in listing(), "a new file is not there")
        asset.unlink()
        work.run(work.hearth, "publish", cwd=folder)
        plain = {path: digest for path, digest in listing().items() if not path.endswith(".gz")}
        expect(plain == tree(folder / "Output"), "after a deletion what is there is not what was built")
        # Somebody clears the store: without any change here it is noticed, and all is there again.
        expect("is up to date" in work.run(work.hearth, "publish", cwd=folder).stderr, "a whole store is sent to again")
        work.run("rclone", "purge", f":s3,provider=Other,access_key_id=test,secret_access_key=x,endpoint='http://127.0.0.1:{port}',region=us-east-1:intranet/site/people")
        said = work.run(work.hearth, "publish", cwd=folder).stderr
        expect("sent again" in said, f"a cleared store is not noticed: {said}")
        plain = {path: digest for path, digest in listing().items() if not path.endswith(".gz")}
        expect(plain == tree(folder / "Output"), "a cleared store is not filled again")
    write(folder / "Content/p1.md", "---\ntitle: P1\n---\nthird\n")
    failed = work.run(work.hearth, "publish", "-v", cwd=folder, code=3, timeout=300)
    expect("publish-failed" in failed.stderr and secret not in failed.stderr, failed.stderr[-1500:])
    # Mistakes around a secret do not print it either.
    text = (folder / "hearth.yml").read_text()
    for broken in [text.replace("compress", "compres"), text.replace("}}", "}"), text.replace("title", "titel")]:
        write(folder / "hearth.yml", broken)
        for format in ["human", "json", "github", "sarif"]:
            done = work.run(work.hearth, "check", "--format", format, cwd=folder, code=None)
            expect(secret not in done.stdout + done.stderr, f"a secret is printed as {format}: {done.stderr[-400:]}")
    return "rclone to S3: upload, changes, deletions, compressed files, no secret printed"


def run(work):
    said = []
    for part in (with_rsync, with_rclone):
        try:
            said.append(part(work))
        except Skipped as reason:
            said.append(f"skipped {part.__name__[5:]} ({reason})")
    if all(text.startswith("skipped") for text in said):
        raise Skipped("; ".join(said))
    return "; ".join(said)
