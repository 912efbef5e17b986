/** Brings bytes to a storage by a signed URL. A browser tells how far an upload is only through XMLHttpRequest. */

const STALLED_AFTER_MS = 30_000;

/** The storage answered, and did not take the bytes. */
export class PutRefused extends Error {
  constructor(status) {
    super(`the storage answered ${status}`);
    this.name = "PutRefused";
    this.status = status;
  }
}

/**
 * @param {{url: string, headers: Record<string, string>}} target
 * @param {Blob} blob
 * @param {{signal?: AbortSignal, onProgress?: (part: number) => void}} options the part that has left, from 0 to 1
 * @returns {Promise<void>} fails with {@link PutRefused}, the signal's reason, or, when the network failed, another error
 */
export function put(target, blob, options = {}) {
  options.signal?.throwIfAborted();
  return typeof XMLHttpRequest === "undefined" ? putByFetch(target, blob, options) : putByXhr(target, blob, options);
}

async function putByFetch({ url, headers }, blob, { signal, onProgress }) {
  const answer = await fetch(url, { method: "PUT", headers, body: blob, credentials: "omit", signal });
  if (!answer.ok) {
    throw new PutRefused(answer.status);
  }
  onProgress?.(1);
}

function putByXhr({ url, headers }, blob, { signal, onProgress }) {
  const xhr = new XMLHttpRequest();
  let stalled = 0;
  const alive = () => {
    clearTimeout(stalled);
    stalled = setTimeout(() => xhr.abort(), STALLED_AFTER_MS);
  };
  const stop = () => xhr.abort();
  const done = new Promise((resolve, reject) => {
    xhr.onload = () => (xhr.status >= 200 && xhr.status < 300 ? resolve() : reject(new PutRefused(xhr.status)));
    xhr.onerror = () => reject(new Error("the network failed"));
    xhr.onabort = () => reject(signal?.aborted ? signal.reason : new Error("nothing moved any more"));
  });
  xhr.upload.onprogress = ({ loaded, total }) => {
    alive();
    onProgress?.(total > 0 ? loaded / total : 0);
  };
  signal?.addEventListener("abort", stop);
  xhr.open("PUT", url);
  Object.entries(headers).forEach(([name, value]) => xhr.setRequestHeader(name, value));
  alive();
  xhr.send(blob);
  return done.finally(() => {
    clearTimeout(stalled);
    signal?.removeEventListener("abort", stop);
  });
}
