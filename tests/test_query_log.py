"""The log of searches, and what the endpoint does to the file system: reads the index, appends to the log, nothing else."""
import json
import os
import re
import subprocess
import tempfile
import threading
import urllib.parse

import harness
from harness import need_program, site
from test_endpoint import FAQ, SERVERS, get, quote

WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")


def environment(root, query, **more):
    return {**harness.ENVIRONMENT, "REQUEST_METHOD": "GET", "QUERY_STRING": query,
            "WHYFIX_DB": str(root / "build" / "site" / "search.db"), **more}


def ask(root, query, **more):
    process = subprocess.run([harness.CGI], env=environment(root, query, **more), capture_output=True, stdin=subprocess.DEVNULL)
    assert process.returncode == 0, process.stderr
    return process


def test_a_search_is_a_line():
    with site({"faq.md": FAQ}, build=True) as root:
        log = root / "log.jsonl"
        ask(root, "q=" + urllib.parse.quote("协商失败"), WHYFIX_LOG=str(log))
        ask(root, "q=zzzzqqqq&format=json", WHYFIX_LOG=str(log))
        ask(root, "q=UDP500&page=2", WHYFIX_LOG=str(log))
        ask(root, "", WHYFIX_LOG=str(log))
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        assert [(x["query"], x["results"] > 0, x["top"]) for x in lines] == [("协商失败", True, "phase-1"), ("zzzzqqqq", False, None)]
        assert all(set(x) == {"time", "query", "results", "top", "took_ms"} for x in lines)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", lines[0]["time"])


def post(root, path, fields, **more):
    body = urllib.parse.urlencode(fields).encode()
    process = subprocess.run([harness.CGI], input=body, capture_output=True, env=environment(
        root, "", REQUEST_METHOD="POST", PATH_INFO=path, CONTENT_TYPE="application/x-www-form-urlencoded", CONTENT_LENGTH=str(len(body)),
        HTTP_HOST="kb.example.com", **more))
    assert process.returncode == 0, process.stderr
    return int(process.stdout.split(b" ")[1]), process.stdout.decode()


def test_feedback_is_a_line():
    with site({"faq.md": FAQ}, build=True) as root:
        log = root / "log.jsonl"
        more = {"WHYFIX_LOG": str(log), "HTTP_ORIGIN": "https://kb.example.com"}
        good = {"entry": "phase-1", "solved": "no", "reason": "wrong", "text": "端口錯了\r\n\"引號\""}
        status, page = post(root, "/feedback", good, **more)
        assert status == 200 and "phase-1.html" in page and "no-store" in page
        status, answer = post(root, "/feedback", {"entry": "phase-1", "solved": "yes"}, **more, HTTP_ACCEPT="application/json")
        assert status == 200 and answer.endswith('{"status":"ok"}\n')
        for wrong in ({"entry": "none"}, {"entry": ""}, {"solved": "perhaps"}, {"reason": "<b>"}, {"reason": "unheard-of"}, {"text": "x" * 1001}, {"text": "a\0b"}):
            assert post(root, "/feedback", {**good, **wrong}, **more)[0] == 400, wrong
        assert post(root, "/feedback", {**good, "text": "字" * 1000}, **more)[0] == 200
        assert post(root, "/feedback", good, **{**more, "HTTP_ORIGIN": "https://elsewhere.example"})[0] == 403
        assert post(root, "/feedback", good)[0] == 503
        assert ask(root, "entry=phase-1&solved=no", PATH_INFO="/feedback", **more).stdout.startswith(b"Status: 405 ")
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        assert [x["feedback"]["solved"] for x in lines] == [False, True, False] and all(set(x) == {"time", "feedback"} for x in lines)
        assert lines[0]["feedback"] == {"entry": "phase-1", "solved": False, "reason": "wrong", "text": "端口錯了\n\"引號\""}
        assert lines[1]["feedback"]["text"] is None


def test_a_click_is_a_line():
    with site({"faq.md": FAQ}, build=True) as root:
        log = root / "log.jsonl"
        more = {"WHYFIX_LOG": str(log), "HTTP_ORIGIN": "https://kb.example.com"}
        assert post(root, "/click", {"q": "協商", "entry": "phase-1"}, **more)[0] == 204
        assert post(root, "/click", {"q": "", "entry": "phase-1"}, **more)[0] == 400
        assert json.loads(log.read_text())["click"] == {"query": "協商", "entry": "phase-1"}


def test_a_log_that_cannot_be_written():
    with site({"faq.md": FAQ}, build=True) as root:
        process = ask(root, "q=UDP500", WHYFIX_LOG="/nonexistent/log")
        assert process.stdout.startswith(b"Status: 200 ") and b"WHYFIX_LOG" in process.stderr


def test_lines_of_many_processes_do_not_mix():
    with site({"faq.md": FAQ}, build=True) as root:
        log = root / "log.jsonl"
        query = "q=" + urllib.parse.quote("很長的查詢 " * 100)
        threads = [threading.Thread(target=lambda: [ask(root, query, WHYFIX_LOG=str(log)) for _ in range(5)]) for _ in range(8)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        assert len(lines) == 40 and len({x["query"] for x in lines}) == 1


def test_nothing_else_is_written_and_no_process_started():
    strace = need_program("strace")
    with site({"faq.md": FAQ}, build=True) as root, tempfile.TemporaryDirectory() as folder:
        log, trace = root / "log.jsonl", os.path.join(folder, "trace")
        for query in ("q=UDP500", "q=%E5%8D%94%E5%95%86&format=json", "q=" + "x+" * 2000):
            env = environment(root, query, WHYFIX_LOG=str(log), ASAN_OPTIONS="detect_leaks=0")
            process = subprocess.run([strace, "-f", "-o", trace, harness.CGI], env=env, capture_output=True, stdin=subprocess.DEVNULL)
            assert process.stdout.startswith(b"Status: 200 "), process
            calls = open(trace, errors="replace").read().splitlines()
            writing = [c for c in calls if re.search(r" (open|openat|creat)\(", c) and WRITING.search(c)]
            assert all(str(log) in c for c in writing) and len(writing) == 1, writing
            started = [c for c in calls if re.search(r" (execve|fork|vfork|clone|clone3)\(", c)]
            assert len(started) == 1, started  # the program itself


def test_many_searches_under_a_real_server():
    with site({"faq.md": FAQ}, build=True) as root, SERVERS["lighttpd-fastcgi"](root) as base:
        for _ in range(20):
            assert get(f"{base}/cgi-bin/whyfix.cgi?q={quote('协商')}&format=json").json()["total"] > 0
