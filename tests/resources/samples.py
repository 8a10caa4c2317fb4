"""Files of all kinds, made here: honest ones, and some that would do harm."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

TYPES = '<?xml version="1.0"?><Types><Override ContentType="application/vnd.openxmlformats-officedocument.{}.main+xml"/></Types>'
DOCX, XLSX, PPTX = (
    TYPES.format(kind)
    for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
ODT = "application/vnd.oasis.opendocument.text"
GIF_JS = b"GIF89a=1;/*" + b"\x00" * 20 + b"*/alert(document.domain)//"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
WORDS = b"Bring a pen.\n"


def picture(kind="JPEG", size=(60, 40), colour=(200, 30, 60), mode="RGB", **saving) -> bytes:
    data = io.BytesIO()
    Image.new(mode, size, colour).save(data, kind, **saving)
    return data.getvalue()


def drawing() -> SimpleUploadedFile:
    """A small picture as a form sends it."""
    return SimpleUploadedFile("drawing.png", picture("PNG"))


def photograph(size=(80, 40)) -> bytes:
    """As a phone saves it: lying on its side, with the place where it was taken, and remarks."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretCamera"  # turn it; who made it
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 14.0), 3: "E", 4: (11.0, 34.0, 31.0)})
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\x00\x00\x00SecretRemark"
    image = Image.new("RGB", size, (250, 250, 250))
    image.paste((10, 10, 200), (0, 0, size[0] // 4, size[1]))  # left: on top, once it stands
    data = io.BytesIO()
    image.save(
        data, "JPEG", exif=exif, comment=b"SecretComment", quality=95,
        xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SecretXmp</x:xmpmeta>',
    )  # fmt: skip
    return data.getvalue()


def png_with_text() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "SecretAuthor", zip=True)
    notes.add_itxt("XML:com.adobe.xmp", "SecretXmp")
    return picture("PNG", pnginfo=notes)


def moving(kind="GIF") -> bytes:
    first, second = Image.new("RGB", (30, 20), (255, 0, 0)), Image.new("RGB", (30, 20), (0, 0, 255))
    data = io.BytesIO()
    first.save(data, kind, save_all=True, append_images=[second], duration=50)
    return data.getvalue()


def bomb_png(side=20_000) -> bytes:
    """A white square of 400 million pixels in some 50 kB."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    rows = zlib.compressobj(9)
    row = b"\0" * (1 + side // 8)
    data = b"".join(rows.compress(row) for _ in range(side)) + rows.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def zipped(parts: dict[str, bytes | str], store=()) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body, zipfile.ZIP_STORED if name in store else None)
    return data.getvalue()


def office(types=DOCX, **more) -> bytes:
    return zipped({"[Content_Types].xml": types, "word/document.xml": "<w/>"} | more)


def odt() -> bytes:
    return zipped({"mimetype": ODT, "content.xml": "<o/>"}, store={"mimetype"})


def bomb_zip() -> bytes:
    """A document that unpacks to a thousand times its size."""
    return office(**{"word/media/a.bin": b"\0" * 30_000_000})


def crowded_zip() -> bytes:
    return office(**{f"word/{number}": b"" for number in range(2100)})


def lying_zip() -> bytes:
    """Says that a part unpacks to ten bytes where it is a megabyte."""
    data = office(**{"word/media/a.bin": b"\0" * 1_000_000})
    true, lie = struct.pack("<I", 1_000_000), struct.pack("<I", 10)
    assert data.count(true) == 2
    return data.replace(true, lie)


def locked_zip() -> bytes:
    data = bytearray(office())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1  # as its own directory says
    return bytes(data)


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40


# name → (its bytes, what is said, or "kept" when it is kept as something harmless)
def hostile() -> dict[str, tuple[bytes, str]]:
    exe, elf = b"MZ" + b"\x90" * 200, b"\x7fELF" + b"\0" * 200
    return {
        "page.html": (HTML, "web page"), "page.png": (HTML, "web page"),
        "page.pdf": (HTML, "web page"), "page.txt": (b"\n \t" + HTML, "web page"),
        "bom.txt": (b"\xef\xbb\xbf" + HTML, "web page"),
        "wide.txt": (b"\xff\xfe" + HTML.decode().encode("utf-16-le"), "web page"),
        "drawing.svg": (SVG, "web page"), "drawing.png": (SVG, "web page"),
        "feed.xml": (b'<?xml version="1.0"?><a/>', "web page"),
        "entity.xml": (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "web page"),
        "comment.csv": (b"<!-- --><script>1</script>", "web page"),
        "close.md": (b"</title><script>1</script>", "web page"),
        "php.txt": (b"<?php system($_GET[0]);", "web page"),
        "run.sh": (b"#!/bin/sh\nrm -r /", "a program"), "run.jpg": (exe, "a program"),
        "run.docx": (elf, "a program"), "library.pdf": (b"\xca\xfe\xba\xbe" + b"\0" * 99, "a program"),
        "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old format"),
        "photo.heic": (heic(), "HEIC"), "photo.jpg": (heic(), "HEIC"),
        "scan.tiff": (picture("TIFF"), "kind of picture"), "scan.png": (picture("BMP"), "kind of picture"),
        "icon.gif": (picture("ICO"), "kind of picture"),
        "half.jpg": (picture(size=(400, 400))[:700], "damaged"),
        "half.png": (picture("PNG")[:40], "damaged"), "only-head.gif": (b"GIF89a", "damaged"),
        "gif.js": (GIF_JS, "damaged"), "riff.webp": (b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 9, "damaged"),
        "large.png": (bomb_png(), "40 million"),
        "large.gif": (b"GIF89a" + b"\xff" * 4 + b"\0\0\0,\0\0\0\0" + b"\xff" * 4 + b"\0\2\1\0;", "40 million"),
        "bomb.docx": (bomb_zip(), "unpack"), "crowd.docx": (crowded_zip(), "unpack"),
        "lie.docx": (lying_zip(), "damaged"), "locked.docx": (locked_zip(), "password"),
        "macro.docx": (office(**{"word/vbaProject.bin": b"x"}), "macros"),
        "macro.xlsx": (office(XLSX.replace("sheet.main", "sheet.macroEnabled.main")), "macros"),
        "macro.odt": (zipped({"mimetype": ODT, "Basic/a.xml": "<a/>"}), "macros"),
        "control.xlsx": (office(XLSX, **{"xl/activeX/a.bin": b"x"}), "macros"),
        "slip.docx": (office(**{"../../etc/passwd": b"x"}), "archive"),
        "root.docx": (office(**{"/etc/passwd": b"x"}), "archive"),
        "hidden.docx": (office(**{"word/a.bin": exe}), "a program"),
        "plain.zip": (zipped({"a.txt": "a"}), "archive"), "zip.docx": (zipped({"a.txt": "a"}), "archive"),
        "app.jar": (zipped({"META-INF/MANIFEST.MF": "x"}), "archive"),
        "behind.docx": (office() + b"<script>", "damaged|archive"),
        "before.docx": (b"PK\x03\x04" + office(), "archive"),
        "a.tar.gz": (b"\x1f\x8b\x08" + b"\0" * 60, "archive"), "a.7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "archive"),
        "song.mp3": (b"ID3\x04" + b"\0" * 60, "recording"), "bytes.txt": (bytes(range(1, 32)) * 9, "kind"),
        "nul.csv": (b"a,b\0c", "kind"), "nothing.txt": (b"", "empty"),
        # Kept, as what they are and under a name that says so.
        "evil.html": (WORDS, "kept evil.txt"), "evil.svg": (picture("PNG"), "kept evil.png"),
        "evil.exe": (picture(), "kept evil.jpg"), "evil.js": (b"alert(1)", "kept evil.txt"),
        "both.html": (b"%PDF-1.4\n<script>alert(1)</script>\n%%EOF", "kept both.pdf"),
        "../../etc/cron.d/a.txt": (WORDS, "kept a.txt"), "C:\\temp\\b.md": (WORDS, "kept b.md"),
        "gpj.\u202etxt.csv": (WORDS, "kept gpj.txt.csv"), "a\r\nSet-Cookie: b.txt": (WORDS, "kept aSet-Cookie- b.txt"),
        'q"uo<te>.txt': (WORDS, "kept q-uo-te-.txt"), "...": (WORDS, "kept file.txt"),
        "behind.jpg": (picture() + HTML, "kept behind.jpg"), "behind.gif": (moving() + HTML, "kept behind.png"),
    }  # fmt: skip
