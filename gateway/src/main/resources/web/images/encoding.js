/** How a still image is made small enough: which sizes, types and qualities are tried, in order of preference. */

export const LONGEST_SIDE = 2_048;
/** Well below what the server takes: a mobile line has to carry it, and the other one's, too. */
export const GOOD_SIZE = 3 * 1024 * 1024;
const GOOD_DRAWING_SIZE = 1024 * 1024;

const SIDES = [LONGEST_SIDE, 1_600, 1_200];
const QUALITIES = [0.87, 0.78, 0.65];

/** The size in which an image of these pixels fits into a square, its shape kept; never larger than it is. */
export function fit(width, height, longest = LONGEST_SIDE) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * A drawing or a screenshot (what is a PNG, GIF or lossless by habit) stays sharp as PNG while that is small. A photo becomes a JPEG, and
 * what can be seen through a WebP, or, where the browser writes none, the smallest PNG.
 * @returns {Iterable<{side: number, type: string, quality?: number, atMost: number}>}
 */
export function* encodings(type, opaque) {
  const photo = type === "image/jpeg" || type === "image/heic" || type === "image/avif" || type === "image/webp";
  if (!photo) {
    yield { side: LONGEST_SIDE, type: "image/png", atMost: GOOD_DRAWING_SIZE };
  }
  for (const side of SIDES) {
    for (const quality of QUALITIES) {
      yield { side, type: opaque ? "image/jpeg" : "image/webp", quality, atMost: GOOD_SIZE };
    }
  }
  yield { side: 800, type: opaque ? "image/jpeg" : "image/png", quality: 0.6, atMost: Infinity };
}
