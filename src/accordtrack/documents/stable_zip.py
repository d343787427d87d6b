"""Office files are ZIP archives: packed again, so that no clock, zone or system that made them stands in their bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first time that a ZIP archive can hold: members have none of their own."""
_UNIX = 3


def stable(made: bytes) -> bytes:
    """The members of an archive in the order in which they came, which the formats prescribe."""
    out = BytesIO()
    with ZipFile(BytesIO(made)) as old, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=9) as new:
        for name in old.namelist():
            info = ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, _UNIX, 0o600 << 16
            new.writestr(info, old.read(name))
    return out.getvalue()
