/** Wires the page: the client of the protocol, the state, the view, and what outlives a reload. */

import { Delivery } from "./delivery.js";
import { History } from "./history.js";
import { Memory } from "./memory.js";
import { ReadMarks } from "./read-marks.js";
import { ChatState } from "./state.js";
import { randomId, Tandem } from "./tandem.js";
import { hasSomethingToSee } from "./text.js";
import { TypingSignal } from "./typing.js";
import { View } from "./view.js";

const PARTNER_TYPES_FOR_MS = 8_000;

const memory = new Memory();
const state = new ChatState();
state.recall(memory.load());

const tandem = new Tandem({
  url: location.origin,
  token: memory.token,
  resume: () => state.resume,
});
const history = new History(tandem, state);
const delivery = new Delivery(tandem, state);
const typing = new TypingSignal((on) => ask("typing", { conversationId: state.conversation?.id, typing: on }));
const marks = new ReadMarks((conversationId, sequence) => tandem.ask("read", { conversationId, sequence }));
const view = new View({
  ...{ join, cancel, next, leave, home, restart, startAnew, send, sendImage, write, seen },
  retry: (message) => delivery.retry(message),
  withdraw: (message) => delivery.withdraw(message),
  earlier: () => history.earlier(),
});
view.interests = state.interests;

let drawing = false;
let partnerTypingTimer = 0;

state.subscribe(() => {
  if (!drawing) {
    drawing = true;
    queueMicrotask(draw);
  }
});

tandem.on("*", (event, data) => state.apply(event, data));
tandem.on("token", (token) => (memory.token = token));
tandem.on("session", () => marks.restart());
tandem.on("retrying", ({ error }) => state.degraded.size === 0 && state.notify(error));
tandem.on("partner-typing", () => {
  clearTimeout(partnerTypingTimer);
  partnerTypingTimer = setTimeout(() => {
    const conversationId = state.conversation?.id;
    state.apply("partner-typing", { conversationId, typing: false });
  }, PARTNER_TYPES_FOR_MS);
});

addEventListener("online", () => tandem.wake());
addEventListener("pageshow", (event) => event.persisted && tandem.wake());
addEventListener("beforeunload", (event) => delivery.uploads > 0 && event.preventDefault());
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && tandem.wake());

state.outbox.forEach((message) => delivery.deliver(message));
tandem.connect();

// --- wishes -------------------------------------------------------------------------------------------------------------

function join(interests) {
  grant(state.wantsToWait(interests), tandem.joinQueue(interests));
}

function cancel() {
  grant(state.wantsToBeIdle(), tandem.leaveQueue());
}

/** To the next stranger: out of this conversation, or from one that is over already. */
function next() {
  const { conversation, interests } = state;
  typing.stop(false);
  const over = conversation.ended !== null;
  const wish = state.wantsToWait(interests);
  grant(wish, over ? tandem.joinQueue(interests) : tandem.next(conversation.id, interests));
}

function leave() {
  const { conversation } = state;
  typing.stop(false);
  grant(state.wantsToBeIdle(), tandem.leaveConversation(conversation.id));
}

function home() {
  grant(state.wantsToBeIdle(), Promise.resolve({ state: "idle" }));
}

function grant(wish, answer) {
  answer.then(
    (data) => state.granted(wish, data),
    (error) => state.denied(wish, error),
  );
}

function send(body) {
  typing.stop(false);
  delivery.send({ conversationId: state.conversation.id, id: randomId(), type: "text", body });
}

function sendImage({ blob, local }) {
  delivery.send({ conversationId: state.conversation.id, id: randomId(), type: "image", blob, local });
}

function write(text) {
  if (hasSomethingToSee(text)) {
    typing.go();
  } else {
    typing.stop(true);
  }
}

/** The reader looks at the newest message: the partner may know. */
function seen() {
  const { conversation } = state;
  if (conversation === null || conversation.ended !== null || !view.readerIsHere) {
    return;
  }
  const theirs = conversation.log.messages.findLast((message) => message.from === conversation.partnerId);
  if (theirs !== undefined && theirs.sequence <= conversation.log.gapless) {
    marks.reached(conversation.id, theirs.sequence);
    if (theirs.sequence > conversation.read) {
      state.hasRead(theirs.sequence);
    }
  }
}

function restart() {
  location.reload();
}

/** In this tab alone: in every other one the person stays who they are. */
function startAnew() {
  memory.startAnew();
  location.reload();
}

// --- drawing and remembering ----------------------------------------------------------------------------------------------

function draw() {
  drawing = false;
  view.draw(state);
  memory.save(state);
  seen();
  delivery.check();
  history.check();
}

function ask(event, data) {
  tandem.ask(event, data).catch(() => {});
}
