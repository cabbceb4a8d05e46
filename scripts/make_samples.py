#!/usr/bin/env python3
"""Draws samples/: scenes to try Tessera on. Seeded; the same library versions give the same bytes.

Needs numpy and Pillow:  python3 -m venv v && v/bin/pip install numpy pillow && v/bin/python scripts/make_samples.py
"""
import pathlib
import sys

import numpy as np
from PIL import Image

OUT = pathlib.Path(__file__).resolve().parent.parent / "samples"


def blur(a, sigma):
    """Gaussian blur along the first two axes, by three box filters."""
    if sigma <= 0:
        return a
    radius = max(1, int(round(sigma * 0.98)))
    for axis in (0, 1):
        for _ in range(3):
            pad = [(0, 0)] * a.ndim
            pad[axis] = (radius + 1, radius)
            sums = np.cumsum(np.pad(a, pad, mode="edge"), axis=axis, dtype=np.float64)
            n = a.shape[axis]
            high = np.take(sums, np.arange(2 * radius + 1, 2 * radius + 1 + n), axis=axis)
            low = np.take(sums, np.arange(0, n), axis=axis)
            a = ((high - low) / (2 * radius + 1)).astype(np.float32)
    return a


def resize(a, h, w):
    return np.asarray(Image.fromarray(a.astype(np.float32)).resize((w, h), Image.BICUBIC))


class Scene:
    """A float RGB canvas, 0…1, with antialiased shapes. x runs to the right and y down, in pixels."""

    def __init__(self, width, height, seed):
        self.w, self.h = width, height
        self.rng = np.random.default_rng(seed)
        self.y, self.x = np.mgrid[0:height, 0:width].astype(np.float32)
        self.rgb = np.zeros((height, width, 3), np.float32)

    def noise(self, scale, octaves=5, stretch=1.0, roughness=0.5):
        """Fractal noise with mean 0 and deviation 1; `scale` is the size of the largest features in pixels."""
        total = np.zeros((self.h, self.w), np.float32)
        for octave in range(octaves):
            step = max(1.0, scale / 2**octave)
            rows, cols = int(self.h / step) + 4, int(self.w / (step * stretch)) + 4
            total += resize(self.rng.standard_normal((rows, cols)), self.h, self.w) * roughness**octave
        return (total - total.mean()) / (total.std() + 1e-6)

    def fill(self, colour):
        self.rgb[:] = np.asarray(colour, np.float32)

    def paint(self, mask, colour, opacity=1.0):
        """Lays `colour` (one colour or a picture) over the canvas where `mask` (0…1) is set."""
        alpha = (np.clip(mask, 0, 1) * opacity)[:, :, None]
        self.rgb = self.rgb * (1 - alpha) + np.asarray(colour, np.float32) * alpha

    def shade(self, mask, factor):
        alpha = np.clip(mask, 0, 1)[:, :, None]
        factor = np.asarray(factor, np.float32)
        factor = factor[:, :, None] if factor.ndim == 2 else factor
        self.rgb *= 1 - alpha + alpha * factor

    def ellipse(self, cx, cy, rx, ry, angle=0.0, soft=0.7):
        c, s = np.cos(angle), np.sin(angle)
        u, v = (self.x - cx) * c + (self.y - cy) * s, -(self.x - cx) * s + (self.y - cy) * c
        r = np.sqrt((u / rx) ** 2 + (v / ry) ** 2)
        return np.clip((1 - r) * min(rx, ry) / (2 * soft) + 0.5, 0, 1)

    def polygon(self, points, soft=0.7):
        """A polygon, antialiased by supersampling."""
        from PIL import ImageDraw

        points = np.asarray(points, np.float64)
        x0, y0 = np.floor(points.min(axis=0) - 4).astype(int)
        x1, y1 = np.ceil(points.max(axis=0) + 4).astype(int)
        x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, self.w), min(y1, self.h)
        mask = np.zeros((self.h, self.w), np.float32)
        if x0 >= x1 or y0 >= y1:
            return mask
        over = 4
        tile = Image.new("L", ((x1 - x0) * over, (y1 - y0) * over))
        ImageDraw.Draw(tile).polygon([((x - x0) * over, (y - y0) * over) for x, y in points], fill=255)
        small = np.asarray(tile.resize((x1 - x0, y1 - y0), Image.BOX), np.float32) / 255
        mask[y0:y1, x0:x1] = small
        return blur(mask, soft) if soft > 1 else mask

    def box(self, x0, y0, x1, y1):
        return self.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])

    def line(self, points, width):
        """A polyline of the given width."""
        points = [np.asarray(p, np.float64) for p in points]
        mask = np.zeros((self.h, self.w), np.float32)
        for a, b in zip(points, points[1:]):
            d = b - a
            n = np.array([-d[1], d[0]]) / (np.hypot(*d) + 1e-9) * width / 2
            mask = np.maximum(mask, self.polygon([a + n, b + n, b - n, a - n]))
            mask = np.maximum(mask, self.ellipse(*b, width / 2, width / 2))
        return mask

    def ball(self, cx, cy, r, colour, squash=1.0, gloss=0.5, texture=None, light=(-0.5, -0.65, 0.57)):
        """A shaded ball with highlight and light bounced from below."""
        mask = self.ellipse(cx, cy, r, r * squash)
        nx, ny = (self.x - cx) / r, (self.y - cy) / (r * squash)
        nz = np.sqrt(np.clip(1 - nx**2 - ny**2, 0, 1))
        diffuse = np.clip(nx * light[0] + ny * light[1] + nz * light[2], 0, 1)
        bounce = np.clip(ny * 0.8 + 0.1, 0, 1) * 0.12
        body = np.asarray(colour, np.float32) * (0.28 + 0.85 * diffuse + bounce)[:, :, None]
        if texture is not None:
            body *= (1 + texture)[:, :, None]
        half = np.array([light[0], light[1], light[2] + 1])
        half /= np.linalg.norm(half)
        shine = np.clip(nx * half[0] + ny * half[1] + nz * half[2], 0, 1) ** 40
        self.paint(mask, body + (gloss * shine)[:, :, None])
        return mask

    def shadow(self, cx, cy, rx, ry, strength=0.55, softness=12):
        self.shade(blur(self.ellipse(cx, cy, rx, ry), softness), 1 - strength)

    def finish(self, grain=0.012, sharpness=0.6, vignette=0.15):
        """What a camera does: a slightly soft lens, vignette, noise."""
        rgb = blur(self.rgb, sharpness) if sharpness > 0.9 else self.rgb
        r2 = ((self.x / self.w - 0.5) ** 2 + (self.y / self.h - 0.5) ** 2) * 2
        rgb = rgb * (1 - vignette * r2)[:, :, None]
        luma = self.rng.standard_normal((self.h, self.w, 1)).astype(np.float32)
        chroma = self.rng.standard_normal((self.h, self.w, 3)).astype(np.float32)
        rgb = rgb + grain * (luma + 0.5 * chroma)
        return Image.fromarray((np.clip(rgb, 0, 1) * 255 + 0.5).astype(np.uint8))


def ramp(position, stops):
    """Colours along `stops` = [(place, colour)…] at an array of positions."""
    places = [p for p, _ in stops]
    return np.stack([np.interp(position, places, [c[i] for _, c in stops]) for i in range(3)], axis=-1).astype(np.float32)


def still_life():
    s = Scene(1280, 853, 11)
    wall = ramp(s.x / s.w + 0.25 * s.y / s.h, [(0, (0.55, 0.60, 0.58)), (0.6, (0.40, 0.46, 0.47)), (1.2, (0.24, 0.29, 0.33))])
    s.rgb[:] = wall * (1 + 0.025 * s.noise(220, 6))[:, :, None]
    horizon = 500
    table = s.box(0, horizon, s.w, s.h)
    depth = np.clip((s.y - horizon) / (s.h - horizon), 0, 1)
    grain = s.noise(90, 5, stretch=9) * 0.5 + np.sin(s.y / (5 + 9 * depth) + 1.5 * s.noise(260, 3, stretch=4)) * 0.25
    wood = ramp(depth, [(0, (0.36, 0.22, 0.13)), (1, (0.60, 0.39, 0.22))]) * (1 + 0.10 * grain)[:, :, None]
    s.paint(table, wood)
    s.shade(blur(s.box(0, horizon - 3, s.w, horizon + 5), 2), 0.75)
    # The cloth falls over the table's right part.
    cloth = s.polygon([(700, 585), (1235, 560), (1262, 790), (1110, 812), (960, 790), (820, 822), (668, 800)], 1.2)
    s.shade(blur(np.roll(cloth, (10, 6), (0, 1)), 8) * (1 - cloth), 0.6)
    folds = np.sin(s.x / 34 + 2 * s.noise(200, 3)) * 0.05 + np.sin((s.x + s.y) / 61) * 0.04
    s.paint(cloth, np.float32([0.80, 0.79, 0.74]) * (1 + folds + 0.015 * s.noise(6, 2))[:, :, None])
    for offset in (0, 16):
        s.paint(s.line([(680 + offset * 0.2, 770 - offset), (820, 792 - offset), (960, 761 - offset), (1110, 782 - offset), (1258, 761 - offset)], 5) * cloth, (0.36, 0.45, 0.62), 0.85)
    # Jug.
    jug_x, base = 300, 640
    s.shadow(jug_x + 105, base - 2, 190, 34, 0.6, 16)
    profile = [(-72, 0), (-98, -60), (-108, -130), (-96, -205), (-66, -262), (-52, -300), (-58, -345), (-74, -365)]
    outline = [(jug_x + x, base + y) for x, y in profile] + [(jug_x - x, base + y) for x, y in reversed(profile)]
    body = np.maximum(s.polygon(outline, 1.2), s.ellipse(jug_x, base, 72, 16))
    handle = s.ellipse(jug_x + 100, base - 235, 62, 80) - s.ellipse(jug_x + 98, base - 235, 40, 58)
    s.paint(np.clip(handle, 0, 1) * (s.x > jug_x + 60), np.float32([0.20, 0.36, 0.50]) * (0.9 - 0.4 * (s.x - jug_x - 60) / 100)[:, :, None])
    across = (s.x - jug_x) / 108
    light = np.clip(0.35 + 0.9 * np.exp(-((across + 0.45) ** 2) / 0.16) * 0.8 - 0.18 * across, 0.15, 1.3)
    s.paint(body, np.float32([0.24, 0.44, 0.60]) * light[:, :, None] * (1 + 0.02 * s.noise(14, 3))[:, :, None])
    band = s.box(0, base - 190, s.w, base - 150) * body
    s.paint(band, np.float32([0.82, 0.78, 0.66]) * np.clip(light + 0.1, 0, 1.15)[:, :, None])
    s.paint(s.ellipse(jug_x, base - 365, 74, 17), (0.10, 0.17, 0.24))
    s.paint(np.clip(s.ellipse(jug_x, base - 365, 76, 19) - s.ellipse(jug_x, base - 363, 68, 13), 0, 1), (0.42, 0.58, 0.70))
    # Bowl with fruit.
    bowl_x, bowl_y = 640, 610
    s.shadow(bowl_x + 60, bowl_y + 92, 235, 34, 0.6, 16)
    s.paint(s.ellipse(bowl_x, bowl_y - 20, 208, 44), (0.16, 0.12, 0.11))
    fruit = [(-118, -52, 66, (0.82, 0.20, 0.12), "apple"), (118, -50, 66, (0.90, 0.52, 0.10), "orange"), (0, -78, 72, (0.58, 0.68, 0.16), "apple"), (58, -28, 60, (0.78, 0.14, 0.12), "apple"), (-56, -22, 60, (0.93, 0.58, 0.12), "orange")]
    for dx, dy, r, colour, kind in fruit:
        rough = 0.05 * s.noise(5, 2) if kind == "orange" else 0.05 * s.noise(40, 4)
        s.ball(bowl_x + dx, bowl_y + dy, r, colour, 0.96, 0.25 if kind == "orange" else 0.6, rough)
        if kind == "apple":
            s.paint(blur(s.ellipse(bowl_x + dx, bowl_y + dy - r * 0.72, r * 0.22, r * 0.09), 2), (0.25, 0.16, 0.06), 0.7)
            s.paint(s.line([(bowl_x + dx, bowl_y + dy - r * 0.7), (bowl_x + dx + 8, bowl_y + dy - r * 1.08)], 5), (0.24, 0.15, 0.08))
    below = (s.y > bowl_y - 20).astype(np.float32)
    front = np.clip(s.ellipse(bowl_x, bowl_y - 20, 212, 128) * below - s.ellipse(bowl_x, bowl_y - 22, 208, 36), 0, 1)
    glaze = np.clip(0.72 - 0.42 * (s.x - bowl_x) / 212 - 0.45 * (s.y - bowl_y) / 110, 0.12, 1.1)
    s.paint(front, np.float32([0.86, 0.83, 0.76]) * glaze[:, :, None])
    for row in (18, 30):
        stripe = np.clip(s.ellipse(bowl_x, bowl_y - 20 + row, 214, 60) - s.ellipse(bowl_x, bowl_y - 25 + row, 214, 60), 0, 1) * (s.y > bowl_y - 10)
        s.paint(stripe * front, np.float32([0.22, 0.34, 0.55]) * np.clip(glaze + 0.25, 0, 1)[:, :, None], 0.9)
    # On the cloth: a pear, a lemon, grapes.
    s.shadow(1005, 712, 78, 18, 0.5, 9)
    pear = np.maximum(s.ellipse(985, 665, 56, 54), s.ellipse(980, 598, 33, 48))
    pear = np.clip((blur(pear, 9) - 0.42) * 9, 0, 1)
    nx = (s.x - 983) / 56
    s.paint(pear, np.float32([0.80, 0.74, 0.22]) * np.clip(0.78 - 0.52 * nx - 0.15 * (s.y - 650) / 60, 0.2, 1.15)[:, :, None] * (1 + 0.05 * s.noise(7, 3))[:, :, None])
    s.paint(blur(s.ellipse(1012, 668, 26, 34), 10) * pear, (0.78, 0.36, 0.16), 0.45)
    s.paint(blur(s.ellipse(962, 640, 9, 16, 0.2), 4) * pear, (1, 1, 0.9), 0.6)
    s.paint(s.line([(981, 556), (988, 530), (998, 522)], 5), (0.27, 0.18, 0.10))
    s.shadow(1150, 708, 70, 15, 0.45, 8)
    lemon = np.maximum(s.ellipse(1135, 672, 60, 42, -0.15), s.ellipse(1193, 663, 14, 12))
    s.paint(lemon, np.float32([0.95, 0.83, 0.16]) * np.clip(0.85 - 0.35 * (s.x - 1135) / 60 - 0.5 * (s.y - 665) / 45, 0.25, 1.1)[:, :, None] * (1 + 0.04 * s.noise(4, 2))[:, :, None])
    s.paint(blur(s.ellipse(1112, 652, 14, 8), 4), (1, 1, 0.9), 0.6)
    s.shadow(835, 745, 90, 16, 0.45, 8)
    grapes = s.rng
    for row, count in enumerate((3, 4, 5, 4)):
        for i in range(count):
            gx = 828 + (i - (count - 1) / 2) * 33 + grapes.uniform(-5, 5)
            gy = 668 + row * 21 + grapes.uniform(-4, 4)
            s.ball(gx, gy, 20, np.float32([0.34, 0.13, 0.34]) * grapes.uniform(0.85, 1.25), 1, 0.55)
    return s.finish(0.011)


def harbour():
    s = Scene(1440, 900, 12)
    t = s.y / 470
    s.rgb[:] = ramp(t, [(0, (0.25, 0.46, 0.74)), (0.55, (0.55, 0.72, 0.86)), (1, (0.93, 0.88, 0.78))])
    cloud = s.noise(330, 7, stretch=2.6)
    cover = np.clip((cloud - 0.35) * 0.9, 0, 1) * np.clip(1.25 - t, 0, 1)
    under = np.clip((np.roll(cloud, -22, 0) - cloud) * 0.9 + 0.55, 0, 1)
    s.paint(cover, ramp(under, [(0, (0.62, 0.65, 0.72)), (1, (1.0, 0.98, 0.95))]), 0.92)
    water_line = 470
    for level, colour, height, scale in ((0, (0.56, 0.66, 0.76), 150, 420), (1, (0.38, 0.50, 0.55), 105, 300), (2, (0.22, 0.36, 0.26), 62, 220)):
        xs = np.arange(s.w)
        ridge = np.interp(xs, np.arange(0, s.w + scale, scale / 4), s.rng.standard_normal(len(np.arange(0, s.w + scale, scale / 4))))
        ridge = np.convolve(np.pad(ridge, 60, mode="edge"), np.hanning(121) / np.hanning(121).sum(), mode="valid")
        fine = np.convolve(s.rng.standard_normal(s.w + 14), np.ones(15) / 15, mode="valid") * (2 + 3 * level)
        top = water_line - height * (0.62 + 0.38 * ridge) - fine - (90 * np.exp(-((xs - 380) / 210.0) ** 2) if level == 1 else 0)
        mask = np.clip(s.y - top[None, :].astype(np.float32) + 0.5, 0, 1) * (s.y < water_line + 2)
        texture = 1 + (0.03 + 0.06 * level) * s.noise(30 + 20 * (2 - level), 5)
        lit = ramp((s.y - top[None, :]) / height, [(0, np.float32(colour) * 1.15), (1, np.float32(colour) * 0.85)])
        s.paint(mask, lit * texture[:, :, None])
    # Houses along the quay.
    rng = s.rng
    x = 905
    walls = [(0.86, 0.80, 0.70), (0.80, 0.50, 0.38), (0.90, 0.86, 0.82), (0.72, 0.66, 0.52), (0.60, 0.68, 0.74), (0.88, 0.72, 0.48)]
    k = 0
    while x < 1420:
        w, h = int(rng.integers(52, 86)), int(rng.integers(50, 96))
        base, wall = water_line - 8, np.float32(walls[k % len(walls)])
        s.paint(s.box(x, base - h, x + w, base), wall * (1 + 0.02 * s.noise(9, 2))[:, :, None])
        s.shade(s.box(x + w * 0.72, base - h, x + w, base), 0.8)
        roof = 18 + int(rng.integers(0, 16))
        s.paint(s.polygon([(x - 4, base - h), (x + w / 2, base - h - roof), (x + w + 4, base - h)]), (0.55, 0.24, 0.17))
        for row in range(int(h // 28)):
            for col in range(int(w // 22)):
                wx, wy = x + 9 + col * 21, base - h + 10 + row * 27
                s.paint(s.box(wx, wy, wx + 9, wy + 14), (0.20, 0.25, 0.31))
        x += w + int(rng.integers(2, 9))
        k += 1
    s.paint(s.box(870, water_line - 10, s.w, water_line + 14), np.float32([0.52, 0.48, 0.43]) * (1 + 0.05 * s.noise(8, 3))[:, :, None])
    land = s.rgb.copy()
    # Water mirrors what is above it, broken by waves.
    depth = np.clip((s.y - water_line - 12) / (s.h - water_line - 12), 0, 1)
    water = np.where((s.x > 868), s.y > water_line + 13, s.y > water_line).astype(np.float32)
    wave = s.noise(16, 3, stretch=5) * (1 + 9 * depth) + s.noise(60, 3, stretch=6) * 5 * depth
    my = np.clip(2 * (water_line + 6) - s.y * 1.0 - (s.y - water_line) * -0.25 + wave * 2.2, 0, water_line).astype(int)
    mx = np.clip(s.x + wave * 1.4, 0, s.w - 1).astype(int)
    mirrored = land[my, mx]
    tint = ramp(depth, [(0, (0.46, 0.58, 0.62)), (1, (0.10, 0.28, 0.38))])
    s.paint(water, mirrored * (0.62 - 0.34 * depth)[:, :, None] + tint * (0.36 + 0.30 * depth)[:, :, None])
    glint = np.clip(s.noise(7, 2, stretch=6) - 1.6, 0, 1) * water * np.exp(-((s.x - 560) / 230) ** 2)
    s.paint(glint, (1.0, 0.95, 0.82), 0.8)

    def boat(bx, by, size, hull, sail=None):
        reflection = blur(s.ellipse(bx, by + size * 0.22, size * 1.02, size * 0.15), size * 0.05)
        s.shade(reflection, 0.45)
        if sail is not None:
            for i in range(7):
                yy = by + size * (0.25 + 0.13 * i)
                s.paint(blur(s.ellipse(bx + 4 * np.sin(i * 2.1), yy, size * (0.42 - 0.045 * i), size * 0.025), 1.5), sail, 0.30)
        body = s.polygon([(bx - size, by - size * 0.12), (bx + size * 1.1, by - size * 0.20), (bx + size * 0.82, by + size * 0.16), (bx - size * 0.78, by + size * 0.16)])
        s.paint(body, np.float32(hull) * (1.05 - 0.45 * np.clip((s.y - by + size * 0.2) / (size * 0.36), 0, 1))[:, :, None])
        s.paint(s.line([(bx - size, by - size * 0.12), (bx + size * 1.1, by - size * 0.20)], max(2, size * 0.045)), (0.93, 0.91, 0.86))
        if sail is None:
            s.paint(s.box(bx - size * 0.45, by - size * 0.52, bx + size * 0.2, by - size * 0.14), (0.92, 0.90, 0.86))
            s.paint(s.box(bx - size * 0.36, by - size * 0.45, bx - size * 0.12, by - size * 0.28), (0.18, 0.24, 0.30))
            s.paint(s.box(bx - size * 0.06, by - size * 0.45, bx + size * 0.12, by - size * 0.28), (0.18, 0.24, 0.30))
            s.paint(s.line([(bx + size * 0.35, by - size * 0.15), (bx + size * 0.35, by - size * 0.95)], 3), (0.25, 0.22, 0.20))
            return
        s.paint(s.line([(bx, by - size * 0.14), (bx, by - size * 2.15)], max(2.5, size * 0.04)), (0.34, 0.25, 0.17))
        main = s.polygon([(bx - size * 0.06, by - size * 2.05), (bx - size * 0.06, by - size * 0.30), (bx - size * 0.92, by - size * 0.34)], 1.1)
        jib = s.polygon([(bx + size * 0.07, by - size * 1.9), (bx + size * 0.07, by - size * 0.32), (bx + size * 0.85, by - size * 0.28)], 1.1)
        s.paint(main, np.float32(sail) * (1.0 - 0.22 * np.clip((bx - s.x) / (size * 0.9), 0, 1))[:, :, None])
        s.paint(jib, np.float32(sail) * (0.82 + 0.15 * np.clip((s.x - bx) / (size * 0.9), 0, 1))[:, :, None])

    boat(250, 560, 62, (0.16, 0.25, 0.42), (0.96, 0.94, 0.88))
    boat(735, 545, 46, (0.55, 0.16, 0.13), (0.90, 0.80, 0.62))
    boat(1150, 590, 80, (0.20, 0.42, 0.36))
    boat(520, 700, 118, (0.66, 0.18, 0.14), (0.97, 0.96, 0.92))
    boat(1040, 760, 105, (0.88, 0.86, 0.80))
    boat(1330, 530, 40, (0.72, 0.52, 0.20))
    return s.finish(0.010)


def cells():
    """A fluorescence micrograph, one gray channel."""
    s = Scene(1024, 1024, 13)
    rng = s.rng
    field = 0.07 + 0.025 * s.noise(500, 3)
    centres = []
    while len(centres) < 62:
        x, y = rng.uniform(20, s.w - 20, 2)
        if all(np.hypot(x - a, y - b) > 92 for a, b in centres):
            centres.append((x, y))
    grain = s.noise(18, 4)
    for x, y in centres:
        r, turn, bright = rng.uniform(38, 58), rng.uniform(0, 3.14), rng.uniform(0.22, 0.42)
        x0, x1, y0, y1 = (int(np.clip(v, 0, s.w)) for v in (x - 90, x + 90, y - 90, y + 90))
        part = np.s_[y0:y1, x0:x1]
        dx, dy = s.x[part] - x, s.y[part] - y
        at = np.arctan2(dy, dx)
        wobble = 1 + sum(rng.uniform(0.02, 0.09) / k * np.cos(k * at + rng.uniform(0, 6.3)) for k in (2, 3, 5, 7))
        u, v = dx * np.cos(turn) + dy * np.sin(turn), -dx * np.sin(turn) + dy * np.cos(turn)
        d = np.hypot(u / rng.uniform(1.0, 1.25), v) / (r * wobble)
        body = np.clip((1 - d) * 7 + 0.5, 0, 1) * (0.55 + 0.45 * np.clip(d, 0, 1) ** 3)
        field[part] += bright * body * (1 + 0.16 * grain[part])
        nu, nv = u - rng.uniform(-9, 9), v - rng.uniform(-7, 7)
        n = np.hypot(nu / 1.2, nv) / (r * rng.uniform(0.36, 0.46))
        core = np.clip((1 - n) * 5 + 0.5, 0, 1)
        field[part] += core * rng.uniform(0.28, 0.42) * (0.9 + 0.22 * grain[part])
        for _ in range(rng.integers(1, 4)):
            sx, sy = rng.uniform(-0.2, 0.2, 2) * r
            field[part] += core * 0.20 * np.exp(-((nu - sx) ** 2 + (nv - sy) ** 2) / 14)
    field = blur(field, 1.2) * (1 - 0.28 * (((s.x / s.w - 0.5) ** 2 + (s.y / s.h - 0.5) ** 2) * 2))
    # Photons: the noise grows with the root of the light.
    field = field + rng.standard_normal(field.shape).astype(np.float32) * np.sqrt(np.clip(field, 0.01, 1)) * 0.032
    return Image.fromarray((np.clip(field, 0, 1) * 255 + 0.5).astype(np.uint8))


def fields():
    """Farm land from the air, 12 megapixels."""
    from PIL import ImageDraw

    s = Scene(4000, 3000, 14)
    rng, w, h = s.rng, s.w, s.h
    # A warped grid of lots; neighbours are sometimes joined.
    columns, rows = 9, 7
    gx = np.linspace(-150, w + 150, columns + 1)[None, :] + rng.uniform(-110, 110, (rows + 1, columns + 1))
    gy = np.linspace(-150, h + 150, rows + 1)[:, None] + rng.uniform(-90, 90, (rows + 1, columns + 1))
    gx += (gy - h / 2) * 0.16
    gy += (gx - w / 2) * 0.07
    lots, parcels = Image.new("I", (w, h)), []
    draw = ImageDraw.Draw(lots)
    for r in range(rows):
        for c in range(columns):
            corners = [np.array([gx[r + i, c + j], gy[r + i, c + j]]) for i, j in ((0, 0), (0, 1), (1, 1), (1, 0))]
            cuts = int(rng.integers(1, 4))
            for k in range(cuts):
                t0, t1 = k / cuts, (k + 1) / cuts
                strip = [corners[0] * (1 - t0) + corners[1] * t0, corners[0] * (1 - t1) + corners[1] * t1,
                         corners[3] * (1 - t1) + corners[2] * t1, corners[3] * (1 - t0) + corners[2] * t0]
                parcels.append(strip)
                draw.polygon([tuple(p) for p in strip], fill=len(parcels))
    lots = np.asarray(lots)
    palette = np.float32([(0.36, 0.47, 0.20), (0.28, 0.40, 0.17), (0.55, 0.55, 0.27), (0.74, 0.66, 0.38), (0.48, 0.37, 0.25),
                          (0.40, 0.31, 0.22), (0.44, 0.54, 0.26), (0.80, 0.74, 0.22), (0.60, 0.50, 0.33), (0.24, 0.36, 0.20)])
    n = len(parcels) + 1
    colour = palette[rng.integers(0, len(palette), n)] * rng.uniform(0.88, 1.1, (n, 1)).astype(np.float32)
    angle = np.zeros(n, np.float32)
    for k, p in enumerate(parcels):
        d = p[3] - p[0]
        angle[k + 1] = np.arctan2(d[1], d[0]) + np.pi / 2
    period = rng.uniform(16, 34, n).astype(np.float32)
    depth = rng.uniform(0.015, 0.10, n).astype(np.float32)
    phase = (s.x * np.cos(angle)[lots] + s.y * np.sin(angle)[lots]) * (2 * np.pi / period[lots])
    soil = s.noise(420, 6)
    s.rgb = colour[lots] * (1 + depth[lots] * np.sin(phase) + 0.055 * soil)[:, :, None]
    del phase
    # Hedges and tracks between the lots, roads, river, houses and trees are drawn twice as large.
    over = 2
    layer = Image.new("RGBA", (w * over, h * over))
    pen = ImageDraw.Draw(layer)
    big = lambda points: [(float(x) * over, float(y) * over) for x, y in points]

    def stroke(points, width, ink):
        pen.line(big(points), fill=ink, width=int(width * over), joint="curve")

    for p in parcels:
        stroke([*p, p[0]], 7, (104, 98, 62, 235))
    curve = lambda t, a, b, c: [(1 - u) ** 2 * np.array(a) + 2 * u * (1 - u) * np.array(b) + u**2 * np.array(c) for u in t]
    t = np.linspace(0, 1, 60)
    river = [p + [70 * np.sin(9 * u), 45 * np.cos(7 * u)] for u, p in zip(t, curve(t, (-80, 2350), (1700, 2900), (4100, 1750)))]
    stroke(river, 168, (98, 104, 62, 255))
    stroke(river, 132, (58, 84, 88, 255))
    stroke([q - [0, 14] for q in river], 70, (66, 96, 102, 255))
    main = curve(t, (1450, -60), (1750, 1500), (2700, 3060))
    side = curve(t, (-60, 1020), (1400, 560), (4060, 780))
    for road, width in ((main, 62), (side, 44)):
        stroke(road, width + 18, (150, 140, 112, 255))
        stroke(road, width, (112, 112, 114, 255))
    for road in (main, side):
        for a, b in zip(road[::2], road[1::2]):
            stroke([a, b], 4, (226, 224, 214, 255))
    roofs = [(158, 78, 58), (136, 62, 48), (112, 104, 100), (176, 102, 74), (92, 88, 92), (190, 186, 178)]

    def house(x, y, length, width, turn, ink):
        along, across = np.array([np.cos(turn), np.sin(turn)]) * length / 2, np.array([-np.sin(turn), np.cos(turn)]) * width / 2
        at = np.array([x, y])
        cast = np.array([26, 20]) * width / 70
        quad = [at - along - across, at + along - across, at + along + across, at - along + across]
        pen.polygon(big([q + cast for q in quad]), fill=(30, 34, 28, 165))
        half = lambda f: tuple(int(v * f) for v in ink) + (255,)
        pen.polygon(big([quad[0], quad[1], at + along, at - along]), fill=half(1.08))
        pen.polygon(big([at - along, at + along, quad[2], quad[3]]), fill=half(0.74))
        stroke([at - along, at + along], 3, half(1.2))

    def tree(x, y, r):
        pen.ellipse([(x - r + r * 0.6) * over, (y - r + r * 0.5) * over, (x + r + r * 0.6) * over, (y + r + r * 0.5) * over], fill=(24, 34, 20, 150))
        g = rng.uniform(0.8, 1.2)
        for _ in range(9):
            dx, dy, q = rng.uniform(-0.5, 0.5) * r, rng.uniform(-0.5, 0.5) * r, r * rng.uniform(0.4, 0.65)
            lit = (1.12 - 0.35 * (dx + dy) / r) * g
            pen.ellipse([(x + dx - q) * over, (y + dy - q) * over, (x + dx + q) * over, (y + dy + q) * over],
                        fill=(int(44 * lit), int(70 * lit), int(34 * lit), 255))

    for cx, cy, count in ((1180, 420, 9), (2050, 980, 12), (3050, 420, 8), (620, 1560, 6), (3180, 2480, 8)):
        pen.ellipse(big([(cx - 330, cy - 230), (cx + 330, cy + 230)]), fill=(108, 116, 70, 255))
        turn = rng.uniform(0, 3.14)
        for k in range(count):
            a = 6.283 * k / count + rng.uniform(-0.15, 0.15)
            reach = rng.uniform(0.6, 0.95)
            x, y = cx + 270 * reach * np.cos(a), cy + 185 * reach * np.sin(a)
            house(x, y, rng.uniform(70, 130), rng.uniform(48, 74), turn + rng.choice([0, 1.5708]) + rng.uniform(-0.1, 0.1), roofs[int(rng.integers(0, len(roofs)))])
            tree(x + rng.uniform(-70, 70), y + rng.uniform(62, 88), rng.uniform(14, 24))
    for cx, cy, spread, count in ((3480, 1280, 300, 330), (420, 480, 230, 190)):
        spots = sorted(((cx + rng.normal() * spread, cy + rng.normal() * spread * 0.6) for _ in range(count)), key=lambda q: q[1])
        for x, y in spots:
            tree(x, y, rng.uniform(20, 34))
    for u in np.linspace(0.02, 0.98, 70):
        x, y = river[int(u * 59)]
        tree(x + rng.uniform(-14, 14), y - 112 + rng.uniform(-16, 16), rng.uniform(15, 27))
    small = np.asarray(layer.resize((w, h), Image.BOX), np.float32) / 255
    s.paint(small[:, :, 3], small[:, :, :3] * (1 + 0.05 * s.noise(10, 3))[:, :, None])
    s.shade(np.clip(s.noise(1500, 3) * 0.6 - 0.5, 0, 1), 0.72)
    return s.finish(0.008, 1.0, 0.10)


def portrait():
    s = Scene(900, 1200, 15)
    back = ramp(np.hypot((s.x - 330) / 700, (s.y - 420) / 900), [(0, (0.72, 0.62, 0.46)), (0.6, (0.50, 0.43, 0.36)), (1.3, (0.24, 0.22, 0.24))])
    s.rgb[:] = back
    for _ in range(16):
        x, y, r = s.rng.uniform(0, s.w), s.rng.uniform(0, 800), s.rng.uniform(24, 70)
        s.paint(s.ellipse(x, y, r, r, 0, 5), s.rng.uniform(0.75, 1, 3) * np.array([1, 0.88, 0.62]), s.rng.uniform(0.10, 0.28))
    hair = np.float32([0.20, 0.11, 0.07])
    strands = s.noise(60, 5, stretch=0.16)
    fall = np.maximum(s.ellipse(450, 430, 232, 268, 0, 2), s.polygon([(222, 430), (678, 430), (704, 800), (640, 905), (262, 905), (196, 800)], 4))
    fall = np.clip((blur(fall, 22) - 0.45) * 8, 0, 1)
    s.paint(fall, hair * (1 + 0.28 * strands)[:, :, None] * np.clip(1.35 - (s.x - 250) / 520, 0.5, 1.5)[:, :, None])
    skin = np.float32([0.86, 0.64, 0.51])
    light = np.clip(1.12 - 0.46 * (s.x - 330) / 330, 0.55, 1.15)
    pores = 1 + 0.018 * s.noise(5, 3)
    neck = s.polygon([(368, 640), (540, 640), (556, 905), (330, 905)], 3)
    s.paint(neck, skin * (light * 0.80 * pores)[:, :, None])
    shirt = s.polygon([(330, 850), (190, 905), (92, 985), (40, 1210), (862, 1210), (812, 985), (712, 905), (566, 850), (520, 905), (450, 940), (380, 905)], 2)
    shirt = np.clip((blur(shirt, 6) - 0.5) * 5 + 0.5, 0, 1)
    fold = s.noise(150, 4, stretch=0.5) * 0.07 + np.sin((s.x - 450) / 70 + s.y / 130) * 0.04
    s.paint(shirt, np.float32([0.17, 0.42, 0.47]) * (np.clip(1.15 - 0.5 * (s.x - 200) / 620, 0.5, 1.2) * (1 + fold) * (1 + 0.03 * s.noise(3, 2)))[:, :, None])
    opening = s.polygon([(368, 868), (540, 868), (450, 1010)], 1.5)
    s.paint(opening, skin * (light * 0.86 * pores)[:, :, None])
    for pts in ([(330, 846), (384, 862), (452, 1012), (372, 990)], [(568, 846), (522, 862), (450, 1012), (534, 990)]):
        collar = s.polygon(pts, 1.4)
        s.shade(blur(np.roll(collar, 7, 0), 5) * (1 - collar), 0.72)
        s.paint(collar, np.float32([0.20, 0.48, 0.53]) * light[:, :, None])
    s.paint(s.line([(450, 1012), (456, 1210)], 3), (0.10, 0.27, 0.31))
    for y in (1060, 1130):
        s.ball(466, y, 8, (0.86, 0.82, 0.74), 1, 0.4)
    face = np.maximum(s.ellipse(450, 450, 158, 190, 0, 2), s.ellipse(450, 540, 128, 142, 0, 2))
    face = np.clip((blur(face, 10) - 0.46) * 9, 0, 1)
    s.shade(blur(np.roll(face, 46, 0), 16) * neck, 0.62)
    for ex in (296, 604):
        s.paint(s.ellipse(ex, 492, 20, 40, 0, 1.5), skin * (light * 0.86)[:, :, None])
    nx, ny = (s.x - 450) / 170, (s.y - 470) / 230
    shape = np.clip(0.70 + 0.40 * np.sqrt(np.clip(1 - nx**2 - ny**2, 0, 1)) - 0.30 * nx, 0.4, 1.2)
    s.paint(face, skin * (shape * pores)[:, :, None])
    for cx in (362, 538):
        s.paint(blur(s.ellipse(cx, 545, 42, 34), 18) * face, (0.86, 0.42, 0.36), 0.30)
    # Eyes, brows, nose, mouth.
    for side, cx in ((-1, 386), (1, 514)):
        s.paint(blur(s.ellipse(cx, 458, 44, 26), 10) * face, (0.45, 0.28, 0.21), 0.42)
        white = s.ellipse(cx, 464, 31, 14.5)
        s.paint(white, np.float32([0.93, 0.91, 0.88]) * (0.78 + 0.22 * np.clip((s.y - 448) / 16, 0, 1))[:, :, None])
        s.paint(s.ellipse(cx + 2, 463, 14, 14) * white, (0.26, 0.38, 0.34))
        s.paint(s.ellipse(cx + 2, 463, 6.5, 6.5) * white, (0.03, 0.03, 0.03))
        s.paint(s.ellipse(cx - 3, 458, 3.2, 3.2), (1, 1, 1))
        s.paint(s.line([(cx - 33, 466), (cx - 20, 452), (cx, 447), (cx + 20, 451), (cx + 33, 464)], 5.5), (0.12, 0.07, 0.06), 0.9)
        s.paint(blur(s.line([(cx - 40, 424 + 5 * (side < 0)), (cx - 14, 414), (cx + 14, 414), (cx + 40, 424 + 5 * (side > 0))], 12), 1.6), (0.19, 0.11, 0.08), 0.85)
    s.shade(blur(s.polygon([(462, 470), (486, 560), (470, 572), (454, 500)]), 7) * face, 0.76)
    s.paint(blur(s.ellipse(446, 520, 7, 46), 5) * face, (1, 0.86, 0.74), 0.35)
    s.shade(blur(s.ellipse(452, 574, 34, 8), 4) * face, 0.70)
    for cx in (436, 468):
        s.paint(blur(s.ellipse(cx, 570, 7, 4), 1.6), (0.30, 0.15, 0.12), 0.8)
    upper = s.polygon([(388, 614), (428, 611), (450, 617), (474, 611), (512, 614), (450, 634)], 1.4)
    lower = s.polygon([(390, 615), (450, 632), (510, 615), (486, 646), (450, 657), (414, 646)], 1.4)
    s.paint(upper, (0.62, 0.25, 0.25))
    s.paint(lower, np.float32([0.74, 0.33, 0.32]) * np.clip(1.1 - 0.2 * (s.y - 640) / 20, 0.8, 1.2)[:, :, None])
    s.paint(s.line([(384, 611), (392, 616), (422, 627), (450, 632), (478, 627), (508, 616), (516, 611)], 2.5), (0.35, 0.12, 0.12), 0.9)
    s.shade(blur(s.ellipse(450, 674, 44, 8), 5) * face, 0.85)
    # The fringe falls from a parting at the left.
    fringe = np.maximum(
        s.polygon([(400, 190), (268, 300), (258, 470), (284, 520), (300, 420), (340, 350), (400, 300), (415, 240)], 3),
        s.polygon([(390, 190), (400, 280), (470, 340), (560, 372), (602, 430), (614, 520), (645, 470), (634, 300), (540, 200)], 3))
    cap = s.ellipse(450, 380, 206, 210, 0, 2) * (s.y < 318 + 0.10 * np.abs(s.x - 400)) * 1.0
    fringe = np.clip((blur(np.maximum(fringe, cap), 8) - 0.45) * 8, 0, 1)
    s.shade(blur(np.roll(fringe, (12, 4), (0, 1)), 9) * face * (1 - fringe), 0.72)
    gleam = 0.9 * np.exp(-((np.hypot(s.x - 420, (s.y - 420) * 0.92) - 178) / 26) ** 2) * np.exp(-((s.x - 360) / 130) ** 2)
    s.paint(fringe, hair * ((1.15 + 0.26 * strands) * np.clip(1.35 - (s.x - 250) / 520, 0.5, 1.5) + gleam)[:, :, None])
    return s.finish(0.012)


def street():
    s = Scene(1440, 960, 16)
    rng = s.rng
    s.rgb[:] = ramp(s.y / 560, [(0, (0.10, 0.13, 0.30)), (0.45, (0.36, 0.28, 0.46)), (0.8, (0.86, 0.48, 0.38)), (1, (0.98, 0.72, 0.44))])
    s.paint(np.clip(s.noise(300, 6, stretch=4) * 0.5 - 0.25, 0, 1) * np.clip(1.2 - s.y / 560, 0, 1), (0.93, 0.48, 0.44), 0.75)
    vx, vy = 700.0, 560.0
    # The far end of the street.
    for k in range(14):
        x = 520 + k * 27
        s.paint(s.box(x, vy - rng.uniform(40, 105), x + 30, vy + 8), np.float32([0.30, 0.24, 0.34]) * rng.uniform(0.8, 1.15))
    s.paint(s.polygon([(0, 960), (vx - 40, vy), (vx + 40, vy), (1440, 960)]), np.float32([0.17, 0.16, 0.20]) * (1 + 0.06 * s.noise(5, 3))[:, :, None])
    s.paint(s.polygon([(0, vy + 60), (0, 960), (vx - 40, vy), (vx - 60, vy)]), np.float32([0.27, 0.24, 0.27]) * (1 + 0.05 * s.noise(7, 3))[:, :, None])
    s.paint(s.polygon([(1440, vy + 60), (1440, 960), (vx + 40, vy), (vx + 60, vy)]), np.float32([0.27, 0.24, 0.27]) * (1 + 0.05 * s.noise(7, 3))[:, :, None])
    s.paint(s.line([(0, 952), (vx - 40, vy)], 5), (0.42, 0.38, 0.40))
    s.paint(s.line([(1440, 952), (vx + 40, vy)], 5), (0.42, 0.38, 0.40))

    def wall(side, near, far, top, colour):
        """A facade from depth `near` to `far` (1 = picture's edge, 0 = vanishing point)."""
        edge = 0 if side < 0 else s.w
        at = lambda d, y: (vx + side * 52 + (edge - side * 0 - (vx + side * 52)) * d, vy + (y - vy) * (0.08 + 0.92 * d))
        ground = vy + 235
        face = s.polygon([at(near, top), at(far, top), at(far, ground), at(near, ground)])
        lit = 0.75 + 0.35 * np.clip((s.y - top) / 500, 0, 1)
        s.paint(face, np.float32(colour) * (lit * (1 + 0.04 * s.noise(9, 3)))[:, :, None])
        s.paint(s.line([at(near, top), at(far, top)], 7 * near + 2), np.float32(colour) * 0.6)
        columns = 4
        floors = max(2, int((ground - 120 - top) // 115))
        for row in range(floors):
            for col in range(columns):
                d0 = near + (far - near) * (col + 0.25) / columns
                d1 = near + (far - near) * (col + 0.72) / columns
                y0 = top + 45 + row * (ground - 130 - top - 45) / floors
                y1 = y0 + 66
                lamp = rng.uniform() < 0.48
                ink = np.float32([1.0, 0.78, 0.42]) * rng.uniform(0.75, 1.05) if lamp else np.float32([0.14, 0.15, 0.22])
                s.paint(s.polygon([at(d0, y0 - 6), at(d1, y0 - 6), at(d1, y1 + 6), at(d0, y1 + 6)]), np.float32(colour) * 0.62)
                s.paint(s.polygon([at(d0, y0), at(d1, y0), at(d1, y1), at(d0, y1)]), ink)
        d0, d1 = near + (far - near) * 0.12, near + (far - near) * 0.88
        if rng.uniform() < 0.75:
            s.paint(s.polygon([at(d0, ground - 96), at(d1, ground - 96), at(d1, ground - 6), at(d0, ground - 6)]), (1.0, 0.80, 0.50))
            awning = np.float32([(0.62, 0.16, 0.16), (0.14, 0.36, 0.34), (0.20, 0.24, 0.45)][int(rng.integers(0, 3))])
            s.paint(s.polygon([at(d0, ground - 118), at(d1, ground - 118), at(d1, ground - 84), at(d0, ground - 84)]), awning)
        else:
            s.paint(s.polygon([at(d0, ground - 90), at(d0 + (d1 - d0) * 0.3, ground - 90), at(d0 + (d1 - d0) * 0.3, ground), at(d0, ground)]), (0.20, 0.12, 0.10))

    brick = [(0.50, 0.30, 0.28), (0.46, 0.42, 0.44), (0.56, 0.42, 0.34), (0.36, 0.33, 0.42), (0.60, 0.48, 0.40)]
    for side in (-1, 1):
        for k, (far, near) in enumerate(((0.10, 0.22), (0.23, 0.42), (0.43, 0.68), (0.69, 1.08))):
            wall(side, near, far, rng.uniform(60, 230), brick[(k * 2 + (side > 0)) % len(brick)])
    for k in range(7):
        d0, d1 = 0.12 + 0.13 * k, 0.12 + 0.13 * k + 0.055
        at = lambda d, q: (vx + q * d, vy + (960 - vy) * d)
        s.paint(s.polygon([at(d0, -9), at(d0, 9), at(d1, 9), at(d1, -9)]), (0.74, 0.70, 0.62), 0.8)
    # Lamps and their light on the road.
    for d, side in ((0.25, -1), (0.25, 1), (0.48, -1), (0.48, 1), (0.86, -1), (0.86, 1)):
        x, y = vx + side * (40 + 420 * d), vy + 330 * d
        topy = y - 470 * d
        s.paint(s.line([(x, y), (x, topy)], 2 + 8 * d), (0.08, 0.08, 0.10))
        s.paint(s.line([(x, topy), (x - side * 52 * d, topy - 8 * d)], 2 + 6 * d), (0.08, 0.08, 0.10))
        lx = x - side * 58 * d
        glow = np.exp(-(((s.x - lx) ** 2 + (s.y - topy) ** 2) / (2 * (62 * d) ** 2)))
        s.rgb += (glow * 0.42)[:, :, None] * np.float32([1.0, 0.74, 0.38])
        s.paint(s.ellipse(lx, topy, 15 * d, 9 * d), (1.0, 0.95, 0.80))
        pool = np.exp(-(((s.x - lx) / (150 * d)) ** 2 + ((s.y - y - 8) / (34 * d)) ** 2))
        s.rgb += (pool * 0.20)[:, :, None] * np.float32([1.0, 0.72, 0.38])

    def car(cx, cy, size, ink, front):
        s.shadow(cx, cy + size * 0.36, size * 1.02, size * 0.12, 0.75, size * 0.06)
        for dx in (-0.66, 0.66):
            s.paint(s.ellipse(cx + dx * size, cy + size * 0.26, size * 0.17, size * 0.19), (0.05, 0.05, 0.06))
        cabin = s.polygon([(cx - size * 0.70, cy - size * 0.12), (cx - size * 0.48, cy - size * 0.58), (cx + size * 0.48, cy - size * 0.58), (cx + size * 0.70, cy - size * 0.12)], 1.5)
        lower = s.polygon([(cx - size * 0.92, cy - size * 0.06), (cx - size * 0.80, cy - size * 0.16), (cx + size * 0.80, cy - size * 0.16), (cx + size * 0.92, cy - size * 0.06), (cx + size * 0.90, cy + size * 0.30), (cx - size * 0.90, cy + size * 0.30)], 1.5)
        shade = np.clip(1.15 - (s.y - cy + size * 0.58) / (size * 1.1), 0.35, 1.2)
        s.paint(np.maximum(cabin, lower), np.float32(ink) * shade[:, :, None])
        s.paint(s.polygon([(cx - size * 0.58, cy - size * 0.17), (cx - size * 0.42, cy - size * 0.50), (cx + size * 0.42, cy - size * 0.50), (cx + size * 0.58, cy - size * 0.17)]), ramp((s.y - cy + size * 0.5) / (size * 0.35), [(0, (0.40, 0.32, 0.40)), (1, (0.12, 0.12, 0.18))]))
        lamp = (1.0, 0.96, 0.82) if front else (0.95, 0.14, 0.10)
        for dx in (-0.72, 0.72):
            x, y = cx + dx * size, cy + size * 0.04
            s.paint(s.ellipse(x, y, size * 0.13, size * 0.075), lamp)
            glow = np.exp(-(((s.x - x) ** 2 + (s.y - y) ** 2) / (2 * (size * 0.26) ** 2)))
            s.rgb += (glow * (0.45 if front else 0.30))[:, :, None] * np.float32(lamp)
        s.paint(s.box(cx - size * 0.24, cy + size * 0.12, cx + size * 0.24, cy + size * 0.22), (0.80, 0.78, 0.66))

    car(640, 612, 34, (0.30, 0.30, 0.36), True)
    car(830, 668, 66, (0.55, 0.14, 0.13), False)
    car(505, 760, 120, (0.20, 0.33, 0.52), True)

    def walker(cx, base, size, coat):
        s.shadow(cx, base, size * 0.2, size * 0.035, 0.6, size * 0.02)
        s.paint(s.line([(cx - size * 0.05, base), (cx - size * 0.02, base - size * 0.45)], size * 0.085), (0.09, 0.09, 0.13))
        s.paint(s.line([(cx + size * 0.09, base - size * 0.02), (cx + size * 0.03, base - size * 0.45)], size * 0.085), (0.07, 0.07, 0.11))
        s.paint(s.polygon([(cx - size * 0.12, base - size * 0.80), (cx + size * 0.12, base - size * 0.80), (cx + size * 0.16, base - size * 0.36), (cx - size * 0.14, base - size * 0.36)], 1.5), coat)
        s.paint(s.ellipse(cx, base - size * 0.90, size * 0.065, size * 0.085), (0.66, 0.46, 0.36))
        s.paint(s.ellipse(cx, base - size * 0.94, size * 0.068, size * 0.055), (0.12, 0.08, 0.07))

    walker(1165, 838, 240, (0.48, 0.20, 0.22))
    walker(1230, 830, 225, (0.62, 0.54, 0.34))
    walker(262, 800, 190, (0.16, 0.30, 0.30))
    return s.finish(0.018, 0.6, 0.22)


def sideways(image):
    """As a phone stores an upright picture: turned, with EXIF orientation 6 to turn it back."""
    exif = Image.Exif()
    exif[274] = 6
    return image.transpose(Image.ROTATE_90), {"exif": exif}


PICTURES = {
    "cells.png": (cells, {"optimize": True}),
    "fields.jpg": (fields, {"quality": 80}),
    "harbour.jpg": (harbour, {"quality": 90, "subsampling": 0}),
    "portrait.jpg": (portrait, {"quality": 92, "subsampling": 0}),
    "still_life.jpg": (still_life, {"quality": 92, "subsampling": 0}),
    "street.jpg": (street, {"quality": 90, "subsampling": 0}),
}


def main():
    OUT.mkdir(exist_ok=True)
    for name in sys.argv[1:] or PICTURES:
        make, options = PICTURES[name]
        image = make()
        if name == "portrait.jpg":
            image, turned = sideways(image)
            options = {**options, **turned}
        image.save(OUT / name, **options)
        print(name, (OUT / name).stat().st_size)


if __name__ == "__main__":
    main()
