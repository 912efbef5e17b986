/** Images that move. A canvas would keep their first picture only, so they are sent as they are, without their metadata. */

import { partsOf } from "./parts.js";

const WEBP_ANIMATED = 0x02;

/** @param {string} type one that {@link partsOf} knows, or another, which does not move */
export function isAnimated(bytes, type) {
  switch (type) {
    case "image/gif":
      return partsOf(bytes, type).filter((part) => part.name === "image").length > 1;
    case "image/png":
      return partsOf(bytes, type).some((part) => part.name === "acTL");
    case "image/webp": {
      const extended = partsOf(bytes, type).find((part) => part.name === "VP8X");
      return extended !== undefined && (bytes[extended.start + 8] & WEBP_ANIMATED) !== 0;
    }
    default:
      return false;
  }
}

/** Width and height in pixels, as an animated image's header tells them. */
export function canvasOf(bytes, type) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (type) {
    case "image/gif":
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case "image/png":
      return { width: view.getUint32(16), height: view.getUint32(20) };
    default:
      return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) };
  }
}
