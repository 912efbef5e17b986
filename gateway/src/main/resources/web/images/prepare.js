/**
 * Makes of a file what may leave this device. Every still image is drawn anew, turned as its EXIF says, at most 2,048 pixels long: only
 * pixels survive that. What a browser then writes around them (some add an EXIF of their own), and what an animation carries, is
 * taken out part by part. So no place, date or serial number is uploaded.
 */

import { canvasOf, isAnimated } from "./animation.js";
import { encodings, fit } from "./encoding.js";
import { kindOf } from "./kind.js";
import { withoutMetadata } from "./metadata.js";
import { ImageProblem } from "./problem.js";

const LARGEST_FILE = 50 * 1024 * 1024;
const LARGEST_UPLOAD = 10 * 1024 * 1024;
const MOST_PIXELS = 50_000_000;
/** Transparency is looked for in a smaller drawing of the image. */
const SAMPLE_SIDE = 512;

/**
 * @param {Blob} file
 * @returns {Promise<{blob: Blob, width: number, height: number}>} fails with {@link ImageProblem}
 */
export async function prepare(file) {
  if (file.size > LARGEST_FILE) {
    throw new ImageProblem("file-too-large");
  }
  const bytes = await bytesOf(file);
  const type = kindOf(bytes);
  if (type === undefined) {
    throw new ImageProblem("wrong-type");
  }
  return isAnimated(bytes, type) ? animation(bytes, type) : still(bytes, type);
}

/** A file that was moved or renamed meanwhile can no longer be read. */
function bytesOf(file) {
  return file.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => Promise.reject(new ImageProblem("unreadable")),
  );
}

function animation(bytes, type) {
  const { width, height } = canvasOf(bytes, type);
  const clean = withoutMetadata(bytes, type);
  if (clean.length > LARGEST_UPLOAD || width * height > MOST_PIXELS) {
    throw new ImageProblem("animation-too-large");
  }
  return { blob: new Blob([clean], { type }), width, height };
}

async function still(bytes, type) {
  const bitmap = await decode(bytes, type);
  try {
    return await encode(bitmap, type);
  } finally {
    bitmap.close();
  }
}

function decode(bytes, type) {
  return createImageBitmap(new Blob([bytes], { type }), { imageOrientation: "from-image" }).catch(() => {
    throw new ImageProblem(type === "image/heic" ? "heic" : "unreadable");
  });
}

async function encode(bitmap, type) {
  const opaque = isOpaque(draw(bitmap, SAMPLE_SIDE));
  for (const wanted of encodings(type, opaque)) {
    const canvas = draw(bitmap, wanted.side, wanted.type === "image/jpeg" ? "white" : "transparent");
    const written = await write(canvas, wanted);
    // A browser that cannot write a type writes PNG instead, and says so.
    if (written !== null && written.size <= wanted.atMost) {
      return { blob: await clean(written), width: canvas.width, height: canvas.height };
    }
  }
  throw new ImageProblem("unreadable");
}

function draw(bitmap, side, ground = "transparent") {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, fit(bitmap.width, bitmap.height, side));
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.fillStyle = ground;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function write(canvas, { type, quality }) {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

function isOpaque(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] !== 0xff) {
      return false;
    }
  }
  return true;
}

async function clean(blob) {
  const bytes = await bytesOf(blob);
  return new Blob([withoutMetadata(bytes, blob.type)], { type: blob.type });
}
