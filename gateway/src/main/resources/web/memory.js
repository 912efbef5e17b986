/** What outlives a reload: the token, the conversation on the screen, unsent messages, interests. Works without storage, too. */

const TOKEN = "tandem.token";
const VISIT = "tandem.visit";

export class Memory {
  #storage = storageOrNothing();
  #saved = "";

  get token() {
    return this.#storage.getItem(TOKEN) ?? undefined;
  }

  set token(token) {
    if (token === undefined) {
      this.#storage.removeItem(TOKEN);
    } else {
      this.#storage.setItem(TOKEN, token);
    }
  }

  load() {
    try {
      return JSON.parse(this.#storage.getItem(VISIT)) ?? {};
    } catch {
      return {};
    }
  }

  /** A window that was replaced writes nothing any more: what is remembered belongs to the other one. */
  save(state) {
    if (state.phase === "starting" || state.link.state === "stopped") {
      return;
    }
    const visit = JSON.stringify({
      interests: state.interests,
      outbox: state.outbox.filter(outlivesReload).map(withoutBytes),
      conversation: state.conversation && {
        userId: state.userId,
        conversationId: state.conversation.id,
        partnerId: state.conversation.partnerId,
        partnerName: state.conversation.partnerName,
        sharedInterests: state.conversation.sharedInterests,
        partnerRead: state.conversation.partnerRead,
        ended: state.conversation.ended,
      },
    });
    if (visit !== this.#saved) {
      this.#saved = visit;
      this.#storage.setItem(VISIT, visit);
    }
  }
}

/** An image that is not uploaded yet is gone with the page. */
function outlivesReload({ type, failed, uploadId }) {
  return !failed && (type !== "image" || uploadId !== undefined);
}

function withoutBytes({ conversationId, id, type, body, uploadId, url }) {
  return { conversationId, id, type, body, uploadId, url };
}

function storageOrNothing() {
  try {
    localStorage.setItem("tandem.probe", "");
    localStorage.removeItem("tandem.probe");
    return localStorage;
  } catch {
    return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  }
}
