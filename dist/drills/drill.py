"""What the drills are made of: PostgreSQL, nodes, an app server that keeps count, and senders.

Python 3.9 or newer, nothing beside its own library. Everything lies in one temporary folder.
"""

import collections
import glob
import http.client
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid

APP = "drill#app"
PATH = "/drill/app"
SECRET = "not-a-secret"


# Whoever ends a drill ends what it has started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def say(text):
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def program(name, folder):
    """The program NAME: a file that can be started, or a tag or commit of this checkout, which is built."""
    if os.access(name, os.X_OK) and os.path.isfile(name):
        return os.path.abspath(name)
    return build(checkout(name, os.path.join(folder, "source-" + name.replace("/", "-"))), name)


def checkout(name, place):
    home = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    subprocess.run(["git", "clone", "--quiet", "--shared", "--no-checkout", home, place], check=True)
    subprocess.run(["git", "-C", place, "checkout", "--quiet", "--detach", name], check=True)
    return place


def build(place, name):
    say(f"building {name}")
    weft = os.path.join(place, "weft")
    subprocess.run([weft, "--version"], check=True, stdout=subprocess.DEVNULL)
    return weft


# What a release may add: a column, a table and an index that the version before knows nothing of.
NEXT = """ALTER TABLE deliveries ADD COLUMN drill INTEGER;
CREATE TABLE drill (id BIGINT PRIMARY KEY);
CREATE INDEX messages_of_drill ON messages (edits) WHERE edits > 1000;
"""


def with_next(name, folder):
    """The program of the tag or commit NAME with one migration more."""
    place = checkout(name, os.path.join(folder, "source-next"))
    resources = os.path.join(place, "server/src/main/resources/db")
    for database in ("sqlite", "postgresql"):
        with open(os.path.join(resources, database, "9999_drill.sql"), "w") as file:
            file.write(NEXT)
    migrations = os.path.join(place, "server/src/main/java/dev/weft/storage/sql/Migrations.java")
    with open(migrations) as file:
        source = file.read()
    with open(migrations, "w") as file:
        file.write(source.replace('.sql");', '.sql", "9999_drill.sql");', 1))
    return build(place, name + " with one migration more")


class Folder:
    """A temporary folder that PostgreSQL's user may enter."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="weft-drill-")
        os.chmod(self.path, 0o755)
        return self.path

    def __exit__(self, *failure):
        if failure[0] is None:
            shutil.rmtree(self.path, ignore_errors=True)
        else:
            say(f"kept for a look: {self.path}")


class Postgres:
    """A PostgreSQL of Debian's package, with fsync."""

    def __init__(self, folder, more=""):
        self.bin = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
        self.data = os.path.join(folder, "postgresql")
        self.port = free_port()
        os.mkdir(self.data)
        if os.getuid() == 0:
            shutil.chown(self.data, "postgres", "postgres")
        self.run("initdb", "-D", self.data, "-U", "weft", "-A", "trust", "--no-instructions")
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.data + "/log", "-o",
                 f"-p {self.port} -k {self.data} -c listen_addresses=127.0.0.1 {more}", "start")
        self.sql("postgres", "CREATE DATABASE weft")

    def run(self, program, *arguments):
        command = [os.path.join(self.bin, program), *arguments]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd="/").stdout

    def sql(self, database, statement):
        return self.run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "weft", "-d", database,
                        "-Atc", statement).strip()

    def url(self, database="weft"):
        return f"jdbc:postgresql://127.0.0.1:{self.port}/{database}?user=weft"

    def stop(self):
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")


# What docs/operating/cluster.md says a role needs behind a pooler.
BEHIND_POOLER = ["statement_timeout = '30s'", "lock_timeout = '4s'", "idle_in_transaction_session_timeout = '5s'",
        "enable_seqscan = off", "enable_hashjoin = off", "enable_mergejoin = off", "jit = off",
        "synchronous_commit = on"]

POOLER_CONFIG = """
[databases]
* = host=127.0.0.1 port={postgres} user=weft
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 1000
server_idle_timeout = {idle}
ignore_startup_parameters = extra_float_digits,options
unix_socket_dir =
logfile = {folder}/pgbouncer.log
pidfile = {folder}/pgbouncer.pid
"""


class Pooler:
    """PgBouncer in transaction mode in front of a PostgreSQL."""

    def __init__(self, folder, postgres, idle=600):
        self.port = free_port()
        self.file = os.path.join(folder, "pgbouncer.ini")
        with open(self.file, "w") as file:
            file.write(POOLER_CONFIG.format(postgres=postgres.port, port=self.port, folder=folder, idle=idle))
        shutil.chown(folder, "postgres", "postgres")
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "pgbouncer", "-q", self.file],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        until("pgbouncer", 30, lambda: subprocess.run(
            ["psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "weft", "-d", "weft", "-c", "SELECT 1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0)
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()


class Node:
    """`weft serve` on a port and a data folder that outlive the process."""

    def __init__(self, name, folder, database=None):
        self.name = name
        self.data = os.path.join(folder, name)
        self.log = os.path.join(folder, name + ".log")
        self.port = free_port()
        self.database = database
        self.process = None
        self.leaving = False

    def start(self, weft):
        command = [weft, "serve", "--port", str(self.port), "--data", self.data, "--app", APP,
                   "--client-id", "drill", "--callback-allow", "127.0.0.0/8"]
        if self.database:
            command += ["--database", self.database]
        environment = dict(os.environ, WEFT_CLIENT_SECRET=SECRET, WEFT_APP_BCRYPT_COST="4")
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE,
                                        stderr=open(self.log, "ab"), text=True)
        line = self.process.stdout.readline()
        if not line.startswith("weft is ready"):
            raise SystemExit(f"{self.name} does not start: see {self.log}")
        self.leaving = False
        return self

    def end(self, how=signal.SIGTERM):
        self.leaving = True
        self.process.send_signal(how)
        return self.process.wait(60)

    def call(self, method, path, body=None, token=None, headers=None, timeout=30):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            head = {"Content-Type": "application/json", **(headers or {})}
            if token:
                head["Authorization"] = "Bearer " + token
            connection.request(method, PATH + path, json.dumps(body) if body is not None else None, head)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else {}
        finally:
            connection.close()

    def token(self):
        status, answer = self.call("POST", "/token", {
            "grant_type": "client_credentials", "client_id": "drill", "client_secret": SECRET})
        assert status == 200, answer
        return answer["access_token"]


class Receiver:
    """An app server that acknowledges, and keeps what came of each thread in order."""

    def __init__(self):
        self.arrivals = collections.defaultdict(list)
        self.texts = set()
        # When each text came for the first time.
        self.times = {}
        self.lock = threading.Lock()
        self.refuse = False
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status = 503 if receiver.refuse else receiver.take(body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, request, client_address):
                """A node that was killed resets its connections."""

        self.server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def take(self, body):
        text = body.get("payload", {}).get("bodies", [{}])[0].get("msg", "")
        thread, number = text.split(" ")
        with self.lock:
            self.arrivals[thread].append((int(number), text, body["msg_id"]))
            self.texts.add(text)
            self.times.setdefault(text, time.monotonic())
        return 200

    def out_of_order(self, repeats=True):
        """Callbacks that came after a later one of their thread. A sender numbers what it sends.

        repeats: whether one counts that had come before"""
        count = 0
        for arrivals in self.arrivals.values():
            newest, seen = 0, set()
            for sequence, _, _ in arrivals:
                count += sequence < newest and (repeats or sequence not in seen)
                newest = max(newest, sequence)
                seen.add(sequence)
        return count

    def repeats(self):
        return sum(len(a) - len({s for s, _, _ in a}) for a in self.arrivals.values())


class Load:
    """Senders, one for each thread. Each send carries a key and is repeated until it is answered."""

    def __init__(self, nodes, receiver, threads=8, pause=0.01, rule="drill"):
        self.nodes = nodes
        self.pause = pause
        self.rule = rule
        self.answered = {}
        self.errors = collections.Counter()
        self.slowest = 0.0
        self.lock = threading.Lock()
        self.over = False
        self.token = nodes[0].token()
        self.names = [f"t{i}" for i in range(threads)]
        self.targets = self.prepare(receiver)
        self.threads = []

    def must(self, method, path, body):
        status, answer = self.nodes[0].call(method, path, body, self.token)
        assert status == 200, (status, answer)
        return answer

    def prepare(self, receiver):
        for user in ("ann", "bob"):
            # Those of an earlier load are there.
            self.nodes[0].call("POST", "/users", {"username": user, "password": "1"}, self.token)
        group = self.must("POST", "/chatgroups", {
            "groupname": "drill", "public": True, "owner": "ann", "members": ["bob"]})["data"]["groupid"]
        targets = {}
        for name in self.names:
            parent = self.must("POST", "/messages/chatgroups", self.message(group, "parent"))["data"][group]
            targets[name] = self.must("POST", "/thread", {
                "group_id": group, "name": name, "msg_id": parent, "owner": "ann"})["data"]["thread_id"]
        self.must("POST", "/callbacks/rules", {
            "name": self.rule, "url": receiver.url, "events": ["message"],
            "retry": ["0s"] + ["1s"] * 49})
        return targets

    @staticmethod
    def message(to, text):
        return {"from": "ann", "to": [to], "type": "txt", "body": {"msg": text}}

    def start(self):
        self.threads = [threading.Thread(target=self.send_many, args=(n,), daemon=True) for n in self.names]
        for thread in self.threads:
            thread.start()
        return self

    def send_many(self, name):
        number = 0
        while not self.over:
            text = f"{name} {number}"
            begun = time.monotonic()
            identity = self.send(self.targets[name], text, number)
            with self.lock:
                self.answered[text] = (identity, begun, time.monotonic())
                self.slowest = max(self.slowest, time.monotonic() - begun)
            number += 1
            time.sleep(self.pause)

    def send(self, target, text, turn):
        key = {"Idempotency-Key": str(uuid.uuid4())}
        while True:
            node = self.nodes[turn % len(self.nodes)]
            turn += 1
            try:
                status, answer = node.call("POST", "/messages/chatgroups", self.message(target, text),
                                           self.token, key, timeout=10)
                if status == 200:
                    return answer["data"][target]
                self.note(f"{status} of a {'leaving' if node.leaving else 'staying'} node")
                time.sleep(0.05)
            except (OSError, http.client.HTTPException, ValueError):
                self.note(f"no answer of a {'leaving' if node.leaving else 'staying'} node")
                time.sleep(0.05)

    def note(self, what):
        with self.lock:
            self.errors[what] += 1

    def stop(self):
        self.over = True
        for thread in self.threads:
            thread.join()


def until(what, seconds, condition):
    """Waits for a condition, and ends the drill if it does not come."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise SystemExit(f"waited {seconds} s in vain: {what}")
        time.sleep(0.1)


def first_callback_after(moment, load, receiver):
    """When the first callback of a message that was answered after `moment` came; None before it has."""
    with load.lock:
        fresh = [text for text, (_, _, done) in load.answered.items() if done > moment + 0.2]
    with receiver.lock:
        times = [receiver.times[text] for text in fresh if text in receiver.times]
    return min(times, default=None)


def await_all(receiver, answered, seconds=120):
    """Waits until every answered text has arrived. Answers those that have not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not answered <= receiver.texts:
        time.sleep(0.1)
    return answered - receiver.texts


def report(load, receiver, lost, faults=False, forgets=False):
    """Says what was noticed. Answers 0 if all is well.

    faults: whether nodes may answer with errors, because what is below them was broken
    forgets: whether the database may have lost what it had confirmed: then a callback may come again after
    later ones, as nobody knows any more that it was delivered"""
    say(f"sent and answered: {len(load.answered)}, slowest answer {load.slowest * 1000:.0f} ms")
    for what, count in sorted(load.errors.items()):
        say(f"sent again after: {what}: {count}")
    say(f"callbacks: {sum(map(len, receiver.arrivals.values()))}, repeated {receiver.repeats()}")
    twice = [t for t in receiver.arrivals for s in two_ids(receiver.arrivals[t])]
    say(f"LOST {len(lost)}, OUT OF ORDER {receiver.out_of_order()}, TWO MESSAGES FOR ONE SEND {len(twice)}")
    refused = not faults and any("staying" in what for what in load.errors)
    if forgets:
        say(f"of those out of order, first arrivals: {receiver.out_of_order(repeats=False)}")
    bad = lost or receiver.out_of_order(repeats=not forgets) or twice or refused
    say("FAILED" if bad else "passed")
    return 1 if bad else 0


def two_ids(arrivals):
    """Texts that came with two ids: two messages were made of one send."""
    ids = collections.defaultdict(set)
    for _, text, identity in arrivals:
        ids[text].add(identity)
    return [text for text, found in ids.items() if len(found) > 1]


if __name__ == "__main__":
    sys.exit("this is a library: run one of the scripts beside it")
