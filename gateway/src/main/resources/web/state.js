/**
 * What the page knows, and how each server event and each wish of the user changes it. No document, no socket: the view draws it,
 * the app carries its wishes out.
 */

import { Conversation } from "./conversation.js";
import { Log } from "./log.js";

export class ChatState {
  link = { state: "connecting" };
  /** `starting` (no session yet), `idle`, `waiting`, `chatting`, `ended` (over, but still on the screen) */
  phase = "starting";
  userId = null;
  onlineCount = null;
  interests = [];
  waitingSince = 0;
  conversation = null;
  /**
   * Messages of mine without an answer yet, oldest first: {conversationId, id, type, failed?}, and `body`, or of an image `blob`, `local`
   * (an URL of it), `progress` (0–1), and, once it is uploaded, `uploadId` and `url`
   */
  outbox = [];
  degraded = new Set();
  notice = null;

  #left = new Set();
  #wishes = 0;
  #unanswered = 0;
  #listeners = new Set();

  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** Takes a server event in; unknown ones change nothing. */
  apply(event, data) {
    const change = this.#changes[event];
    if (change) {
      change(data);
      this.#changed();
    }
  }

  /** Where to resume: the conversation on the screen, with the highest sequence that has nothing missing below. */
  get resume() {
    const { conversation } = this;
    if (conversation === null || conversation.ended !== null) {
      return undefined;
    }
    return { conversationId: conversation.id, sequence: conversation.restored ? 0 : conversation.log.gapless };
  }

  #changes = {
    status: (link) => {
      this.link = link;
      if (link.state !== "online") {
        this.degraded.clear();
        this.#partnerTyping(false);
      }
    },

    session: (session) => {
      this.#forgetAnotherUser(session.userId);
      this.userId = session.userId;
      this.onlineCount = session.onlineCount;
      if (this.#unanswered === 0) {
        this.#follow(session.state);
      }
    },

    matched: (data) => this.#begin(new Conversation(data)),

    rejoined: (data) => {
      if (!this.#left.has(data.conversationId)) {
        this.#rejoin(data);
      }
    },

    "receive-message": (message) => {
      if (this.#isCurrent(message)) {
        this.conversation.log.add(message);
        this.#partnerTyping(false);
      }
    },

    "partner-typing": (data) => {
      if (this.#isCurrent(data)) {
        this.#partnerTyping(data.typing);
      }
    },

    "message-read": (data) => {
      if (this.#isCurrent(data)) {
        this.conversation.partnerRead = Math.max(this.conversation.partnerRead, data.sequence);
      }
    },

    "partner-disconnected": (data) => {
      if (this.#isCurrent(data)) {
        this.conversation.partnerOnline = false;
        this.conversation.partnerAwayUntil = data.until;
        this.#partnerTyping(false);
      }
    },

    "partner-reconnected": (data) => {
      if (this.#isCurrent(data)) {
        this.conversation.partnerOnline = true;
      }
    },

    "conversation-ended": (data) => {
      if (this.#isCurrent(data)) {
        this.#end(data.reason);
      }
    },

    "online-count": ({ count }) => {
      this.onlineCount = count;
    },

    "service-degraded": ({ component }) => {
      this.degraded.add(component);
    },

    "service-restored": ({ component }) => {
      this.degraded.delete(component);
    },
  };

  // --- wishes of the user ---------------------------------------------------------------------------------------------

  wantsToWait(interests) {
    this.interests = interests;
    this.waitingSince = Date.now();
    return this.#wish("waiting");
  }

  wantsToBeIdle() {
    return this.#wish("idle");
  }

  /** The server's answer to a wish; only the latest one decides what is shown. */
  granted(wish, answer) {
    this.#unanswered--;
    if (wish === this.#wishes && this.phase !== "chatting" && answer.state !== undefined) {
      this.phase = answer.state;
    }
    this.#changed();
  }

  /** `wrong-state` means that a conversation has begun or ended meanwhile, and the event that says so shows it. */
  denied(wish, error) {
    this.#unanswered--;
    if (wish === this.#wishes && error.code !== "wrong-state") {
      this.phase = "idle";
      this.notice = { error };
    }
    this.#changed();
  }

  writes(message) {
    this.outbox.push(message);
    this.#changed();
  }

  sent(message, { sequence, sentAt }) {
    this.#settle(message.id);
    if (this.#isCurrent(message)) {
      const { id, conversationId, type, body, url, local } = message;
      this.conversation.log.add({ id, conversationId, type, body, url, local, from: this.userId, sequence, sentAt });
    }
    this.#changed();
  }

  /** It was refused for good. If that is because the conversation is over, and nobody said so yet, it is over now. */
  notSent(message, error) {
    message.failed = error;
    if (error.code === "wrong-state" && this.#isCurrent(message) && this.conversation.ended === null) {
      this.#end("expired");
    }
    this.#changed();
  }

  /** Something about a message on its way is different: how far its upload has come, as what it is uploaded, that it is tried again. */
  revises(message, changes) {
    Object.assign(message, changes);
    this.#changed();
  }

  /** It is no longer meant to be sent. */
  withdraws(message) {
    this.#settle(message.id);
    this.#changed();
  }

  hasRead(sequence) {
    this.conversation.read = Math.max(this.conversation.read, sequence);
    this.#changed();
  }

  looksBack() {
    this.conversation.looksBack = true;
    this.#changed();
  }

  /** Older messages of this conversation, or those that were missing in between. */
  learned(conversationId, { messages, more }, { before }) {
    if (!this.#isCurrent({ conversationId })) {
      return;
    }
    if (before === undefined) {
      messages.forEach((message) => this.#takeIn(message));
    } else {
      this.conversation.log.prepend(messages);
      this.conversation.reachesBeginning = !more;
      this.conversation.looksBack = false;
    }
    this.#changed();
  }

  /** What was said before an end that this page missed, as far as a page of it goes. */
  heardTheEnd(conversationId, { messages, more }) {
    if (this.#isCurrent({ conversationId })) {
      messages.forEach((message) => this.#takeIn(message));
      this.conversation.endMissed = more;
      this.#changed();
    }
  }

  /** The newest page of a conversation that was over before this page was loaded. */
  restored(conversationId, { messages, more }) {
    if (this.#isCurrent({ conversationId })) {
      this.conversation.log = new Log(messages[0]?.sequence ?? 1);
      this.conversation.restored = false;
      this.conversation.reachesBeginning = !more;
      messages.forEach((message) => this.#takeIn(message));
      this.#changed();
    }
  }

  /** What an earlier visit left behind, before the first session. */
  recall({ conversation, outbox, interests }) {
    this.interests = interests ?? [];
    this.outbox = outbox ?? [];
    if (conversation) {
      this.userId = conversation.userId;
      this.conversation = new Conversation(conversation);
      this.conversation.ended = conversation.ended ?? null;
      this.conversation.partnerRead = conversation.partnerRead ?? 0;
      this.conversation.restored = true;
    }
  }

  notify(error) {
    this.notice = { error };
    this.#changed();
  }

  // --- inside ---------------------------------------------------------------------------------------------------------

  #wish(phase) {
    if (this.conversation !== null) {
      this.#left.add(this.conversation.id);
      this.outbox = this.outbox.filter((message) => !message.failed);
      this.conversation = null;
    }
    this.phase = phase;
    this.notice = null;
    this.#unanswered++;
    this.#wishes++;
    this.#changed();
    return this.#wishes;
  }

  /** The server's word after a (re)connect. `paired` shows with the `rejoined` that follows, a better reason with `conversation-ended`. */
  #follow(state) {
    if (state === "waiting") {
      this.conversation = null;
      this.phase = "waiting";
      this.waitingSince ||= Date.now();
    } else if (state === "idle" && this.conversation !== null) {
      this.conversation.endMissed = this.conversation.ended === null;
      this.#end(this.conversation.ended ?? "expired");
    } else if (state === "idle") {
      this.phase = "idle";
    }
  }

  #begin(conversation) {
    this.conversation = conversation;
    this.phase = "chatting";
    this.notice = null;
    this.outbox = this.outbox.filter((message) => !message.failed);
  }

  #rejoin(data) {
    const known = this.conversation?.id === data.conversationId && !this.conversation.restored;
    if (!known) {
      this.#begin(this.#replayed(data));
    }
    this.phase = "chatting";
    this.conversation.partnerOnline = data.partnerOnline;
    data.messages.forEach((message) => this.#takeIn(message));
  }

  /** After a reload `rejoined` brings the messages; what it does not tell is remembered from before. */
  #replayed(data) {
    const before = this.#isCurrent(data) ? this.conversation : { partnerRead: 0 };
    const conversation = new Conversation({ sharedInterests: before.sharedInterests, ...data }, data.messages[0]?.sequence);
    conversation.partnerRead = before.partnerRead;
    return conversation;
  }

  #end(reason) {
    this.conversation.ended = reason;
    this.#partnerTyping(false);
    this.phase = "ended";
  }

  #takeIn(message) {
    this.conversation.log.add(message);
    if (message.from === this.userId) {
      this.#settle(message.id);
    }
  }

  #settle(id) {
    this.outbox = this.outbox.filter((message) => message.id !== id);
  }

  #partnerTyping(typing) {
    if (this.conversation !== null) {
      this.conversation.partnerTyping = typing;
    }
  }

  #isCurrent({ conversationId }) {
    return this.conversation !== null && this.conversation.id === conversationId;
  }

  /** A guest whose token is gone is somebody else, who has no part in what was before. */
  #forgetAnotherUser(userId) {
    if (this.userId !== null && this.userId !== userId) {
      this.conversation = null;
      this.outbox = [];
      this.phase = "idle";
    }
  }

  #changed() {
    this.#listeners.forEach((listener) => listener(this));
  }
}
