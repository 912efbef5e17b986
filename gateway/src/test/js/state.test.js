import assert from "node:assert/strict";
import { test } from "node:test";
import { ChatState } from "./web/state.js";

const ME = "me";
const THEM = "them";
const C1 = "conversation-1";
const C2 = "conversation-2";

const session = (state, more) => ({ userId: ME, state, onlineCount: 2, ...more });
const theirs = (sequence, conversationId = C1) => ({ id: `t${sequence}`, conversationId, sequence, from: THEM, type: "text", body: `hi ${sequence}`, sentAt: 1 });
const mine = (sequence, id = `m${sequence}`) => ({ ...theirs(sequence), id, from: ME });
const rejoined = (messages, more) => ({ conversationId: C1, partnerId: THEM, partnerOnline: true, messages, truncated: false, ...more });
const sequences = (state) => state.conversation.log.messages.map((message) => message.sequence);

function chatting() {
  const state = new ChatState();
  state.apply("session", session("idle"));
  state.apply("matched", { conversationId: C1, partnerId: THEM, sharedInterests: [] });
  return state;
}

test("a message that comes live and in the replay is shown once", () => {
  const state = chatting();
  state.apply("receive-message", theirs(1));
  state.apply("rejoined", rejoined([theirs(1), theirs(2)]));
  assert.deepEqual(sequences(state), [1, 2]);
});

test("an own message found in the replay is no longer on its way", () => {
  const state = chatting();
  const message = { conversationId: C1, id: "m1", body: "hi" };
  state.writes(message);
  state.apply("rejoined", rejoined([mine(1)]));
  state.sent(message, { id: "m1", sequence: 1, sentAt: 1 });
  assert.deepEqual(state.outbox, []);
  assert.deepEqual(sequences(state), [1]);
});

test("resume names the highest sequence without a gap below", () => {
  const state = chatting();
  assert.deepEqual(state.resume, { conversationId: C1, sequence: 0 });
  [1, 2, 4].forEach((sequence) => state.apply("receive-message", theirs(sequence)));
  assert.deepEqual(state.resume, { conversationId: C1, sequence: 2 });
});

test("what concerns another conversation changes nothing", () => {
  const state = chatting();
  state.apply("receive-message", theirs(1, C2));
  state.apply("partner-typing", { conversationId: C2, typing: true });
  state.apply("conversation-ended", { conversationId: C2, reason: "left" });
  assert.equal(state.phase, "chatting");
  assert.deepEqual(sequences(state), []);
  assert.equal(state.conversation.partnerTyping, false);
});

test("a conversation that was left does not come back by a late rejoined", () => {
  const state = chatting();
  const wish = state.wantsToWait([]);
  state.apply("session", session("paired", { conversationId: C1 }));
  state.apply("rejoined", rejoined([theirs(1)]));
  assert.equal(state.phase, "waiting");
  state.granted(wish, { state: "waiting", since: 1 });
  assert.equal(state.phase, "waiting");
});

test("a match that comes while leaving the queue wins", () => {
  const state = new ChatState();
  state.apply("session", session("idle"));
  state.wantsToWait(["jazz"]);
  const wish = state.wantsToBeIdle();
  state.apply("matched", { conversationId: C1, partnerId: THEM, sharedInterests: ["jazz"] });
  state.denied(wish, { code: "wrong-state" });
  assert.equal(state.phase, "chatting");
});

test("only the latest wish decides what is shown", () => {
  const state = new ChatState();
  state.apply("session", session("idle"));
  const first = state.wantsToWait([]);
  const second = state.wantsToBeIdle();
  state.granted(first, { state: "waiting" });
  assert.equal(state.phase, "idle");
  state.granted(second, { state: "idle" });
  assert.equal(state.phase, "idle");
});

test("who waited too long while away is not waiting any more", () => {
  const state = new ChatState();
  state.apply("session", session("idle"));
  state.granted(state.wantsToWait([]), { state: "waiting" });
  state.apply("session", session("idle"));
  assert.equal(state.phase, "idle");
});

test("a conversation over while away is shown as over, with its reason", () => {
  const state = chatting();
  state.apply("session", session("idle"));
  state.apply("conversation-ended", { conversationId: C1, reason: "state-lost" });
  assert.equal(state.phase, "ended");
  assert.equal(state.conversation.ended, "state-lost");
  assert.equal(state.resume, undefined);
});

test("after a reload the replay shows the conversation, and earlier pages can follow", () => {
  const state = new ChatState();
  state.recall({ conversation: { userId: ME, conversationId: C1, partnerId: THEM, sharedInterests: ["jazz"], partnerRead: 3, ended: null } });
  assert.deepEqual(state.resume, { conversationId: C1, sequence: 0 });
  state.apply("session", session("paired", { conversationId: C1 }));
  assert.equal(state.phase, "starting");
  state.apply("rejoined", rejoined([theirs(41), mine(42)], { truncated: true }));
  assert.equal(state.phase, "chatting");
  assert.deepEqual(state.conversation.sharedInterests, ["jazz"]);
  assert.equal(state.conversation.partnerRead, 3);
  assert.equal(state.conversation.hasEarlier, true);
  state.learned(C1, { messages: [theirs(39), theirs(40)], more: false }, { before: 41 });
  assert.deepEqual(sequences(state), [39, 40, 41, 42]);
  assert.equal(state.conversation.hasEarlier, false);
});

test("after a reload a conversation that is over comes from history", () => {
  const state = new ChatState();
  state.recall({ conversation: { userId: ME, conversationId: C1, partnerId: THEM, ended: "left" } });
  state.apply("session", session("idle"));
  assert.equal(state.phase, "ended");
  state.restored(C1, { messages: [theirs(7), theirs(8)], more: true });
  assert.deepEqual(sequences(state), [7, 8]);
  assert.equal(state.conversation.hasEarlier, true);
});

test("a new guest inherits nothing from the one before", () => {
  const state = new ChatState();
  state.recall({ conversation: { userId: "somebody else", conversationId: C1, partnerId: THEM, ended: null }, outbox: [{ conversationId: C1, id: "x", body: "x" }] });
  state.apply("session", session("idle"));
  assert.equal(state.phase, "idle");
  assert.equal(state.conversation, null);
  assert.deepEqual(state.outbox, []);
});

test("a message refused because the conversation is over ends it here, too", () => {
  const state = chatting();
  const message = { conversationId: C1, id: "m1", body: "hi" };
  state.writes(message);
  state.notSent(message, { code: "wrong-state" });
  assert.equal(state.phase, "ended");
  assert.equal(state.outbox[0].failed.code, "wrong-state");
});

test("read marks only go forwards", () => {
  const state = chatting();
  state.apply("message-read", { conversationId: C1, sequence: 5 });
  state.apply("message-read", { conversationId: C1, sequence: 3 });
  assert.equal(state.conversation.partnerRead, 5);
});
