"""The API's document held against OpenAPI, and every operation, as the document describes it, tried by schemathesis in all phases.

    python3 e2e/api.py BELLWETHER [--examples 20] [--schemathesis COMMAND] [--validator COMMAND]

A company of its own is made and served; one token of a leader and one of an admin see to it that every operation is allowed once.
"""
import argparse
import html
import http.client
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

PASSWORD = "four words put together"
SCOPES = {
    "leader": ["read_figures", "see_customers", "explain", "define", "sign", "close", "plan", "read_audit"],
    "analyst": ["read_figures", "see_customers", "import"],
    "admin": ["read_figures", "read_audit", "administer"],
}


class Pages:
    """The pages, as a browser sees them."""

    def __init__(self, port):
        self.port, self.cookie = port, ""

    def post(self, path, **fields):
        body = urllib.parse.urlencode(fields, doseq=True)
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Cookie": self.cookie}
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        if answer.getheader("Set-Cookie"):
            self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        text = answer.read().decode()
        if answer.status >= 400:
            raise SystemExit(f"{path}: {answer.status}\n{text}")
        return text

    def sign_in(self, name, password=PASSWORD):
        self.cookie = ""
        self.post("/sign-in", name=name, password=password)

    def token(self, name):
        self.sign_in(name)
        page = self.post("/account/tokens", label="schemathesis", days=1, scope=SCOPES[name])
        return html.unescape(re.search(r'<code id="secret">([^<]*)', page)[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bellwether")
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--schemathesis", default="schemathesis")
    parser.add_argument("--validator", default="openapi-spec-validator")
    options = parser.parse_args()
    # Apart: one ends the very token that asks, the other changes how all else is counted. The admin last, who may change everybody.
    apart = ["revoke_token", "create_policy"]
    others = [part for name in apart for part in ("--exclude-operation-id", name)]
    together = [("leader", ["--include-operation-id", "revoke_token"]), *((name, others) for name in SCOPES)]
    sys.exit(max(tried_on_a_company(options, tries) for tries in [together, [("leader", ["--include-operation-id", "create_policy"])]]))


def tried_on_a_company(options, tries):
    """Makes a company, serves it, and tries the operations as each of its people."""
    with tempfile.TemporaryDirectory() as work:
        folder = str(pathlib.Path(work) / "company")
        subprocess.run([options.bellwether, "demo", "--factor", "0.05", "--no-pages", "--data", folder], check=True, capture_output=True)
        command = [options.bellwether, "serve", "--data", folder, "--listen", "127.0.0.1:0"]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        try:
            said = ""
            while not (re.search(r"http://127\.0\.0\.1:\d+", said) and re.search(r"[0-9a-f]{32,}", said)):
                line = server.stderr.readline()
                if not line:
                    raise SystemExit(f"the pages were not served:\n{said}")
                said += line
            port = int(re.search(r"http://127\.0\.0\.1:(\d+)", said)[1])
            validate(options, port, work)
            pages = Pages(port)
            pages.post("/first-run", secret=re.search(r"[0-9a-f]{32,}", said)[0], name="admin", full_name="Ann Hill", password=PASSWORD)
            first = "chosen by the admin"
            for name in ["leader", "analyst"]:
                pages.sign_in("admin")
                pages.post("/people", name=name, full_name=f"Ben {name}", role=name, password=first)
                pages.sign_in(name, first)
                pages.post("/account", current=first, password=PASSWORD)
            return max([tried(options, port, pages.token(name), name, which) for name, which in tries])
        finally:
            server.terminate()
            server.wait()


def validate(options, port, work):
    """Ends the run where the document is no valid OpenAPI."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/api/v1/openapi.json")
    document = pathlib.Path(work) / "openapi.json"
    document.write_bytes(connection.getresponse().read())
    subprocess.run([*options.validator.split(), "--validation-errors", "all", str(document)], check=True)


def tried(options, port, token, name, which):
    print(f"=== as {name}", flush=True)
    command = [*options.schemathesis.split(), "run", f"http://127.0.0.1:{port}/api/v1/openapi.json"]
    command += ["--header", f"Authorization: Bearer {token}", "--phases", "examples,coverage,fuzzing,stateful"]
    command += ["--checks", "all", "--max-examples", str(options.examples), "--seed", "2026", "--no-color", *which]
    return subprocess.run(command).returncode


if __name__ == "__main__":
    main()
