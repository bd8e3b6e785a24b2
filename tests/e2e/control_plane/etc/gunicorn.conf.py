# one process and a few threads for each API; the applications parse sys.argv
# themselves, so it must hold their arguments, not gunicorn's, when they load
import os
import shlex
import sys

workers, threads, worker_class = 1, 8, "gthread"
timeout, graceful_timeout, keepalive = 300, 5, 30
limit_request_line = 8190


def post_fork(server, worker):
    sys.argv[1:] = shlex.split(os.environ.get("E2E_ARGV", ""))
