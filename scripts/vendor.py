"""Copy the vendored files of the theme from the npm packages named in ``vendored.toml``.

Packages come through the ordinary npm client (its own configuration decides from where). Each archive
must have the SHA-512 that is written in the list, so that a fresh copy is the same bytes or nothing.
Icons become one SVG sprite.

    python scripts/vendor.py            copy all
    python scripts/vendor.py --check    only say which files differ from the packages
"""

import base64
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "salerno" / "theme" / "static" / "theme"
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SHAPES = re.compile(r"<svg\b.*?>(.*)</svg>", re.DOTALL)


def packed(name: str, version: str, folder: Path) -> Path:
    """The archive that npm publishes for ``name@version``, downloaded into ``folder``."""
    command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return folder / done.stdout.strip().splitlines()[-1]


def verify(archive: Path, integrity: str) -> None:
    """Stop when ``archive`` is not the one that was reviewed."""
    digest = hashlib.sha512(archive.read_bytes()).digest()
    found = "sha512-" + base64.b64encode(digest).decode()
    if found != integrity:
        raise SystemExit(f"{archive.name}: expected {integrity}, found {found}. Nothing of it was copied.")


def content(archive: tarfile.TarFile, path: str) -> bytes:
    """The bytes of one file of the package (npm puts every file below ``package/``)."""
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise SystemExit(f"{path} is not a file of the package.")
    return member.read()


def symbol(name: str, svg: str) -> str:
    """One icon as a ``<symbol>``; stroke and colour are left to the style sheet of the page that uses it."""
    shapes = SHAPES.search(COMMENT.sub("", svg))
    if shapes is None:
        raise SystemExit(f"{name}: no <svg> in the icon.")
    inner = re.sub(r"\s+", " ", shapes[1]).replace("> <", "><").replace(" />", "/>").strip()
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


def sprite(archive: tarfile.TarFile, package: Mapping[str, object]) -> bytes:
    """All icons of the list in one SVG file, with the notice that their licence asks for."""
    notice = f"<!-- {package['name']} {package['version']}, {package['licence']}: lucide.licence.txt -->"
    icons = {name: content(archive, f"icons/{name}.svg").decode() for name in sorted(package["icons"])}
    symbols = [symbol(name, svg) for name, svg in icons.items()]
    lines = ['<svg xmlns="http://www.w3.org/2000/svg">', notice, *symbols, "</svg>", ""]
    return "\n".join(lines).encode()


def wanted(package: Mapping[str, object], folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file to be written: path below the theme's static folder, and bytes."""
    path = packed(package["name"], package["version"], folder)
    verify(path, package["integrity"])
    with tarfile.open(path) as archive:
        for source, target in package["files"]:
            yield target, content(archive, source)
        if "sprite" in package:
            yield package["sprite"], sprite(archive, package)


def main(*, check: bool) -> int:
    """Copy, or compare; the number of files that differ from the packages."""
    packages = tomllib.loads((HERE / "vendored.toml").read_text(encoding="utf-8"))["package"]
    differing = 0
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            for target, data in wanted(package, Path(folder)):
                path = TARGET / target
                if path.exists() and path.read_bytes() == data:
                    continue
                differing += 1
                print(("differs: " if check else "written: ") + target)
                if not check:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(data)
    return differing if check else 0


if __name__ == "__main__":
    sys.exit(1 if main(check="--check" in sys.argv[1:]) else 0)
