"""The look-up: a CGI process against the least one, FastCGI against a static file, growth, suggestions, index size."""
import json
import os
import re
import sqlite3
import statistics
import subprocess
import time
import urllib.parse
import urllib.request

import measure
from measure import BIN, WORK, attempt, compare, corpus, floor, program, row

NGINX = """
daemon off; worker_processes 2; pid {work}/nginx.pid; error_log {work}/nginx-error.log; {user}
events {{ worker_connections 1024; }}
http {{
    access_log off; types {{ text/html html; application/json json; }}
    client_body_temp_path {work}/t1; proxy_temp_path {work}/t2; fastcgi_temp_path {work}/t3; uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5;
    keepalive_requests 1000000;
    upstream whyfix {{ server unix:{work}/fcgi.socket; }}
    fastcgi_cache_path {work}/cache keys_zone=whyfix:8m;
    server {{
        listen 127.0.0.1:{port} backlog=4096; root {work}/static;
        location /cgi-bin/whyfix.cgi {{
            fastcgi_pass whyfix; fastcgi_buffers 16 16k; fastcgi_buffer_size 16k;
            fastcgi_split_path_info ^(/cgi-bin/whyfix\\.cgi)(/.*)?$;
            fastcgi_param PATH_INFO $fastcgi_path_info; fastcgi_param SCRIPT_NAME $fastcgi_script_name;
            set $zone whyfix; if ($arg_keep = "0") {{ set $zone off; }} fastcgi_cache $zone; fastcgi_cache_key "$http_accept $request_uri"; fastcgi_cache_valid 200 1s; fastcgi_cache_lock on; fastcgi_cache_use_stale updating;
            fastcgi_ignore_headers Cache-Control Vary;
            fastcgi_param QUERY_STRING $query_string; fastcgi_param REQUEST_METHOD $request_method;
        }}
    }}
}}
"""
PORT = 8973


def build(count):
    root = corpus(count)
    measure.run([BIN / "whyfix", "-C", root, "build"])  # by this program: an index of another is of no use
    return root, root / "build" / "site" / "search.db"


def entries(root):
    """The records of each entry, in the order of the index."""
    found = {}
    for line in subprocess.run([BIN / "whyfix", "-C", root, "export"], capture_output=True, check=True).stdout.splitlines():
        record = json.loads(line)
        found.setdefault(record["entry"], []).append(record)
    return list(found.values())


def queries(count=2000):
    """Distinct queries in the corpus's words: parts of its questions, the longer ones when there are no more of ten characters."""
    root, _ = build(10000)
    texts = [text for records in entries(root) for text in (records[0]["question"], *records[0]["aliases"])]
    made = dict.fromkeys(re.sub(r"\(\d+\)怎麼辦\?$", "", text)[start:start + length]
                         for length in (10, 9, 11, 8, 12) for start in (0, 3, 6, 1, 4) for text in texts)
    return list(made)[:count]


def plain_table():
    """The same texts in a table with SQLite's own tokenizer, for the least program."""
    path = WORK / "floor.db"
    if path.exists():
        return path
    root, _ = build(10000)
    made = sqlite3.connect(path)
    made.execute("CREATE VIRTUAL TABLE entries USING fts5(question, cause, solution)")
    made.executemany("INSERT INTO entries(question, cause, solution) VALUES(?, ?, ?)",
                     ((records[0]["question"], *(" ".join(filter(None, (record[name] for record in records))) for name in ("cause", "solution")))
                      for records in entries(root)))
    made.commit()
    return path


def cgi_process():
    least, table = floor("floor_search", "-lsqlite3"), plain_table()
    _, database = build(10000)
    asked = queries(60)

    def mine():
        start = time.perf_counter()
        for query in asked:
            env = {"REQUEST_METHOD": "GET", "WHYFIX_DB": str(database), "GATEWAY_INTERFACE": "CGI/1.1",
                   "QUERY_STRING": "format=json&q=" + urllib.parse.quote(query)}
            answer = subprocess.run([BIN / "whyfix.cgi"], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True).stdout
            assert answer.startswith(b"Status: 200 "), answer[:200]
        return time.perf_counter() - start

    def other():
        start = time.perf_counter()
        for _ in asked:
            subprocess.run([least, table, "entries", "mtu"], env={}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - start

    a, b, ratio = compare(mine, other)
    row("CGI process, 10,000 entries, against floor_search", f"{ratio:.2f} ×", "≤ 2.0 ×", f"{a / 60 * 1e3:.2f} ms : {b / 60 * 1e3:.2f} ms")


def took(root, asked):
    text = "\n".join(asked) + "\n"
    out = subprocess.run([BIN / "whyfix", "-C", root, "search", "--json", "-"], input=text.encode(), capture_output=True, check=True).stdout
    return statistics.median(json.loads(line)["took_ms"] for line in out.splitlines())


def growth():
    asked = queries(500)
    small, large = build(10000)[0], build(100000)[0]
    a, b, ratio = compare(lambda: took(large, asked), lambda: took(small, asked))
    row("ten characters at 100,000 entries, against 10,000", f"{ratio:.2f} ×", "≤ 4 ×", f"{a:.2f} ms : {b:.2f} ms")


def index_size():
    root, database = build(10000)
    row("index, against its markdown", f"{measure.size(database) / measure.size(root / 'content'):.2f} ×", "≤ 2.5 ×", f"{measure.size(database) / 1e6:.1f} MB")


class Server:
    """nginx with two FastCGI processes behind it."""

    def __enter__(self):
        root, database = build(10000)
        user = "user root;" if os.getuid() == 0 else ""
        (WORK / "nginx.conf").write_text(NGINX.format(work=WORK, port=PORT, user=user))
        (WORK / "static").mkdir(exist_ok=True)
        env = {**os.environ, "WHYFIX_DB": str(database)}
        subprocess.run([program("spawn-fcgi"), "-F", "2", "-b", "4096", "-s", f"{WORK}/fcgi.socket", "-P", f"{WORK}/fcgi.pid", "--", BIN / "whyfix.cgi"],
                       env=env, check=True, stdout=subprocess.DEVNULL)
        self.nginx = subprocess.Popen([program("nginx"), "-c", WORK / "nginx.conf", "-p", WORK])
        time.sleep(0.5)
        return self

    def __exit__(self, *error):
        self.nginx.terminate()
        self.nginx.wait()
        for pid in (WORK / "fcgi.pid").read_text().split():
            os.kill(int(pid), 15)

    @staticmethod
    def wrk(urls, seconds=4, once=False):
        """Requests a second, median and 99th percentile in ms; all of them answered with 200."""
        script = WORK / "requests.lua"
        listed = ",\n".join(json.dumps(url) for url in urls)
        script.write_text(f"local urls = {{\n{listed}\n}}\nlocal at = 0\n"
                          "local threads = 0\n"
                          "setup = function(thread) threads = threads + 1; thread:set('mine', threads) end\n"
                          + ("init = function() at = math.floor(#urls / 2) * (mine - 1) end\n" if once else "")  # each thread has its half
                          + "request = function()\n  at = at % #urls + 1\n  return wrk.format('GET', urls[at])\nend\n")
        out = subprocess.run([program("wrk"), "-t", "2", "-c", "64", "-d", f"{seconds}s", "--latency", "-s", script, f"http://127.0.0.1:{PORT}"],
                             capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in out or "Socket errors" in out:
            raise measure.Missing(out)
        unit = {"us": 1e-3, "ms": 1, "s": 1e3}
        times = {m[0]: float(m[1]) * unit[m[2]] for m in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)", out)}
        return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), times["50"], times["99"]


def fastcgi():
    all_asked = ["/cgi-bin/whyfix.cgi?format=json&keep=0&q=" + urllib.parse.quote(query) for query in queries(100000)]
    asked, share = all_asked[:2000], (len(all_asked) - 2000) // 3
    with Server() as server:
        sizes = sorted(len(urllib.request.urlopen(f"http://127.0.0.1:{PORT}{url}").read()) for url in asked[:50])
        (WORK / "static" / "same.json").write_bytes(b"x" * sizes[len(sizes) // 2])
        static, cycled, repeated, distinct = [], [], [], []
        for turn in range(3):
            static.append(server.wrk(["/same.json"]))
            distinct.append(server.wrk(all_asked[2000 + turn * share:2000 + (turn + 1) * share], once=True))
            cycled.append(server.wrk(asked))
            repeated.append(server.wrk([asked[0].replace("&keep=0", "")]))
    best = statistics.median(s[0] for s in static)
    for name, runs, bar in (("distinct", distinct, 0.15), ("2,000 in turn", cycled, 0.15), ("repeated", repeated, 0.5)):
        rate, middle, last = (statistics.median(r[i] for r in runs[-2:]) for i in range(3))
        row(f"FastCGI, {name} queries, requests a second against a static file", f"{rate / best:.3f} ×", f"≥ {bar} ×", f"{rate:.0f} : {best:.0f}" + (", with nginx's cache of one second" if name == "repeated" else ""))
        row(f"FastCGI, {name} queries, 99th percentile against the median", f"{last / middle:.1f} ×", "≤ 10 ×", f"{last:.1f} ms : {middle:.1f} ms")


def suggest():
    asked = list(dict.fromkeys(query[:5] for query in queries(100000)))

    turn = iter(range(1000))

    def time_of(path):
        def measured():  # no answer is asked for twice, since it would be kept
            start, mine = time.perf_counter(), asked[150 * next(turn):][:150]
            for query in mine:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/cgi-bin/whyfix.cgi{path}{urllib.parse.quote(query)}&keep=0").read()
            return time.perf_counter() - start
        return measured

    with Server():
        a, b, ratio = compare(time_of("/suggest?q="), time_of("?format=json&q="))
    row("suggestions, against a search", f"{ratio:.2f} ×", "< 1 ×", f"{a / 150 * 1e3:.2f} ms : {b / 150 * 1e3:.2f} ms")


def measure_all():
    for part in (cgi_process, growth, index_size, fastcgi, suggest):
        attempt(part)
