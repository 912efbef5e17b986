/** What a file is by its first bytes: names and announced types lie. */

const SIGNATURES = [
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/gif", 0, "GIF87a"],
  ["image/gif", 0, "GIF89a"],
  ["image/webp", 8, "WEBP"],
  ["image/avif", 8, "avif"],
  ["image/avif", 8, "avis"],
  ["image/heic", 8, "heic"],
  ["image/heic", 8, "heix"],
  ["image/heic", 8, "hevc"],
  ["image/heic", 8, "mif1"],
  ["image/heic", 8, "msf1"],
];

/** What `accept` offers to pick. Not HEIC: telephones then hand over a JPEG of their own making. */
export const PICKED = "image/png,image/jpeg,image/gif,image/webp,image/avif";

/**
 * @param {Uint8Array} bytes
 * @returns {string | undefined} the type, where it is an image that this page takes
 */
export function kindOf(bytes) {
  return SIGNATURES.find(([, at, signature]) => startsWith(bytes, at, signature))?.[0];
}

export function startsWith(bytes, at, signature) {
  const wanted = typeof signature === "string" ? [...signature].map((letter) => letter.charCodeAt(0)) : signature;
  return wanted.every((byte, index) => bytes[at + index] === byte);
}
