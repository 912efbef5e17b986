import assert from "node:assert/strict";
import { test } from "node:test";
import { Log } from "./web/log.js";

const message = (sequence) => ({ sequence, id: `m${sequence}` });
const sequences = (log) => log.messages.map((each) => each.sequence);

test("each sequence is kept once and in order, however they arrive", () => {
  const log = new Log();
  for (const sequence of [2, 1, 3, 2, 1]) {
    log.add(message(sequence));
  }
  assert.deepEqual(sequences(log), [1, 2, 3]);
  assert.equal(log.add(message(3)), false);
});

test("resuming starts below the first gap", () => {
  const log = new Log();
  [1, 2, 5].forEach((sequence) => log.add(message(sequence)));
  assert.equal(log.gapless, 2);
  assert.equal(log.complete, false);
  [3, 4].forEach((sequence) => log.add(message(sequence)));
  assert.equal(log.gapless, 5);
  assert.equal(log.complete, true);
});

test("nothing received yet resumes from zero", () => {
  assert.equal(new Log().gapless, 0);
});

test("a log that begins late has no gap before its beginning", () => {
  const log = new Log(41);
  [41, 42].forEach((sequence) => log.add(message(sequence)));
  assert.equal(log.gapless, 42);
  log.prepend([39, 40].map(message));
  log.prepend([39, 40].map(message));
  assert.deepEqual(sequences(log), [39, 40, 41, 42]);
  assert.equal(log.first, 39);
});
