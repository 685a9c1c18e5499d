"""Make ``.venv`` and put Salerno into it: ``python3 scripts/setup.py [--dev | --bench]``. Needs Python 3.11 and nothing else.

Packages are installed with their hashes from the locked files. ``uv`` does it in a quarter of pip's time, so it is fetched
into a folder that is thrown away (or taken from the machine); where it fails, pip does the work. A stamp in ``.venv`` says
what is installed: a second run does nothing.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
STAMP = VENV / "salerno-requirements.txt"
OLDEST = (3, 11)
NAMES = ["base", "dev", "bench"]


class SetupFailed(Exception):
    """Why nothing was installed, and what to do."""


def main() -> int:
    """Install what is missing; return the exit code."""
    parser = argparse.ArgumentParser(description="Make .venv and install Salerno with its locked requirements.")
    parser.add_argument("--dev", action="store_true", help="also what the tests and linters need")
    parser.add_argument("--bench", action="store_true", help="that, and the libraries that benchmarks measure us against")
    options = parser.parse_args()
    names = NAMES[: 3 if options.bench else 2 if options.dev else 1]
    try:
        python = suitable_python()
        if installed() >= wanted(names, python):
            return 0
        make_environment(python)
        install(names)
        compile_once()
    except SetupFailed as error:
        print(error, file=sys.stderr)
        return 1
    STAMP.write_text("\n".join(sorted(installed() & wanted(NAMES, python) | wanted(names, python))) + "\n")
    return 0


def suitable_python() -> str:
    """A Python that is new enough: the one that runs this, else a newer one on the path."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in range(15, OLDEST[1] - 1, -1):
        if found := shutil.which(f"python3.{minor}"):
            return found
    raise SetupFailed("Salerno needs Python 3.11 or newer. On Debian 12 or Ubuntu 24.04: apt install python3 python3-venv")


def wanted(names: list[str], python: str) -> set[str]:
    """What the stamp holds when ``names`` are installed: a new lock file, project file or Python changes it."""
    common = (PROJECT / "pyproject.toml").read_bytes() + f"{python} {PROJECT}".encode()
    digests = {name: hashlib.sha256(common + lock_file(name).read_bytes()).hexdigest() for name in names}
    return {f"{name} {digest}" for name, digest in digests.items()}


def lock_file(name: str) -> Path:
    """The locked, hashed requirements called ``name``."""
    return PROJECT / "requirements" / f"{name}.txt"


def installed() -> set[str]:
    """The stamp of the environment; empty when there is no usable one."""
    if not STAMP.exists() or not (VENV / "bin" / "salerno").exists():
        return set()
    return set(STAMP.read_text().splitlines())


def make_environment(python: str) -> None:
    """Make ``.venv`` with pip in it, in whichever way this machine allows."""
    if (VENV / "bin" / "python").exists() and run([str(VENV / "bin" / "python"), "-m", "pip", "--version"], quiet=True):
        return
    print("Making .venv", flush=True)
    if run([python, "-m", "venv", "--clear", str(VENV)], quiet=True):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("python3-venv is missing: installing it with apt-get", flush=True)
        package = "python{}.{}-venv".format(*python_version(python))
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "-y", package]):
            run(command, env=environment, quiet=True)
        if run([python, "-m", "venv", "--clear", str(VENV)], quiet=True):
            return
    raise SetupFailed("This Python cannot make virtual environments. As root: apt install python3-venv. Then repeat.")


def python_version(python: str) -> tuple[str, str]:
    """``("3", "11")`` of the interpreter ``python``."""
    command = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    major, minor = subprocess.check_output(command, text=True).split()
    return major, minor


def install(names: list[str]) -> None:
    """Install the locked files and the project itself, with uv or with pip."""
    print(f"Installing {' and '.join(f'requirements/{name}.txt' for name in names)}", flush=True)
    locks = [argument for name in names for argument in ("-r", str(lock_file(name)))]
    with tempfile.TemporaryDirectory(prefix="salerno-setup-") as folder:
        uv = shutil.which("uv") or fetch_uv(Path(folder))
        uses = ["--quiet", "--python", str(VENV / "bin" / "python")]
        if not os.access(Path.home(), os.W_OK):  # uv wants a cache, and an account of a service has no home
            uses += ["--cache-dir", str(Path(folder) / "cache")]
        if uv and install_with([uv, "pip", "install", *uses], locks):
            return
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    if not install_with(pip, locks, quiet=False):
        raise SetupFailed("The packages could not be installed. What pip said stands above; is the network there?")


def compile_once() -> None:
    """Load the campus in a process that ends: what compiling takes of memory would else stay with the campus at its first start."""
    with tempfile.TemporaryDirectory(prefix="salerno-setup-") as folder:
        run([str(VENV / "bin" / "salerno"), "check"], quiet=True, env={**os.environ, "SALERNO_DATA": folder})


def install_with(command: list[str], locks: list[str], *, quiet: bool = True) -> bool:
    """Whether both the locked packages and the project were installed by ``command``."""
    return run([*command, "--no-deps", "--require-hashes", *locks], quiet=quiet) and run(
        [*command, "--no-deps", "--editable", str(PROJECT)], quiet=quiet
    )


def fetch_uv(folder: Path) -> str | None:
    """The program uv, at the version and hashes of the lock file, in ``folder``; None when it cannot be had."""
    lines = lock_file("dev").read_text().split("\n")
    start = next((number for number, line in enumerate(lines) if line.startswith("uv==")), None)
    if start is None:
        return None
    end = next(number for number in range(start, len(lines)) if not lines[number].endswith("\\")) + 1
    pinned = folder / "uv.txt"
    pinned.write_text("\n".join(lines[start:end]) + "\n")
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    if not run([*pip, "--no-deps", "--require-hashes", "--target", str(folder / "uv"), "-r", str(pinned)], quiet=True):
        return None
    return str(folder / "uv" / "bin" / "uv")


def run(command: list[str], *, quiet: bool = False, env: dict[str, str] | None = None) -> bool:
    """Whether ``command`` ended well; ``quiet`` hides what it says."""
    output = subprocess.DEVNULL if quiet else None
    environment = {"UV_HTTP_TIMEOUT": "10", "UV_LINK_MODE": "copy", **(env or os.environ)}
    return subprocess.run(command, stdout=output, stderr=output, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
