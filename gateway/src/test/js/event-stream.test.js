import assert from "node:assert/strict";
import { test } from "node:test";
import { EventStreamReader } from "./web/tandem/event-stream.js";

function read(pieces, most = 1_000) {
  const events = [];
  const retries = [];
  const reader = new EventStreamReader((event) => events.push(event), (ms) => retries.push(ms), most);
  pieces.forEach((piece) => reader.push(piece));
  return { events, retries };
}

const event = (data, name = "message", id = "") => ({ name, data, id });

for (const [name, end] of [["LF", "\n"], ["CR", "\r"], ["CRLF", "\r\n"]]) {
  test(`lines may end in ${name}, wherever the pieces are cut`, () => {
    const text = ["event: a", "id: 7", "data: one", "data: two", "", "data: three", "", ""].join(end);
    for (let at = 0; at <= text.length; at++) {
      const { events } = read([text.slice(0, at), text.slice(at)]);
      assert.deepEqual(events, [event("one\ntwo", "a", "7"), event("three", "message", "7")], `cut at ${at}`);
    }
  });
}

test("a comment is nothing, and one space after the colon does not count", () => {
  assert.deepEqual(read([": hello\n:\ndata:  two spaces\ndata\ndata:x\n\n"]).events, [event(" two spaces\n\nx")]);
});

test("an event without data is none, but its id stays", () => {
  assert.deepEqual(read(["event: a\nid: 1\n\ndata: x\n\n"]).events, [event("x", "message", "1")]);
});

test("an id with a NUL does not count, an empty one takes the last back", () => {
  assert.deepEqual(read(["id: 1\ndata: x\n\nid: 2\0\ndata: y\n\nid\ndata: z\n\n"]).events, [
    event("x", "message", "1"),
    event("y", "message", "1"),
    event("z"),
  ]);
});

test("retry counts where it is a number, unknown fields never do", () => {
  const { events, retries } = read(["retry: 1500\n\nretry: soon\nretry:\nother: field\n\n"]);
  assert.deepEqual([events, retries], [[], [1500]]);
});

test("what is not complete at the end is no event", () => {
  assert.deepEqual(read(["data: x\n\ndata: y\n"]).events, [event("x")]);
});

test("an event that is too long is refused, in one line or in many", () => {
  assert.throws(() => read(["data: " + "x".repeat(1_000)]), RangeError);
  assert.throws(() => read(["data: 123456789\n".repeat(101)]), RangeError);
  assert.equal(read(["data: 123456789\n\n".repeat(1_000)]).events.length, 1_000);
});
