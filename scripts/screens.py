"""Take the pictures of the docs: ``.venv/bin/python scripts/screens.py [--out docs/screens] [--only course]``.

A campus is started with ``salerno run`` on a data folder that is thrown away and a free port; a made-up learner signs in,
enrols and studies in Chromium. Nothing in a picture is about anybody. Two runs differ by the day's date alone: motion is off,
address, zone and language are set, fonts are waited for. Pictures are reduced to a palette: none weighs more than 200 kB.
"""

import argparse
import io
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
COURSE = "/catalogue/courses/ai-in-health/"
LEARNER, COORDINATOR, REVIEWER = "learner@example.org", "coordinator@example.org", "chiara.prova@example.org"
LEAD, CHAIR = "lead@example.org", "chair@example.org"
PUBLIC_URL = "http://campus.example.org"
MAX_BYTES = 200_000
COLOURS = (256, 128, 64, 32)
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Campus:
    """A running campus: its address, and the environment in which its commands speak to it."""

    url: str
    environment: dict[str, str]

    def command(self, *arguments: str) -> str:
        """What ``salerno …`` prints; empty when it refuses."""
        done = subprocess.run(salerno(*arguments), env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""


@dataclass(frozen=True)
class Picture:
    """One picture: how wide and in which colours the browser is, and what leads to the page."""

    name: str
    take: Callable[[Page, Campus], None]
    viewport: dict[str, int]
    scheme: str = "light"
    density: float = 1
    signed_in: str = ""


def salerno(*arguments: str) -> list[str]:
    """The command line of ``salerno``, in this environment."""
    return [sys.executable, "-m", "salerno", *arguments]


@contextmanager
def running_campus() -> Iterator[Campus]:
    """A campus of its own, stopped and thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="salerno-screens-") as folder:
        port = free_port()
        url = f"http://localhost:{port}"
        environment = {**os.environ, "SALERNO_DATA": folder, "PORT": str(port), "SALERNO_BASE_URL": PUBLIC_URL}
        environment["PYTHONPATH"] = str(PROJECT / "src")
        server = subprocess.Popen(salerno("run"), env=environment, cwd=PROJECT)
        try:
            wait_for(lambda: server.poll() is not None or answers(url + COURSE), "the course's page", seconds=240)
            if server.returncode is not None:
                raise SystemExit("The campus did not start. What it said stands above.")
            yield Campus(url, environment)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str) -> bool:
    """Whether the page is there."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait_for(found: Callable[[], object], what: str, *, seconds: float) -> object:
    """What ``found`` gives as soon as it gives something; ends the script when it never does."""
    deadline = time.monotonic() + seconds
    while not (value := found()):
        if time.monotonic() > deadline:
            raise SystemExit(f"Waited {seconds:g} s in vain for {what}.")
        time.sleep(0.5)
    return value


def sign_in(page: Page, campus: Campus, email: str) -> None:
    """Ask for a code, read it from the mail folder, type it."""
    page.goto(f"{campus.url}/accounts/login/")
    page.locator("main input[type=email]").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    code = wait_for(lambda: campus.command("last-code", email), "the code", seconds=30)
    page.locator("main input[name=code]").fill(str(code))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(re.compile("/(studies|desk)/"))


def studied_course(page: Page, campus: Campus) -> str:
    """The address of the learner's course; the first two readings are done by then."""
    page.goto(campus.url + COURSE)
    page.locator(".offering-box").get_by_text(re.compile("^(Enrol|Go on studying)$")).first.click()
    page.wait_for_url("**/learn/*/")
    course = page.url
    for _reading in range(2):
        page.goto(course)
        page.get_by_role("link", name=re.compile("^Continue:")).click()
        page.get_by_role("button", name=re.compile("^Done. Next:")).click()
        page.wait_for_load_state()
    return course


def take_home(page: Page, campus: Campus) -> None:
    """The front page."""
    page.goto(campus.url + "/")


def take_catalogue(page: Page, campus: Campus) -> None:
    """The catalogue with its filters open."""
    page.goto(campus.url + "/catalogue/")
    if not page.locator("details.filter-panel[open]").count():
        page.locator("details.filter-panel > summary").click()


def take_course(page: Page, campus: Campus) -> None:
    """The public page of a course."""
    page.goto(campus.url + COURSE)


def take_unit(page: Page, campus: Campus) -> None:
    """A reading with its outline."""
    page.goto(studied_course(page, campus) + "reading-a-confusion-matrix/")


def take_explorable(page: Page, campus: Campus) -> None:
    """The diagnostic test on a phone: the last slider, a thousand people, the two hills."""
    page.goto(studied_course(page, campus) + "bedside-test/")
    slider = page.get_by_text("Threshold", exact=True).first
    slider.evaluate("element => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 20)")


def take_verify(page: Page, campus: Campus) -> None:
    """The verdict on a fresh credential of a made-up learner."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "credential.json"
        if not campus.command("credential", "issue-demo", "--out", str(path)):
            raise SystemExit("No demonstration credential was issued.")
        page.goto(campus.url + "/verify/")
        page.locator("input[type=file]").set_input_files(path)
        page.get_by_role("button", name="Verify it").click()
        page.locator(".verdict").wait_for()


def open_first(page: Page, campus: Campus, path: str, name: str | re.Pattern) -> None:
    """The page behind the first link ``name`` of the list at ``path``. The made-up cohort comes after the first page."""
    wait_for(lambda: page.goto(campus.url + path).ok and page.get_by_role("link", name=name).count(), str(name), seconds=240)
    page.get_by_role("link", name=name).first.click()


def take_call(page: Page, campus: Campus) -> None:
    """A call on the desk of its coordinator."""
    open_first(page, campus, "/desk/calls/", "Made-up call for the joint Master")


def take_review(page: Page, campus: Campus) -> None:
    """An application before its reviewer, with the scores beside."""
    open_first(page, campus, "/desk/reviews/?sort=state", re.compile("^Application [0-9a-f]"))


def take_committee(page: Page, campus: Campus) -> None:
    """The ranking with its reasons."""
    open_first(page, campus, "/desk/calls/", "Made-up call for the joint Master")
    page.get_by_role("link", name="Committee").click()


def take_sheet(page: Page, campus: Campus) -> None:
    """A grade sheet that is being filled in."""
    open_first(page, campus, "/desk/grades/", "Deep learning on medical images")


def take_board(page: Page, campus: Campus) -> None:
    """A board that was called together, with its agenda."""
    open_first(page, campus, "/desk/boards/?sort=-held_on", "Joint Master in AI & Health")


PICTURES = (
    Picture("home", take_home, DESK),
    Picture("catalogue", take_catalogue, DESK),
    Picture("course", take_course, DESK),
    Picture("unit", take_unit, DESK, signed_in=LEARNER),
    Picture("explorable", take_explorable, PHONE, scheme="dark", density=2, signed_in=LEARNER),
    Picture("verify", take_verify, DESK),
    Picture("call", take_call, DESK, signed_in=COORDINATOR),
    Picture("review", take_review, DESK, signed_in=REVIEWER),
    Picture("committee", take_committee, DESK, signed_in=COORDINATOR),
    Picture("sheet", take_sheet, DESK, signed_in=LEAD),
    Picture("board", take_board, DESK, signed_in=CHAIR),
)


def photograph(browser: Browser, campus: Campus, picture: Picture) -> bytes:
    """The picture as the browser gives it."""
    context = browser.new_context(
        viewport=picture.viewport,
        device_scale_factor=picture.density,
        color_scheme=picture.scheme,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Paris",
    )
    page = context.new_page()
    if picture.signed_in:
        sign_in(page, campus, picture.signed_in)
    picture.take(page, campus)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.evaluate("document.documentElement.style.scrollbarGutter = 'auto'")
    taken = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return taken


def reduced(taken: bytes) -> bytes:
    """The picture with as many colours as 200 kB hold."""
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        palette = image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        palette.save(out, "PNG", optimize=True)
        if out.tell() <= MAX_BYTES:
            return out.getvalue()
    raise SystemExit(f"Not even {COLOURS[-1]} colours fit into {MAX_BYTES} bytes.")


def main() -> int:
    """Take all pictures, or those named."""
    parser = argparse.ArgumentParser(description="Take the pictures of the docs from a campus of their own.")
    parser.add_argument("--out", type=Path, default=PROJECT / "docs" / "screens")
    parser.add_argument("--only", action="append", choices=[picture.name for picture in PICTURES])
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("Chromium is missing. As root: apt install chromium")
    options.out.mkdir(parents=True, exist_ok=True)
    with running_campus() as campus, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for picture in PICTURES:
            if options.only is None or picture.name in options.only:
                content = reduced(photograph(browser, campus, picture))
                (options.out / f"{picture.name}.png").write_bytes(content)
                print(f"{picture.name}.png {len(content) // 1000} kB", flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
