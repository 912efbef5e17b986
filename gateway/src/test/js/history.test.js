import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import * as clock from "./clock.js";
import { History } from "./web/history.js";
import { ChatState } from "./web/state.js";
import { TandemError } from "./web/tandem.js";

const SESSION = { userId: "me", state: "idle", onlineCount: 1 };
const theirs = (sequence) => ({ id: `t${sequence}`, conversationId: "c", sequence, from: "them", type: "text", body: "hi", sentAt: 1 });

const picture = (sequence) => ({ ...theirs(sequence), type: "image", body: undefined, url: `/media/${sequence}` });

/** Answers history from a script of pages and errors, and writes down what was asked. */
function server(...answers) {
  const asked = [];
  return {
    asked,
    history: async (conversationId, range) => {
      asked.push(range);
      const answer = answers.shift() ?? { messages: [], more: false };
      if (answer.code) {
        throw new TandemError(answer);
      }
      return answer;
    },
  };
}

async function pass(ms) {
  for (let step = 0; step < ms; step += 100) {
    clock.tick(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function endedBeforeTheReload() {
  const state = new ChatState();
  state.recall({ conversation: { userId: "me", conversationId: "c", partnerId: "them", ended: "left" } });
  state.apply("session", SESSION);
  return state;
}

beforeEach(clock.take);
afterEach(clock.giveBack);

test("a conversation over before the reload is fetched, however long the store is away", async () => {
  const state = endedBeforeTheReload();
  const away = { code: "unavailable", retryAfterMs: 1_000 };
  const tandem = server(away, { code: "disconnected" }, away, { messages: [theirs(1)], more: false });
  new History(tandem, state).check();
  await pass(30_000);
  assert.equal(tandem.asked.length, 4);
  assert.deepEqual(state.conversation.log.messages, [theirs(1)]);
});

test("a conversation that is not there is asked for once", async () => {
  const state = endedBeforeTheReload();
  const tandem = server({ code: "not-found" });
  const history = new History(tandem, state);
  history.check();
  await pass(1_000);
  history.check();
  await pass(60_000);
  assert.equal(tandem.asked.length, 1);
});

test("what a partner said before it left is fetched by who was away meanwhile", async () => {
  const state = new ChatState();
  state.apply("session", SESSION);
  state.apply("matched", { conversationId: "c", partnerId: "them", sharedInterests: [] });
  state.apply("receive-message", theirs(1));
  const tandem = server({ messages: [theirs(2)], more: true }, { messages: [theirs(3)], more: false });
  const history = new History(tandem, state);
  state.subscribe(() => history.check());
  state.apply("session", SESSION);
  state.apply("conversation-ended", { conversationId: "c", reason: "left" });
  await pass(1_000);
  assert.deepEqual(tandem.asked.map((range) => range.after), [1, 2]);
  assert.deepEqual(state.conversation.log.messages.map((message) => message.sequence), [1, 2, 3]);
  assert.equal(state.conversation.ended, "left");
});

test("an end that was heard is not asked about", async () => {
  const state = new ChatState();
  state.apply("session", SESSION);
  state.apply("matched", { conversationId: "c", partnerId: "them", sharedInterests: [] });
  const tandem = server();
  const history = new History(tandem, state);
  state.subscribe(() => history.check());
  state.apply("conversation-ended", { conversationId: "c", reason: "left" });
  state.apply("session", SESSION);
  await pass(10_000);
  assert.equal(tandem.asked.length, 0);
});

test("a gap that does not close itself is fetched", async () => {
  const state = new ChatState();
  state.apply("session", SESSION);
  state.apply("matched", { conversationId: "c", partnerId: "them", sharedInterests: [] });
  [1, 4].forEach((sequence) => state.apply("receive-message", theirs(sequence)));
  const tandem = server({ messages: [theirs(2)], more: true }, { messages: [theirs(3), theirs(4)], more: false });
  const history = new History(tandem, state);
  state.subscribe(() => history.check());
  history.check();
  await pass(60_000);
  assert.deepEqual(tandem.asked.map((range) => range.after), [1, 2]);
  assert.equal(state.conversation.log.gapless, 4);
});

test("a gap that closes itself is not asked for", async () => {
  const state = new ChatState();
  state.apply("session", SESSION);
  state.apply("matched", { conversationId: "c", partnerId: "them", sharedInterests: [] });
  state.apply("receive-message", theirs(2));
  const tandem = server();
  new History(tandem, state).check();
  await pass(1_000);
  state.apply("receive-message", theirs(1));
  await pass(10_000);
  assert.equal(tandem.asked.length, 0);
});

async function withEarlier(...answers) {
  const state = new ChatState();
  state.recall({ conversation: { userId: "me", conversationId: "c", partnerId: "them", ended: null } });
  state.apply("session", { ...SESSION, state: "paired", conversationId: "c" });
  state.apply("rejoined", { conversationId: "c", partnerId: "them", partnerOnline: true, messages: [theirs(51), theirs(52)], truncated: true });
  const tandem = server(...answers);
  return { state, tandem, history: new History(tandem, state) };
}

test("looking back asks for one page at a time, and stops at the beginning", async () => {
  const { state, tandem, history } = await withEarlier({ messages: [picture(49), theirs(50)], more: true }, { messages: [theirs(48)], more: false });
  history.earlier();
  history.earlier();
  assert.equal(state.conversation.looksBack, true);
  await pass(1_000);
  assert.equal(state.conversation.looksBack, false);
  assert.equal(state.conversation.log.messages[0].url, "/media/49");
  history.earlier();
  await pass(1_000);
  history.earlier();
  await pass(1_000);
  assert.deepEqual(tandem.asked, [{ before: 51, limit: 50 }, { before: 49, limit: 50 }]);
  assert.deepEqual(state.conversation.log.messages.map((message) => message.sequence), [48, 49, 50, 51, 52]);
});

test("looking back outlives a store that is away, and ends where it is refused", async () => {
  const { state, tandem, history } = await withEarlier({ code: "unavailable", retryAfterMs: 1_000 }, { code: "not-found" });
  history.earlier();
  await pass(10_000);
  assert.equal(tandem.asked.length, 2);
  assert.equal(state.conversation.hasEarlier, false);
  assert.equal(state.notice.error.code, "not-found");
});

test("a page that was asked for in another conversation is not shown in this one", async () => {
  let answer;
  const { state, history } = await withEarlier();
  const asked = new History({ history: () => new Promise((resolve) => (answer = resolve)) }, state);
  asked.earlier();
  state.wantsToWait([]);
  state.apply("matched", { conversationId: "d", partnerId: "other", sharedInterests: [] });
  answer({ messages: [theirs(50)], more: true });
  await pass(1_000);
  assert.deepEqual(state.conversation.log.messages, []);
  history.earlier();
  assert.equal(state.conversation.looksBack, false);
});
