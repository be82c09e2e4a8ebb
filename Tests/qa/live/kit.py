"""What the checks share: small sites, programs, real web servers on loopback ports."""

import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote


class Failed(Exception):
    """A check that did not see what it must."""


class Skipped(Exception):
    """A check whose programs are not on this machine."""


def need(*programs):
    missing = [name for name in programs if not shutil.which(name)]
    if missing:
        raise Skipped("not installed: " + ", ".join(missing))


def expect(condition, text):
    if not condition:
        raise Failed(text)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, seconds, what):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (value := condition()):
            return value
        time.sleep(0.02)
    raise Failed(f"after {seconds} s still not: {what}")


def accepts(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Work:
    """A scratch folder that www-data can enter, and the program under test."""

    def __init__(self, hearth):
        self.hearth = str(Path(hearth).resolve())
        self.root = Path(tempfile.mkdtemp(prefix="hearth-live-", dir="/tmp"))
        self.root.chmod(0o755)
        self.env = {
            "PATH": f"{Path(self.hearth).parent}:{os.environ['PATH']}", "HOME": str(self.root / "home"),
            "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
        }
        (self.root / "home").mkdir()
        (self.root / "home/.gitconfig").write_text(
            "[user]\n name = Ada Lund\n email = ada@example.com\n[init]\n defaultBranch = main\n[protocol \"file\"]\n allow = always\n")

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)

    def run(self, *arguments, cwd=None, code=0, env=None, input=None, timeout=120):
        """Runs a command and answers what it did; `code` None takes any end."""
        done = subprocess.run(
            [str(a) for a in arguments], cwd=cwd or self.root, env={**self.env, **(env or {})}, input=input,
            capture_output=True, text=True, timeout=timeout)
        if code is not None and done.returncode != code:
            raise Failed(f"{' '.join(map(str, arguments))[:200]} ended with {done.returncode}, not {code}:\n"
                         f"{(done.stdout + done.stderr)[-2000:]}")
        return done

    def git(self, *arguments, cwd, **more):
        return self.run("git", *arguments, cwd=cwd, **more)

    def site(self, name, files=None, configuration="title: Test\nbaseURL: https://intranet.example/\n"):
        """A small site: a home page, two people, and `files` below Content."""
        folder = self.root / name
        content = {
            "index.md": "---\ntitle: Home\n---\nWelcome.\n", "people/ada.md": "---\nname: Ada Lund\nidentities: [\"git:ada@example.com\"]\n---\n",
            "people/ben.md": "---\nname: Ben Okoro\n---\n", **(files or {}),
        }
        folder.mkdir()
        (folder / "hearth.yml").write_text(configuration)
        (folder / ".gitignore").write_text("Output/\n.hearth/\n")
        for path, text in content.items():
            write(folder / "Content" / path, text)
        return folder


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def get(port, path, host="127.0.0.1", method="GET", headers=None, raw=False):
    """One request as it is: nothing is normalised, no redirect is followed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.putrequest(method, path if raw else quote(path, safe="/?&=%:@!$'()*+,;~#[]"), skip_host=True)
    connection.putheader("Host", host)
    for name, value in (headers or {}).items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, body)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def location(self):
        """The path of the Location header, whether or not the server put a host before it."""
        value = self.headers.get("location", "")
        if "://" in value:
            value = "/" + value.split("://", 1)[1].split("/", 1)[1]
        return value


class Server:
    """A web server that runs until the `with` ends."""

    def __init__(self, work, command, port, log):
        self.port, self.log = port, log
        self.process = subprocess.Popen(
            command, env=work.env, stdout=open(log, "ab"), stderr=subprocess.STDOUT, cwd=work.root)

    def __enter__(self):
        def ready():
            if self.process.poll() is not None:
                raise Failed(f"the server did not start:\n{Path(self.log).read_text()[-2000:]}")
            return accepts(self.port)
        wait_for(ready, 20, "a listening server")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def nginx(work, configuration, port):
    """nginx with `configuration` as Debian includes it from conf.d."""
    need("nginx")
    run = work.root / f"nginx-{port}"
    run.mkdir()
    (run / "site.conf").write_text(configuration)
    user = "user root;" if os.getuid() == 0 else ""
    (run / "nginx.conf").write_text(f"""{user} daemon off; pid {run}/pid; error_log {run}/error.log info;
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types; default_type application/octet-stream; access_log off;
  client_body_temp_path {run}/t1; proxy_temp_path {run}/t2; fastcgi_temp_path {run}/t3; uwsgi_temp_path {run}/t4;
  scgi_temp_path {run}/t5; sendfile on;
  include {run}/site.conf;
}}
""")
    work.run("nginx", "-t", "-q", "-c", run / "nginx.conf")
    return Server(work, ["nginx", "-c", str(run / "nginx.conf")], port, run / "log")


def apache(work, configuration, port):
    """Apache with Debian's modules and `configuration` as one of its sites."""
    need("apache2")
    run = work.root / f"apache-{port}"
    run.mkdir()
    modules = ["mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "dir", "mime",
               "alias", "headers", "rewrite", "deflate", "filter"]
    user = "User www-data\nGroup www-data\n" if os.getuid() == 0 else ""
    (run / "apache.conf").write_text(
        "".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so\n" for m in modules) + user
        + f"ServerRoot {run}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {run}/pid\nErrorLog {run}/error.log\n"
        + "TypesConfig /etc/mime.types\n<Directory />\n AllowOverride None\n Require all denied\n</Directory>\n" + configuration)
    work.run("apache2", "-t", "-f", run / "apache.conf")
    return Server(work, ["apache2", "-f", str(run / "apache.conf"), "-DFOREGROUND"], port, run / "log")


def caddy(work, configuration, port):
    need("caddy")
    run = work.root / f"caddy-{port}"
    run.mkdir()
    (run / "Caddyfile").write_text("{\n  admin off\n  auto_https off\n}\n" + configuration)
    return Server(work, ["caddy", "run", "--config", str(run / "Caddyfile"), "--adapter", "caddyfile"], port, run / "log")
