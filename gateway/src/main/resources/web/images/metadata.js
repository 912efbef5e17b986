/**
 * Takes out of an image file whatever does not serve to show it: EXIF with its places and serial numbers, XMP, comments, what hides behind
 * the end. Only known parts are kept, so that the next invention does not slip through. Pixels are not touched.
 */

import { partsOf } from "./parts.js";

const KEPT = {
  "image/png": /^(signature|IHDR|PLTE|IDAT|IEND|tRNS|cHRM|gAMA|iCCP|sRGB|cICP|sBIT|bKGD|pHYs|acTL|fcTL|fdAT)$/,
  "image/jpeg": /^(D8|D9|DA|DB|DD|C[0-9A-F]|E0 JFIF|E2 ICC_PROFILE|EE Adobe)$/,
  "image/gif": /^(header|image|trailer|extension F9|extension NETSCAPE2\.0|extension ANIMEXTS1\.0)$/,
  "image/webp": /^(RIFF|VP8 |VP8L|VP8X|ALPH|ANIM|ANMF|ICCP)$/,
};
const WEBP_SAYS_EXIF_OR_XMP = 0x08 | 0x04;

/** The names of the parts that tell something else than the picture. */
export function metadataIn(bytes, type) {
  return partsOf(bytes, type)
    .map((part) => part.name)
    .filter((name) => !KEPT[type].test(name));
}

/** @returns {Uint8Array} the same picture, in as many bytes or fewer */
export function withoutMetadata(bytes, type) {
  const kept = partsOf(bytes, type).filter((part) => KEPT[type].test(part.name));
  const clean = new Uint8Array(kept.reduce((size, { start, end }) => size + end - start, 0));
  let at = 0;
  for (const part of kept) {
    clean.set(bytes.subarray(part.start, part.end), at);
    at += part.end - part.start;
  }
  if (type === "image/webp") {
    mendWebp(clean);
  }
  return clean;
}

/** Its header tells its length, and what it contains. */
function mendWebp(bytes) {
  new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true);
  const extended = partsOf(bytes, "image/webp").find((part) => part.name === "VP8X");
  if (extended !== undefined) {
    bytes[extended.start + 8] &= ~WEBP_SAYS_EXIF_OR_XMP;
  }
}
