"""Small files of every type, made here."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def zipped(**members: str | bytes) -> bytes:
    """A ZIP file; a double underscore in a name stands for a slash, a single one for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


def office(**members: str | bytes) -> bytes:
    made = io.BytesIO(zipped(**members))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
    return made.getvalue()


def docx(text: str) -> bytes:
    runs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return office(word__document_xml=f'<w:document xmlns:w="{W}"><w:body>{runs}</w:body></w:document>')


def pptx(*slides: str) -> bytes:
    return office(**{
        f"ppt__slides__slide{number}_xml": f'<p:sld xmlns:p="p" xmlns:a="{A}"><a:p><a:t>{text}</a:t></a:p></p:sld>'
        for number, text in enumerate(slides, 1)
    })  # fmt: skip


def xlsx(text: str, number: int) -> bytes:
    sheet = f'<c t="s"><v>0</v></c><c><v>{number}</v></c><c t="inlineStr"><is><t>inside</t></is></c>'
    return office(
        xl__sharedStrings_xml=f'<sst xmlns="{S}"><si><t>{text}</t></si></sst>',
        xl__worksheets__sheet1_xml=f'<worksheet xmlns="{S}"><sheetData><row>{sheet}</row></sheetData></worksheet>',
    )


def odt(text: str) -> bytes:
    content = f'<o:d xmlns:o="o" xmlns:text="t"><o:body><text:h>{text}</text:h><text:p>Below</text:p></o:body></o:d>'
    return zipped(mimetype=b"application/vnd.oasis.opendocument.text", content_xml=content)


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text a page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET"
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources {font} /Contents {number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    made, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010} 00000 n \n" for place in places
    )
    return made + f"{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF".encode()


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), *, located: bool = False, turned: int = 1) -> bytes:
    """A picture, with where it was taken in every place that a camera or an editor writes to."""
    made, image, more = io.BytesIO(), Image.new("RGB", size, "#0f766e"), {}
    image.putpixel((0, 0), (255, 0, 0))
    if located:
        exif = Image.Exif()
        exif[0x0112] = turned
        exif[0x010F] = "zqvcamera"
        exif[0x8825] = {1: "N", 2: (IFDRational(51), IFDRational(30), IFDRational(26)), 29: "zqvgpsdate"}
        more = {"exif": exif, "xmp": b"<x:xmpmeta><exif:GPSLatitude>zqvlatitude</exif:GPSLatitude></x:xmpmeta>"}
        if kind == "PNG":
            more.pop("xmp")
    image.save(made, kind, **more)
    return made.getvalue()


def tiff() -> bytes:
    """One grey pixel, with the directory of a place that holds a text."""
    entries = [
        (256, 3, 1, 1), (257, 3, 1, 1), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
        (273, 4, 1, 8), (277, 3, 1, 1), (278, 3, 1, 1), (279, 4, 1, 1), (0x8825, 4, 1, 200),
    ]  # fmt: skip
    made = b"II*\0" + struct.pack("<I", 16) + b"\x80" + b"\0" * 7
    made += struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *each) for each in entries) + b"\0" * 4
    made = made.ljust(200, b"\0") + struct.pack("<HHHII", 1, 29, 2, 11, 240) + b"\0" * 4
    return made.ljust(240, b"\0") + b"zqvgpsdate\0"


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of few bytes that claims to be enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zip_bomb() -> bytes:
    """A Word document that swells to 400 MB."""
    text = f'<w:document xmlns:w="{W}"><w:body>'.encode() + b"<w:r/>" * (400_000_000 // 6)
    return office(word__document_xml=text + b"</w:body></w:document>")


def entity_bomb() -> bytes:
    """A Word document whose entities would multiply to gigabytes."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return office(word__document_xml=f'<!DOCTYPE d [<!ENTITY e0 "lol">{entities}]><w:t xmlns:w="{W}">&e9;</w:t>')
