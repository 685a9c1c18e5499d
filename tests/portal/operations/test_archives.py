"""Archives: what went in comes out proven, and a hostile archive changes nothing."""

import io
import json
import tarfile

import pytest

from salerno.portal.operations.safekeeping.archives import MANIFEST, unpack, writing
from salerno.portal.operations.safekeeping.errors import BackupRefused, RestoreRefused


def make(path, *, text=b"hello", name="files/a.txt"):
    source = path.parent / "source"
    source.write_bytes(text)
    with writing(path) as archive:
        archive.add(source, name)
        archive.finish({"format": "test"})
    return path


def rewrite(path, change):
    """Another archive with each ``(TarInfo, bytes)`` of ``path`` passed through ``change``, which gives a list of such."""
    with tarfile.open(path) as old:
        entries = [(member, old.extractfile(member).read()) for member in old]
    target = path.with_name("changed.tar")
    with tarfile.open(target, "w") as new:
        for member, data in change(entries):
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return target


def entry(name, data=b"x", kind=tarfile.REGTYPE, link=""):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member, data if kind == tarfile.REGTYPE else b""


@pytest.mark.parametrize("name", ["b.tar.gz", "b.tgz", "b.tar"])
def test_archive_gives_back_what_went_in(tmp_path, name):
    path = make(tmp_path / name)
    out = tmp_path / "out"
    out.mkdir()

    manifest = unpack(path, out)

    assert (out / "files/a.txt").read_bytes() == b"hello"
    assert manifest["format"] == "test"
    assert path.stat().st_mode & 0o777 == 0o600


def test_writing_refuses_another_suffix_and_an_existing_file(tmp_path):
    (tmp_path / "b.tar").touch()

    for name in ("b.zip", "b.tar"):
        with pytest.raises(BackupRefused), writing(tmp_path / name):
            pass


def test_writing_leaves_nothing_when_it_fails(tmp_path):
    with pytest.raises(KeyError), writing(tmp_path / "b.tar.gz"):
        raise KeyError

    assert list(tmp_path.iterdir()) == []


HOSTILE = {
    "a parent folder": lambda old: [entry("../evil"), *old],
    "a hidden parent folder": lambda old: [entry("files/../../evil"), *old],
    "an absolute name": lambda old: [entry("/evil"), *old],
    "a backslash": lambda old: [entry("files\\evil"), *old],
    "a symbolic link": lambda old: [entry("files/link", kind=tarfile.SYMTYPE, link="/etc/passwd"), *old],
    "a hard link": lambda old: [entry("files/link", kind=tarfile.LNKTYPE, link="files/a.txt"), *old],
    "a device": lambda old: [entry("files/zero", kind=tarfile.CHRTYPE), *old],
    "a name twice": lambda old: [old[0], *old],
    "a strange file": lambda old: [entry("files/strange"), *old],
    "a missing file": lambda old: old[1:],
    "altered bytes": lambda old: [(old[0][0], b"hallo"), *old[1:]],
    "no manifest": lambda old: old[:1],
    "a manifest that is a list": lambda old: [old[0], (old[1][0], b"[]")],
    "a manifest that is no JSON": lambda old: [old[0], (old[1][0], b"{")],
    "something after the manifest": lambda old: [*old, entry("files/late")],
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE.keys())
def test_unpack_refuses(tmp_path, change):
    path = rewrite(make(tmp_path / "b.tar"), change)
    out = tmp_path / "below" / "out"
    out.mkdir(parents=True)

    with pytest.raises(RestoreRefused):
        unpack(path, out)

    assert [item.name for item in (tmp_path / "below").iterdir()] == ["out"]


def test_unpack_refuses_an_archive_that_was_cut_off(tmp_path):
    path = make(tmp_path / "b.tar.gz", text=bytes(range(256)) * 4000)
    path.write_bytes(path.read_bytes()[:-500])
    (tmp_path / "out").mkdir()

    with pytest.raises(RestoreRefused, match="cannot be read|ends before"):
        unpack(path, tmp_path / "out")


def test_unpack_stops_before_the_disk_is_full(tmp_path, monkeypatch):
    path = make(tmp_path / "b.tar", text=b"x" * 1000)
    (tmp_path / "out").mkdir()
    almost_full = type("Usage", (), {"free": 64 * 2**20 + 999})
    monkeypatch.setattr("shutil.disk_usage", lambda _path: almost_full)

    with pytest.raises(RestoreRefused, match="no room"):
        unpack(path, tmp_path / "out")


def test_manifest_proves_each_member(tmp_path):
    with tarfile.open(make(tmp_path / "b.tar")) as archive:
        manifest = json.load(archive.extractfile(MANIFEST))

    assert manifest["members"] == {
        "files/a.txt": {
            "size": 5,
            "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        }
    }
