import { Log } from "./log.js";

/** One pairing as this client sees it. */
export class Conversation {
  partnerOnline = true;
  partnerAwayUntil = 0;
  partnerTyping = false;
  partnerRead = 0;
  read = 0;
  ended = null;
  reachesBeginning = false;
  /** Earlier messages were asked for and are not here yet. */
  looksBack = false;
  /** Known from an earlier visit, its messages not here yet. */
  restored = false;
  /** It ended while this page was away: what was said last is not here yet. */
  endMissed = false;
  log;

  constructor({ conversationId, partnerId, partnerName, sharedInterests = [] }, firstSequence = 1) {
    this.id = conversationId;
    this.partnerId = partnerId;
    this.partnerName = partnerName;
    this.sharedInterests = sharedInterests;
    this.log = new Log(firstSequence);
  }

  get hasEarlier() {
    return this.log.first > 1 && !this.reachesBeginning;
  }

  /** Whether what is written now still reaches the partner. */
  get goesOn() {
    return this.ended === null;
  }

  get unread() {
    return this.log.messages.filter((message) => message.from === this.partnerId && message.sequence > this.read).length;
  }
}
