/** How long to wait before the next try. */

const BASE_MS = 1_000;
const CAP_MS = 30_000;

/** Full jitter: anything from nothing to the cap of this attempt, so that a crowd comes back spread out. */
export function backoff(attempt, random = Math.random) {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}

/** The server's hint and up to half of it more; without a hint, the usual backoff. */
export function delayAfter(error, tries) {
  const hint = error.retryAfterMs;
  return hint === undefined ? backoff(tries) : hint * (1 + Math.random() / 2);
}

/** Fails with the signal's reason when it is aborted meanwhile. */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
