/** Draws the state and turns what the user does into wishes. It holds no state of the chat. */

import { Composer } from "./composer.js";
import { setText } from "./dom.js";
import { InterestField } from "./interests.js";
import { MessageList } from "./messages.js";
import { endingText, errorText, initialOf, introText, linkText, onlineText, partnerName, partnerText, stopText, waitingText } from "./words.js";

const NOTICE_FOR_MS = 6_000;
const PATIENCE_MS = 10_000;
const SCREENS = ["starting", "idle", "waiting", "chat", "stopped"];

const $ = (id) => document.getElementById(id);

export class View {
  #wishes;
  #interests = new InterestField();
  #messages;
  #composer;
  #screen = "starting";
  #conversation = null;
  #ended = false;
  #partnerOnline = true;
  #notice = null;
  #noticeTimer = 0;
  #patienceTimer = 0;

  /**
   * @param {object} wishes what the user wants: join, cancel, next, leave, home, restart, startAnew; send, sendImage, write; retry, withdraw; seen,
   *     earlier
   */
  constructor(wishes) {
    this.#wishes = wishes;
    this.#messages = new MessageList(wishes);
    this.#composer = new Composer(wishes);
    this.#listen();
  }

  set interests(interests) {
    this.#interests.chosen = interests;
  }

  /** Whether what came last is in front of the user's eyes. */
  get readerIsHere() {
    return this.#screen === "chat" && document.visibilityState === "visible" && this.#messages.pinned;
  }

  draw(state) {
    this.#drawTop(state);
    this.#drawNotice(state.notice);
    const screen = screenOf(state);
    SCREENS.forEach((id) => ($(id).hidden = id !== screen));
    if (screen === "chat") {
      this.#drawChat(state);
    } else if (screen === "stopped") {
      this.#drawStopped(state.link);
    } else if (screen === "waiting") {
      this.#drawWaiting(state);
    }
    this.#enter(screen, state);
    document.title = titleOf(state);
  }

  // --- screens --------------------------------------------------------------------------------------------------------

  #drawTop(state) {
    const online = onlineText(state.onlineCount);
    // Nobody tells how many are online while a conversation goes on, so an old number is not shown there.
    $("online").hidden = online === "" || state.link.state !== "online" || screenOf(state) === "chat";
    setText($("online-text"), online);
    const banner = linkText(state.link, state.degraded);
    $("banner").hidden = banner === "";
    setText($("banner"), banner);
  }

  #drawStopped(link) {
    const { title, text, action, other } = stopText(link);
    setText($("stopped-title"), title);
    setText($("stopped-text"), text);
    setText($("stopped-action"), action ?? "");
    $("stopped-action").hidden = action === undefined;
    setText($("stopped-other"), other ?? "");
    $("stopped-other").hidden = other === undefined;
  }

  #drawWaiting(state) {
    const { interests, waitingSince } = state;
    const patienceLeft = waitingSince + PATIENCE_MS - Date.now();
    clearTimeout(this.#patienceTimer);
    setText($("waiting-text"), waitingText(interests, patienceLeft <= 0));
    if (interests.length > 0 && patienceLeft > 0) {
      this.#patienceTimer = setTimeout(() => this.#drawWaiting(state), patienceLeft);
    }
  }

  #drawChat(state) {
    const { conversation } = state;
    const partner = partnerName(conversation);
    setText($("partner-name").firstElementChild, partner);
    setText($("avatar"), initialOf(conversation));
    $("avatar").classList.toggle("away", !conversation.partnerOnline || conversation.ended !== null);
    setText($("partner-text"), conversation.ended === null ? partnerText(conversation) : "Not here any more");
    setText($("typing-text"), `${partner} is typing…`);
    $("typing").hidden = !conversation.partnerTyping;
    this.#drawEnd(conversation, partner);
    this.#messages.draw(conversation, introText(conversation), state.outbox, state.userId);
  }

  #drawEnd(conversation, partner) {
    const ended = conversation.ended !== null;
    $("composer").hidden = ended;
    $("moves").hidden = ended;
    $("over").hidden = !ended;
    setText($("over-text"), ended ? endingText(conversation.ended, partner) : "");
  }

  #drawNotice(notice) {
    if (notice === this.#notice) {
      return;
    }
    this.#notice = notice;
    clearTimeout(this.#noticeTimer);
    $("notice").hidden = notice === null;
    if (notice !== null) {
      setText($("notice"), errorText(notice.error));
      this.#noticeTimer = setTimeout(() => ($("notice").hidden = true), NOTICE_FOR_MS);
    }
  }

  // --- what changed, for the ear and the keyboard -----------------------------------------------------------------------

  #enter(screen, { conversation }) {
    const before = { screen: this.#screen, conversation: this.#conversation, ended: this.#ended, online: this.#partnerOnline };
    this.#screen = screen;
    this.#conversation = conversation?.id ?? null;
    this.#ended = (conversation?.ended ?? null) !== null;
    this.#partnerOnline = conversation?.partnerOnline ?? true;
    if (screen === "chat") {
      this.#enterChat(conversation, before);
    } else if (screen !== before.screen && before.screen !== "starting") {
      $(`${screen}-title`)?.focus();
    }
  }

  #enterChat(conversation, before) {
    const partner = partnerName(conversation);
    if (before.screen !== "chat" || before.conversation !== conversation.id) {
      this.#freshConversation(conversation);
      this.#say(this.#ended ? endingText(conversation.ended, partner) : `You are talking to ${partner}. ${partnerText(conversation)}`);
    } else if (this.#ended && !before.ended) {
      $("over-text").focus();
      this.#say(endingText(conversation.ended, partner));
    } else if (this.#partnerOnline !== before.online && !this.#ended) {
      this.#say(this.#partnerOnline ? `${partner} is back.` : `${partner} lost the connection and may come back.`);
    }
  }

  #freshConversation(conversation) {
    this.#composer.clear();
    if (conversation.ended !== null) {
      $("over-text").focus();
      return;
    }
    this.#messages.toBottom();
    // On a touch screen the keyboard would jump up and hide half of the conversation.
    const target = matchMedia("(pointer: coarse)").matches ? $("partner-name") : this.#composer;
    target.focus();
  }

  #say(text) {
    setText($("announcer"), text);
  }

  // --- what the user does -----------------------------------------------------------------------------------------------

  #listen() {
    const wishes = this.#wishes;
    onSubmit("join", () => wishes.join(this.#interests.take()));
    onClick("cancel", wishes.cancel);
    onClick("next", wishes.next);
    onClick("leave", wishes.leave);
    onClick("again", wishes.next);
    onClick("home", wishes.home);
    onClick("stopped-action", wishes.restart);
    onClick("stopped-other", wishes.startAnew);
    document.addEventListener("visibilitychange", () => wishes.seen());
  }
}

function screenOf(state) {
  if (state.link.state === "stopped") {
    return "stopped";
  }
  return state.phase === "chatting" || state.phase === "ended" ? "chat" : state.phase;
}

function titleOf({ conversation }) {
  const unread = document.visibilityState === "hidden" ? conversation?.unread ?? 0 : 0;
  return unread > 0 ? `(${unread}) Tandem` : "Tandem";
}

function onClick(id, act) {
  $(id).addEventListener("click", () => act());
}

function onSubmit(id, act) {
  $(id).addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });
}
