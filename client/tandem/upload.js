/**
 * An upload in its three steps: ask where to, bring the bytes there, say that they are there. Every step is repeated over any number of
 * connections. A lost answer does no harm: an upload that nobody completes is swept, and completing one twice is the same as once.
 */

import { backoff, delayAfter, pause } from "./delay.js";
import { TandemError } from "./error.js";
import { put, PutRefused } from "./put.js";

const TRIES = 4;
const LONGEST_HINT_MS = 10_000;

/**
 * @param {object} tandem what asks: `ask`, `on`, `stopped`
 * @param {Blob} blob its type is what is announced
 * @param {{signal?: AbortSignal, onProgress?: (part: number) => void}} options
 * @returns {Promise<{uploadId: string, url: string}>}
 */
export async function upload(tandem, blob, options = {}) {
  const { signal } = options;
  const announced = { contentType: blob.type, size: blob.size, sha256: await checksum(blob) };
  const uploadId = await bring(tandem, announced, blob, options);
  return insist(tandem, "complete-upload", { uploadId }, signal);
}

/** A network that failed is tried again with the same URL, a storage that refused (it may have expired) with a new one. */
async function bring(tandem, announced, blob, options) {
  let target;
  for (let tries = 1; ; tries++) {
    target ??= await insist(tandem, "request-upload", announced, options.signal);
    try {
      await put({ url: target.uploadUrl, headers: target.headers }, blob, options);
      return target.uploadId;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (tries === TRIES) {
        throw new TandemError({ code: "upload-failed", message: error.message });
      }
      target = error instanceof PutRefused ? undefined : target;
      await pause(backoff(tries), options.signal);
    }
  }
}

/** While disconnected it waits; `unavailable` is tried a few times, and a limit only where the server promises an end soon. */
async function insist(tandem, event, data, signal) {
  for (let tries = 1; ; ) {
    signal?.throwIfAborted();
    try {
      return await tandem.ask(event, data);
    } catch (error) {
      if (error.code === "disconnected" && !tandem.stopped) {
        await session(tandem, signal);
      } else if (error.temporary && tries < TRIES && (error.retryAfterMs ?? 0) <= LONGEST_HINT_MS) {
        await pause(delayAfter(error, tries++), signal);
      } else {
        throw error;
      }
    }
  }
}

function session(tandem, signal) {
  return new Promise((resolve, reject) => {
    const stops = [
      tandem.on("session", () => settle(resolve)),
      tandem.on("status", () => tandem.stopped && settle(() => reject(new TandemError({ code: "disconnected" })))),
    ];
    const abort = () => settle(() => reject(signal.reason));
    const settle = (act) => {
      stops.forEach((stop) => stop());
      signal?.removeEventListener("abort", abort);
      act();
    };
    signal?.addEventListener("abort", abort);
  });
}

/** SHA-256 in base64, where there is one: a browser has it only where the page came by TLS or from this very machine. */
export async function checksum(blob) {
  const { subtle } = globalThis.crypto ?? {};
  if (subtle === undefined) {
    return undefined;
  }
  const hash = await subtle.digest("SHA-256", await blob.arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
