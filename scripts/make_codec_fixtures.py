#!/usr/bin/env python3
"""Makes Tests/Fixtures/codec: small image files of every kind that Tessera reads, and beside each its pixels
(NAME.ppm) as computed here from the written samples, not by the decoder under test.

Needs numpy and Pillow:  python3 -m venv v && v/bin/pip install numpy pillow && v/bin/python scripts/make_codec_fixtures.py
"""
import io
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

OUT = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "Fixtures" / "codec"
H, W = 7, 13


def ppm(pixels):
    h, w = pixels.shape[:2]
    return b"P6\n%d %d\n255\n" % (w, h) + pixels.astype(np.uint8).tobytes()


def put(name, data, expected):
    (OUT / name).write_bytes(data)
    if expected.ndim == 2:
        expected = np.repeat(expected[:, :, None], 3, axis=2)
    (OUT / (name + ".expected.ppm")).write_bytes(ppm(expected))


def over_white(colour, alpha, most):
    colour, alpha = colour.astype(np.int64), alpha.astype(np.int64)[:, :, None]
    return (colour * alpha + 255 * (most - alpha) + most // 2) // most


def stretch(samples, colours=None):
    """16-bit samples to bytes by the 0.5 and 99.5 percentiles of all colour samples."""
    low, high = np.percentile(samples if colours is None else colours, [0.5, 99.5])
    return np.clip(np.floor((samples - low) * 255 / (high - low) + 0.5), 0, 255).astype(np.int64)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def packed(samples, bits):
    """Rows of samples (h, w, channels) as PNG packs them."""
    h = samples.shape[0]
    flat = samples.reshape(h, -1)
    if bits == 16:
        return [row.astype(">u2").tobytes() for row in flat]
    if bits == 8:
        return [row.astype(np.uint8).tobytes() for row in flat]
    rows = []
    for row in flat:
        text = "".join(format(int(v), f"0{bits}b") for v in row)
        text += "0" * (-len(text) % 8)
        rows.append(bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8)))
    return rows


def png(samples, kind, bits, interlaced=False, extra=()):
    if samples.ndim == 2:
        samples = samples[:, :, None]
    h, w = samples.shape[:2]
    if interlaced:
        passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
        parts = [samples[y::dy, x::dx] for y, x, dy, dx in passes]
    else:
        parts = [samples]
    raw = b"".join(b"\0" + row for part in parts if part.size for row in packed(part, bits))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, bits, kind, 0, 0, int(interlaced)))
        + b"".join(extra)
        + chunk(b"IDAT", zlib.compress(raw, 9))
        + chunk(b"IEND", b"")
    )


def exif(orientation):
    return b"II*\0" + struct.pack("<IH", 8, 1) + struct.pack("<HHIHH", 274, 3, 1, orientation, 0) + struct.pack("<I", 0)


def upright(pixels, orientation):
    """EXIF: what is stored as row 0, column 0 of each orientation."""
    turned = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.swapaxes(0, 1),
        6: lambda a: a.swapaxes(0, 1)[:, ::-1],
        7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
        8: lambda a: a.swapaxes(0, 1)[::-1],
    }
    return turned[orientation](pixels)


def pngs(rng):
    for bits in (1, 2, 4, 8):
        gray = rng.integers(0, 2**bits, (H, W))
        put(f"gray{bits}.png", png(gray, 0, bits), gray * 255 // (2**bits - 1))
        key = int(gray[2, 3])
        wide = np.where(gray == key, 255, gray * 255 // (2**bits - 1))
        put(f"gray{bits}-transparent.png", png(gray, 0, bits, extra=[chunk(b"tRNS", struct.pack(">H", key))]), wide)
    rgb = rng.integers(0, 256, (H, W, 3))
    put("rgb8.png", png(rgb, 2, 8), rgb)
    put("rgb8-interlaced.png", png(rgb, 2, 8, interlaced=True), rgb)
    profile = chunk(b"iCCP", b"broken\0\0" + zlib.compress(b"no profile"))
    put("rgb8-bad-profile.png", png(rgb, 2, 8, extra=[profile, chunk(b"tEXt", b"Comment\0\x1b[31mred")]), rgb)
    key = tuple(int(v) for v in rgb[3, 4])
    keyed = rgb.copy()
    keyed[(rgb == key).all(axis=2)] = 255
    put("rgb8-transparent.png", png(rgb, 2, 8, extra=[chunk(b"tRNS", struct.pack(">HHH", *key))]), keyed)
    for orientation in range(1, 9):
        put(f"orientation{orientation}.png", png(rgb, 2, 8, extra=[chunk(b"eXIf", exif(orientation))]),
            upright(rgb, orientation))
    alpha = rng.integers(0, 256, (H, W))
    rgba = np.dstack([rgb, alpha])
    put("rgba8.png", png(rgba, 6, 8), over_white(rgb, alpha, 255))
    put("rgba8-orientation6.png", png(rgba, 6, 8, extra=[chunk(b"eXIf", exif(6))]),
        upright(over_white(rgb, alpha, 255), 6))
    gray = rng.integers(0, 256, (H, W))
    put("gray-alpha8.png", png(np.dstack([gray, alpha]), 4, 8), over_white(gray[:, :, None], alpha, 255)[:, :, 0])
    palette = rng.integers(0, 256, (16, 3))
    index = rng.integers(0, 16, (H, W))
    table = chunk(b"PLTE", palette.astype(np.uint8).tobytes())
    put("palette4.png", png(index, 3, 4, extra=[table]), palette[index])
    opacity = rng.integers(0, 256, 16)
    put("palette8-transparent.png",
        png(index, 3, 8, extra=[table, chunk(b"tRNS", opacity.astype(np.uint8).tobytes())]),
        over_white(palette[index], opacity[index], 255))
    deep = rng.integers(900, 5000, (H, W))
    put("gray16.png", png(deep, 0, 16), stretch(deep))
    deep = rng.integers(900, 5000, (H, W, 3))
    put("rgb16.png", png(deep, 2, 16), stretch(deep))
    deep_alpha = rng.integers(0, 65536, (H, W))
    put("rgba16.png", png(np.dstack([deep, deep_alpha]), 6, 16), over_white(stretch(deep), deep_alpha, 65535))
    put("rgba16-interlaced.png", png(np.dstack([deep, deep_alpha]), 6, 16, interlaced=True),
        over_white(stretch(deep), deep_alpha, 65535))
    gray16 = rng.integers(0, 65536, (H, W))
    put("gray-alpha16.png", png(np.dstack([gray16, deep_alpha]), 4, 16),
        over_white(stretch(gray16)[:, :, None], deep_alpha, 65535)[:, :, 0])
    put("uniform16.png", png(np.full((H, W), 40000), 0, 16), np.full((H, W), (40000 * 255 + 32767) // 65535))
    put("one-pixel.png", png(rgb[:1, :1], 2, 8), rgb[:1, :1])


def saved(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()


def blocks(rng, mode_channels=3, side=16):
    """Flat blocks of 16 pixels, so that JPEG keeps their colours almost exactly."""
    small = rng.integers(30, 226, (2, 3, mode_channels))
    return small.repeat(side, axis=0).repeat(side, axis=1).astype(np.uint8)


def jpegs(rng):
    colour = blocks(rng)
    image = Image.fromarray(colour)
    decoded = lambda data: np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    for name, options in {"baseline": {}, "progressive": {"progressive": True}, "subsampled": {"subsampling": 2}}.items():
        data = saved(image, format="JPEG", quality=92, **{"subsampling": 0, **options})
        put(f"{name}.jpg", data, decoded(data))
    gray = Image.fromarray(blocks(rng)[:, :, 0])
    data = saved(gray, format="JPEG", quality=92)
    put("gray.jpg", data, decoded(data))
    for orientation in range(1, 9):
        data = saved(image, format="JPEG", quality=92, subsampling=0, exif=b"Exif\0\0" + exif(orientation))
        put(f"orientation{orientation}.jpg", data, upright(decoded(data), orientation))
    plain = saved(image, format="JPEG", quality=92, subsampling=0)
    put("trailing-bytes.jpg", plain + bytes(rng.integers(0, 256, 500, dtype=np.uint8)), decoded(plain))


def tiff(samples, bits, endian="<", orientation=1, extra=None, photometric=None):
    """An uncompressed TIFF of one strip."""
    if samples.ndim == 2:
        samples = samples[:, :, None]
    h, w, channels = samples.shape
    photometric = photometric if photometric is not None else (2 if channels >= 3 else 1)
    data = samples.astype(f"{endian}u{bits // 8}").tobytes()
    fields = [(256, 4, [w]), (257, 4, [h]), (258, 3, [bits] * channels), (259, 3, [1]), (262, 3, [photometric]),
              (273, 4, [0]), (274, 3, [orientation]), (277, 3, [channels]), (278, 4, [h]), (279, 4, [len(data)])]
    if extra is not None:
        fields.append((338, 3, [extra]))
    start = 8 + 2 + 12 * len(fields) + 4
    tail = b""
    entries = b""
    bits_at = start
    tail_size = 2 * channels if channels > 2 else 0
    for tag, kind, values in fields:
        if tag == 273:
            values = [start + tail_size]
        if kind == 3 and len(values) > 2:
            tail = struct.pack(f"{endian}{len(values)}H", *values)
            body = struct.pack(endian + "I", bits_at)
        elif kind == 3:
            body = struct.pack(f"{endian}{len(values)}H", *values).ljust(4, b"\0")
        else:
            body = struct.pack(endian + "I", values[0])
        entries += struct.pack(endian + "HHI", tag, kind, len(values)) + body
    head = (b"II*\0" if endian == "<" else b"MM\0*") + struct.pack(endian + "IH", 8, len(fields))
    return head + entries + struct.pack(endian + "I", 0) + tail + data


def tiffs(rng):
    rgb = rng.integers(0, 256, (H, W, 3))
    put("rgb8.tif", tiff(rgb, 8), rgb)
    put("rgb8-big-endian.tif", tiff(rgb, 8, endian=">"), rgb)
    put("gray8.tif", tiff(rgb[:, :, 0], 8), rgb[:, :, 0])
    for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
        data = saved(Image.fromarray(rgb.astype(np.uint8)), format="TIFF", compression=compression)
        put(f"{compression}.tif", data, rgb)
    for orientation in range(1, 9):
        put(f"orientation{orientation}.tif", tiff(rgb, 8, orientation=orientation), upright(rgb, orientation))
    deep = rng.integers(900, 5000, (H, W, 3))
    put("rgb16.tif", tiff(deep, 16), stretch(deep))
    put("rgb16-big-endian.tif", tiff(deep, 16, endian=">"), stretch(deep))
    put("gray16.tif", tiff(deep[:, :, 0], 16), stretch(deep[:, :, 0]))
    put("gray16-orientation6.tif", tiff(deep[:, :, 0], 16, orientation=6), upright(stretch(deep[:, :, 0]), 6))
    alpha = rng.integers(0, 256, (H, W))
    put("rgba8.tif", tiff(np.dstack([rgb, alpha]), 8, extra=2), over_white(rgb, alpha, 255))
    deep_alpha = rng.integers(0, 65536, (H, W))
    put("rgba16.tif", tiff(np.dstack([deep, deep_alpha]), 16, extra=2), over_white(stretch(deep), deep_alpha, 65535))


def others(rng):
    rgb = rng.integers(0, 256, (H, W, 3))
    image = Image.fromarray(rgb.astype(np.uint8))
    put("rgb24.bmp", saved(image, format="BMP"), rgb)
    gray = rng.integers(0, 256, (H, W)).astype(np.uint8)
    put("gray8.bmp", saved(Image.fromarray(gray), format="BMP"), gray)
    flipped = bytearray(saved(Image.fromarray(rgb[::-1].astype(np.uint8)), format="BMP"))
    flipped[22:26] = struct.pack("<i", -H)
    put("top-down.bmp", bytes(flipped), rgb)
    core = b"BM" + struct.pack("<IHHIIHHHH", 26 + 40 * H, 0, 0, 26, 12, W, H, 1, 24)
    rows = b"".join(row[:, ::-1].astype(np.uint8).tobytes().ljust(40, b"\0") for row in rgb[::-1])
    put("core-header.bmp", core + rows, rgb)
    put("lossless.webp", saved(image, format="WEBP", lossless=True), rgb)
    put("orientation6.webp", saved(image, format="WEBP", lossless=True, exif=exif(6)), upright(rgb, 6))
    alpha = rng.integers(1, 256, (H, W))
    rgba = Image.fromarray(np.dstack([rgb, alpha]).astype(np.uint8), "RGBA")
    put("alpha.webp", saved(rgba, format="WEBP", lossless=True, exact=True), over_white(rgb, alpha, 255))
    soft = Image.fromarray(blocks(rng))
    data = saved(soft, format="WEBP", quality=90)
    put("lossy.webp", data, np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
    put("binary.ppm", ppm(rgb), rgb)
    text = "\n".join(" ".join(str(v) for v in row.ravel()) for row in rgb)
    put("text.ppm", f"P3\n# a comment\n{W} # width\n{H}\n255\n{text}\n".encode(), rgb)
    put("binary.pgm", b"P5 %d %d 255\n" % (W, H) + gray.tobytes(), gray)
    deep = rng.integers(0, 65536, (H, W))
    put("binary16.pgm", b"P5 %d %d 65535\n" % (W, H) + deep.astype(">u2").tobytes(), stretch(deep))
    bits = rng.integers(0, 2, (H, W))
    rows = b"".join(packed(bits[:, :, None], 1))
    put("binary.pbm", b"P4\n%d %d\n" % (W, H) + rows, (1 - bits) * 255)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    for seed, make in enumerate((pngs, jpegs, tiffs, others)):
        make(np.random.default_rng(seed))


main()
