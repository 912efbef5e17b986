import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, contains, gif, gifParts, HIDDEN, jpeg, jpegParts, png, pngParts, text, webp, webpParts } from "./files.js";
import { canvasOf, isAnimated } from "./web/images/animation.js";
import { encodings, fit, GOOD_SIZE } from "./web/images/encoding.js";
import { kindOf } from "./web/images/kind.js";
import { metadataIn, withoutMetadata } from "./web/images/metadata.js";
import { partsOf } from "./web/images/parts.js";

const TELLING = {
  "image/jpeg": [jpeg(jpegParts.jfif, jpegParts.exif, jpegParts.xmp, jpegParts.iptc, jpegParts.profile, jpegParts.more, jpegParts.comment), jpeg(jpegParts.jfif, jpegParts.profile)],
  "image/png": [png(pngParts.exif, pngParts.text, pngParts.xmp, pngParts.time, pngParts.animation), png(pngParts.animation)],
  "image/gif": [gif(gifParts.loop, gifParts.xmp, gifParts.comment, gifParts.frame, gifParts.frame), gif(gifParts.loop, gifParts.frame, gifParts.frame)],
  "image/webp": [webp(0x0e, webpParts.animation, webpParts.exif, webpParts.xmp, webpParts.strange), webp(0x02, webpParts.animation)],
};

for (const [type, [telling, silent]] of Object.entries(TELLING)) {
  test(`no metadata remains in ${type}, and nothing else goes`, () => {
    assert.notDeepEqual(metadataIn(telling, type), []);
    assert.ok(contains(telling, HIDDEN));
    const clean = withoutMetadata(telling, type);
    assert.deepEqual(metadataIn(clean, type), []);
    assert.ok(!contains(clean, HIDDEN));
    assert.ok(!contains(clean, "Exif") && !contains(clean, "EXIF") && !contains(clean, "eXIf"));
    assert.deepEqual(clean, silent);
  });

  test(`what hides behind the end of ${type} goes, too`, () => {
    assert.deepEqual(withoutMetadata(bytes(silent, HIDDEN, "ftypmp42"), type), silent);
  });

  test(`a cut ${type} is unreadable, wherever it is cut`, () => {
    for (let length = 1; length < silent.length; length++) {
      assert.throws(() => partsOf(silent.subarray(0, length), type), { code: "unreadable" }, `${length} of ${silent.length} bytes`);
    }
  });
}

test("EXIF that comes between two scans of a JPEG goes, too", () => {
  const plain = jpeg();
  const second = plain.indexOf(0xdb, plain.indexOf(0xda)) - 1;
  const telling = bytes(plain.subarray(0, second), jpegParts.exif, plain.subarray(second));
  assert.deepEqual(withoutMetadata(telling, "image/jpeg"), plain);
});

test("a file is what its first bytes say", () => {
  assert.equal(kindOf(jpeg()), "image/jpeg");
  assert.equal(kindOf(png()), "image/png");
  assert.equal(kindOf(gif()), "image/gif");
  assert.equal(kindOf(webp(0)), "image/webp");
  assert.equal(kindOf(bytes([0, 0, 0, 24], "ftypheic")), "image/heic");
  assert.equal(kindOf(bytes([0, 0, 0, 24], "ftypavif")), "image/avif");
  assert.equal(kindOf(text("<svg xmlns='http://www.w3.org/2000/svg'>")), undefined);
  assert.equal(kindOf(text("<!doctype html>")), undefined);
  assert.equal(kindOf(text("%PDF-1.7")), undefined);
  assert.equal(kindOf(bytes()), undefined);
});

test("what moves is told from what does not", () => {
  assert.equal(isAnimated(gif(gifParts.frame, gifParts.frame), "image/gif"), true);
  assert.equal(isAnimated(gif(gifParts.loop, gifParts.frame), "image/gif"), false);
  assert.equal(isAnimated(png(pngParts.animation), "image/png"), true);
  assert.equal(isAnimated(png(), "image/png"), false);
  assert.equal(isAnimated(webp(0x02, webpParts.animation), "image/webp"), true);
  assert.equal(isAnimated(webp(0x10, webpParts.still), "image/webp"), false);
  assert.equal(isAnimated(jpeg(), "image/jpeg"), false);
});

test("an animation's header tells its size", () => {
  for (const [type, [file]] of Object.entries(TELLING).filter(([name]) => name !== "image/jpeg")) {
    assert.deepEqual(canvasOf(file, type), { width: 3, height: 2 }, type);
  }
});

test("an image is shrunk in its shape, and never enlarged", () => {
  assert.deepEqual(fit(4_000, 3_000), { width: 2_048, height: 1_536 });
  assert.deepEqual(fit(3_000, 4_000), { width: 1_536, height: 2_048 });
  assert.deepEqual(fit(20_000, 3), { width: 2_048, height: 1 });
  assert.deepEqual(fit(300, 200), { width: 300, height: 200 });
});

test("a photo becomes a JPEG, a drawing stays sharp while it is small, and transparency is kept", () => {
  const types = (type, opaque) => [...new Set([...encodings(type, opaque)].map((wanted) => wanted.type))];
  assert.deepEqual(types("image/jpeg", true), ["image/jpeg"]);
  assert.deepEqual(types("image/heic", true), ["image/jpeg"]);
  assert.deepEqual(types("image/png", true), ["image/png", "image/jpeg"]);
  assert.deepEqual(types("image/png", false), ["image/png", "image/webp"]);
  assert.deepEqual(types("image/webp", false), ["image/webp", "image/png"]);
});

test("every try is smaller than the one before, well below what the server takes, and the last one is taken", () => {
  const tries = [...encodings("image/jpeg", true)];
  for (let index = 1; index < tries.length; index++) {
    const [one, next] = [tries[index - 1], tries[index]];
    assert.ok(next.side < one.side || next.quality < one.quality);
  }
  assert.ok(tries.slice(0, -1).every((wanted) => wanted.atMost === GOOD_SIZE));
  assert.equal(tries.at(-1).atMost, Infinity);
});
