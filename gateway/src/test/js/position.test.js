import assert from "node:assert/strict";
import { test } from "node:test";
import { Position } from "./web/tandem/position.js";

const message = (sequence, conversationId = "c") => ({ conversationId, sequence });

function matched() {
  const position = new Position();
  position.take("matched", { conversationId: "c" });
  return position;
}

test("it resumes below the first hole", () => {
  const position = matched();
  for (const sequence of [1, 2, 4, 5]) {
    position.take("receive-message", message(sequence));
  }
  assert.deepEqual(position.resume, { conversationId: "c", sequence: 2 });
  position.add(message(3));
  assert.deepEqual(position.resume, { conversationId: "c", sequence: 5 });
});

test("a message that comes twice is told once, live or replayed", () => {
  const position = matched();
  assert.equal(position.take("receive-message", message(1)).sequence, 1);
  assert.equal(position.take("receive-message", message(1)), undefined);
  assert.equal(position.take("receive-message", message(3)).sequence, 3);
  assert.equal(position.take("receive-message", message(3)), undefined);
  const rejoined = position.take("rejoined", { conversationId: "c", messages: [1, 2, 3, 4].map((one) => message(one)), truncated: false });
  assert.deepEqual(rejoined.messages.map(({ sequence }) => sequence), [2, 4]);
});

test("what a replay left out does not keep it behind", () => {
  const position = matched();
  position.take("receive-message", message(1));
  position.take("rejoined", { conversationId: "c", messages: [message(51), message(52)], truncated: true });
  assert.deepEqual(position.resume, { conversationId: "c", sequence: 52 });
});

test("outside a conversation there is nothing to resume", () => {
  const position = matched();
  position.take("conversation-ended", { conversationId: "another" });
  assert.equal(position.resume.conversationId, "c");
  position.take("conversation-ended", { conversationId: "c" });
  assert.equal(position.resume, undefined);
});

test("what it holds above a hole is bounded", () => {
  const position = matched();
  for (let sequence = 2; sequence <= 1_002; sequence++) {
    position.add(message(sequence));
  }
  assert.deepEqual(position.resume, { conversationId: "c", sequence: 1_002 });
});

test("it begins where an earlier visit was", () => {
  const position = new Position({ conversationId: "c", sequence: 7 });
  assert.equal(position.take("receive-message", message(7)), undefined);
  assert.deepEqual(position.resume, { conversationId: "c", sequence: 7 });
});
