/** What is asked and answered over HTTP, in JSON and within bounds. */

const MOST_CHARACTERS = 4 * 1024 * 1024;

/** Sends neither a cookie nor anything else of the browser's own: who asks is told by the headers. */
export const PLAIN = { cache: "no-store", credentials: "omit", redirect: "error" };

/** The text of an answer, in pieces as they come. */
export async function* pieces(answer) {
  const decoder = new TextDecoder();
  const reader = answer.body.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Fails where it is no JSON object: then it was not Tandem who answered, but something between. */
export async function object(answer) {
  let text = "";
  for await (const piece of pieces(answer)) {
    text += piece;
    if (text.length > MOST_CHARACTERS) {
      throw new RangeError("an answer is too long");
    }
  }
  const json = JSON.parse(text);
  if (typeof json !== "object" || json === null) {
    throw new TypeError("an answer is no object");
  }
  return json;
}

/** The error in a refusal, which is either bare or beside the number of the command. */
export function refusal(json) {
  const error = json.error ?? json;
  if (typeof error.code !== "string") {
    throw new TypeError("a refusal has no code");
  }
  return error;
}
