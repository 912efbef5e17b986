import { TandemError } from "./error.js";

/** What a server takes at most. One that gets more over a WebSocket closes it. */
const MOST_BYTES = 65_536;

/** A frame as it is sent. Fails with what the server would refuse it for, where no repetition could help. */
export function written(frame) {
  const text = json(frame);
  if (new TextEncoder().encode(text).length > MOST_BYTES) {
    throw new TandemError({ code: "too-large", message: `a frame may have ${MOST_BYTES} bytes` });
  }
  return text;
}

function json(frame) {
  try {
    return JSON.stringify(frame);
  } catch (error) {
    throw new TandemError({ code: "invalid-frame", message: error.message });
  }
}
