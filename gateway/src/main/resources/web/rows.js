/** What the log shows, as values: what was said, in order, then what is still on its way. */

import { ERASED_TEXT, notSentText } from "./words.js";

const SAME_BREATH_MS = 3 * 60_000;

export function rowsOf(conversation, outbox, me) {
  const said = conversation.log.messages.map((message) => rowOf(message, message.from === me));
  const lastMine = said.findLast((row) => row.mine);
  const lastRead = said.findLast((row) => row.mine && row.sequence <= conversation.partnerRead);
  if (lastMine) {
    lastMine.status = "Sent";
  }
  if (lastRead) {
    lastRead.status = "Read";
  }
  const pending = outbox.filter((message) => message.conversationId === conversation.id);
  return said.concat(pending.map((message) => pendingRow(message, conversation)));
}

function rowOf(message, mine) {
  return {
    key: `${mine ? "mine" : "theirs"}:${message.id}`,
    mine,
    sequence: message.sequence,
    sentAt: message.sentAt,
    text: message.type === "image" ? undefined : message.type === "erased" ? ERASED_TEXT : message.body,
    image: message.type === "image" ? message.local ?? message.url ?? "" : undefined,
  };
}

function pendingRow(message, conversation) {
  const { type, failed, uploadId, progress, blob } = message;
  const uploading = type === "image" && !failed && uploadId === undefined;
  return {
    ...rowOf(message, true),
    message,
    failed,
    sending: !failed,
    progress: uploading ? progress ?? 0 : undefined,
    canRetry: failed !== undefined && blob !== undefined && conversation.goesOn,
    status: failed ? `Not sent. ${notSentText(message)}` : uploading ? "Uploading…" : "Sending…",
  };
}

/** Whether two rows are drawn as one: the same person's, one right after the other. */
export function together(one, other) {
  return one !== undefined && other !== undefined && one.mine === other.mine && (other.sentAt ?? Infinity) - (one.sentAt ?? Infinity) < SAME_BREATH_MS;
}
