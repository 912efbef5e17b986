/**
 * What outlives a reload: the token, the conversation on the screen, unsent messages, interests. Works without storage, too. All tabs of a
 * browser are one person, but one in which somebody began anew: that remembers for itself.
 */

const TOKEN = "tandem.token";
const VISIT = "tandem.visit";
const ALONE = "tandem.alone";

export class Memory {
  #storage = usable(() => ofThisTab().getItem(ALONE) === null ? localStorage : sessionStorage);
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

  /** After the next reload this tab knows nobody, and from then on remembers for itself. */
  startAnew() {
    const storage = ofThisTab();
    storage.setItem(ALONE, "true");
    storage.removeItem(TOKEN);
    storage.removeItem(VISIT);
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

function ofThisTab() {
  return usable(() => sessionStorage);
}

function usable(storage) {
  try {
    storage().setItem("tandem.probe", "");
    storage().removeItem("tandem.probe");
    return storage();
  } catch {
    return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  }
}
