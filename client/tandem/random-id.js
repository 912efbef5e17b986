/**
 * A random UUID. `crypto.randomUUID` exists only where a page came by TLS or from this very machine, random bytes in every browser, and
 * Node 18 has neither as a global. An id need not be a secret: it must be another than this person's others in the conversation.
 */
export function randomId() {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.random() * 256);
  globalThis.crypto?.getRandomValues?.(bytes);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
