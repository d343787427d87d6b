"""Reproducible ZIP archives: office files repacked without timestamps or traces of the operating system."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can hold, used for every member."""
_UNIX = 3


def repack_archive(raw: bytes) -> bytes:
    """Return the archive repacked, with its members in the original order, which the office formats require."""
    out = BytesIO()
    with ZipFile(BytesIO(raw)) as old, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=9) as new:
        for name in old.namelist():
            info = ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, _UNIX, 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()
