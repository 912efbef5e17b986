/**
 * The parts of which an image file consists, in order, each as {name, start, end} in its bytes. What comes after the end of the image
 * (telephones hide videos there) belongs to no part. Broken files fail as `unreadable`.
 */

import { ImageProblem } from "./problem.js";

const WALKS = { "image/png": png, "image/jpeg": jpeg, "image/gif": gif, "image/webp": webp };

export function partsOf(bytes, type) {
  const reader = new Reader(bytes);
  return [...WALKS[type](reader)];
}

/** Reads numbers and names, and refuses to read beyond the end. */
class Reader {
  #view;
  #bytes;

  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length() {
    return this.#bytes.length;
  }

  byte(at) {
    return this.#bytes[this.#within(at, 1)];
  }

  uint16(at) {
    return this.#view.getUint16(this.#within(at, 2));
  }

  uint32(at, littleEndian) {
    return this.#view.getUint32(this.#within(at, 4), littleEndian);
  }

  text(at, length) {
    return String.fromCharCode(...this.#bytes.subarray(this.#within(at, length), at + length));
  }

  part(name, start, end) {
    this.#within(start, end - start);
    return { name, start, end };
  }

  #within(at, length) {
    if (at + length > this.#bytes.length) {
      throw new ImageProblem("unreadable");
    }
    return at;
  }
}

function* png(reader) {
  yield reader.part("signature", 0, 8);
  for (let at = 8, name = ""; name !== "IEND"; ) {
    const end = at + 12 + reader.uint32(at);
    name = reader.text(at + 4, 4);
    yield reader.part(name, at, end);
    at = end;
  }
}

function* webp(reader) {
  yield reader.part("RIFF", 0, 12);
  const length = 8 + reader.uint32(4, true);
  for (let at = 12; at < length; ) {
    const size = reader.uint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    yield reader.part(reader.text(at, 4), at, end);
    at = end;
  }
}

/** A part is a marker with its segment; a scan (`DA`) has its coded data, where FF is followed by 00 or a restart marker, too. */
function* jpeg(reader) {
  yield reader.part("D8", 0, 2);
  for (let at = 2, name = ""; name !== "D9"; ) {
    while (reader.byte(at) === 0xff && reader.byte(at + 1) === 0xff) {
      at++;
    }
    if (reader.byte(at) !== 0xff) {
      throw new ImageProblem("unreadable");
    }
    name = hex(reader.byte(at + 1));
    const end = jpegEnd(reader, at, name);
    yield reader.part(name + signature(reader, at, name), at, end);
    at = end;
  }
}

function jpegEnd(reader, at, name) {
  if (name === "D9") {
    return at + 2;
  }
  let end = at + 2 + reader.uint16(at + 2);
  if (name === "DA") {
    while (reader.byte(end) !== 0xff || reader.byte(end + 1) === 0 || (reader.byte(end + 1) & 0xf8) === 0xd0) {
      end++;
    }
  }
  return end;
}

/** What an application segment calls itself: `E1 Exif`. */
function signature(reader, at, name) {
  if (name[0] !== "E") {
    return "";
  }
  let letters = " ";
  for (let index = at + 4; index < at + 2 + reader.uint16(at + 2) && reader.byte(index) !== 0; index++) {
    letters += reader.text(index, 1);
  }
  return letters;
}

function* gif(reader) {
  let at = 13 + tableSize(reader.byte(10));
  yield reader.part("header", 0, at);
  for (let first = 0; first !== 0x3b; ) {
    first = reader.byte(at);
    const [name, end] = gifBlock(reader, at, first);
    yield reader.part(name, at, end);
    at = end;
  }
}

function gifBlock(reader, at, first) {
  switch (first) {
    case 0x21: {
      const label = reader.byte(at + 1);
      const name = label === 0xff ? `extension ${reader.text(at + 3, reader.byte(at + 2))}` : `extension ${hex(label)}`;
      return [name, afterSubBlocks(reader, at + 2)];
    }
    case 0x2c:
      return ["image", afterSubBlocks(reader, at + 11 + tableSize(reader.byte(at + 9)))];
    case 0x3b:
      return ["trailer", at + 1];
    default:
      throw new ImageProblem("unreadable");
  }
}

function afterSubBlocks(reader, at) {
  while (reader.byte(at) !== 0) {
    at += 1 + reader.byte(at);
  }
  return at + 1;
}

function tableSize(flags) {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function hex(byte) {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}
