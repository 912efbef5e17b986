/** Image files of few bytes, made by hand, with as much metadata as wanted. */

const GPS = "GPS 48.137154 11.576124";

export const text = (letters) => Uint8Array.from(letters, (letter) => letter.charCodeAt(0));

export function bytes(...pieces) {
  return Uint8Array.from(pieces.flatMap((piece) => (typeof piece === "number" ? [piece] : [...(typeof piece === "string" ? text(piece) : piece)])));
}

export function contains(haystack, needle) {
  return Buffer.from(haystack).includes(needle);
}

const big = (number) => [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255];
const little = (number) => big(number).reverse();

// --- JPEG ---------------------------------------------------------------------------------------------------------------

const segment = (marker, ...content) => {
  const body = bytes(...content);
  return bytes(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, body);
};

export const jpegParts = {
  jfif: segment(0xe0, "JFIF\0", [1, 1, 0, 0, 1, 0, 1, 0, 0]),
  exif: segment(0xe1, "Exif\0\0", "MM\0*", GPS),
  xmp: segment(0xe1, "http://ns.adobe.com/xap/1.0/\0", GPS),
  iptc: segment(0xed, "Photoshop 3.0\0", GPS),
  comment: segment(0xfe, GPS),
  profile: segment(0xe2, "ICC_PROFILE\0", [1, 1, 7]),
  more: segment(0xe2, "MPF\0", GPS),
};

/** Two scans, whose data holds an escaped FF and a restart marker. */
export function jpeg(...segments) {
  const table = segment(0xdb, new Array(65).fill(1));
  const scan = bytes(segment(0xda, [1, 1, 0, 0, 63, 0]), [0x12, 0xff, 0x00, 0x34, 0xff, 0xd3, 0x56]);
  return bytes([0xff, 0xd8], ...segments, table, scan, table, scan, [0xff, 0xd9]);
}

// --- PNG ----------------------------------------------------------------------------------------------------------------

export const chunk = (name, ...content) => {
  const body = bytes(...content);
  return bytes(big(body.length), name, body, [0, 0, 0, 0]);
};

export function png(...chunks) {
  return bytes([0x89], "PNG\r\n\x1a\n", chunk("IHDR", big(3), big(2), [8, 6, 0, 0, 0]), ...chunks, chunk("IDAT", [1, 2, 3]), chunk("IEND"));
}

export const pngParts = {
  exif: chunk("eXIf", "MM\0*", GPS),
  text: chunk("tEXt", "Comment\0", GPS),
  xmp: chunk("iTXt", "XML:com.adobe.xmp\0", GPS),
  time: chunk("tIME", [7, 234, 1, 1, 0, 0, 0]),
  animation: chunk("acTL", big(2), big(0)),
};

// --- GIF ----------------------------------------------------------------------------------------------------------------

const blocks = (...content) => {
  const body = bytes(...content);
  return bytes(body.length, body, 0);
};

export const gifParts = {
  loop: bytes([0x21, 0xff, 11], "NETSCAPE2.0", blocks([1, 0, 0])),
  xmp: bytes([0x21, 0xff, 11], "XMP DataXMP", blocks(GPS)),
  comment: bytes([0x21, 0xfe], blocks(GPS)),
  frame: bytes([0x21, 0xf9, 4, 0, 10, 0, 0, 0], [0x2c, 0, 0, 0, 0, 3, 0, 2, 0, 0x80], [0, 0, 0, 9, 9, 9], [2], blocks([0x4c, 1]), []),
};

export function gif(...parts) {
  return bytes("GIF89a", [3, 0, 2, 0, 0x80, 0, 0], [0, 0, 0, 255, 255, 255], ...parts, [0x3b]);
}

// --- WebP ---------------------------------------------------------------------------------------------------------------

const riff = (name, ...content) => {
  const body = bytes(...content);
  return bytes(name, little(body.length), body, body.length % 2 ? [0] : []);
};

export const webpParts = {
  exif: riff("EXIF", "MM\0*", GPS),
  xmp: riff("XMP ", GPS),
  strange: riff("huh?", GPS),
  animation: bytes(riff("ANIM", [0, 0, 0, 0, 0, 0]), riff("ANMF", new Array(16).fill(0), riff("VP8L", [1, 2, 3]))),
  still: riff("VP8L", [1, 2, 3]),
};

export function webp(flags, ...parts) {
  const body = bytes("WEBP", riff("VP8X", [flags, 0, 0, 0, 2, 0, 0, 1, 0, 0]), ...parts);
  return bytes("RIFF", little(body.length), body);
}

export const HIDDEN = GPS;
