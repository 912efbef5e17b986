import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cleanBody, cleanLine, hasSomethingToSee, isolated, partsOf, sameInterest, spoken } from "./web/text.js";
import { endingText, initialOf, introText, partnerName, partnerText, waitingText } from "./web/words.js";

const BLANKS = ["", " ", "\u00a0", "\u200b", "\u2060", "\u00ad", "\u180e", "\u2800", "\u3164", "\u115f", "\u202e", "\u{e0041}", "\u0000", "\ufe0f"];
const SEEN = ["a", "👩‍💻", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇺🇦", "می‌خواهم", "שָׁלוֹם", "క్‌ష", "e\u0301"];

/** As the contract has it, which the server's tests hold against the server's code. */
const contract = readFileSync(new URL("schemas.yaml", import.meta.url), "utf8");
const LINE = patternOf("Line");
const BODY = patternOf("Text");

function patternOf(schema) {
  return new RegExp(contract.match(new RegExp(`^${schema}:\\n(?: .*\\n)*? +pattern: '(.*)'`, "m"))[1], "u");
}

function everyCharacter(check) {
  for (let code = 0; code <= 0x10ffff; code++) {
    check(String.fromCodePoint(code), code.toString(16));
  }
}

for (const text of BLANKS) {
  test(`there is nothing to see in ${JSON.stringify(text)}`, () => assert.equal(hasSomethingToSee(text), false));
}

for (const text of SEEN) {
  test(`${JSON.stringify(text)} is to be seen, and stays as it is`, () => {
    assert.equal(hasSomethingToSee(text), true);
    assert.equal(cleanBody(text), text);
    assert.equal(cleanLine(text, 32), text);
  });
}

test("of every character only what the server takes is left, and all of that", () => {
  everyCharacter((character, code) => {
    for (const text of [character, `a${character}b`]) {
      for (const [clean, pattern] of [[cleanBody(text), BODY], [cleanLine(text, 32), LINE]]) {
        assert.equal(hasSomethingToSee(clean), pattern.test(clean), code);
        if (pattern.test(text)) {
          assert.equal(clean, text, code);
        }
      }
    }
  });
});

test("a line is cut between characters, and has no space around it", () => {
  assert.equal(cleanLine("\u00a0\ufeff a\tb\u3000", 32), "a b");
  assert.equal(cleanLine("x".repeat(31) + "😀", 32), "x".repeat(31));
  assert.equal(cleanLine("x".repeat(31) + " y", 32), "x".repeat(31));
});

test("interests are the same where the server says so", () => {
  for (const [one, other] of [["café", "CAFE\u0301"], ["ｃｈｅｓｓ", "chess"], ["İzmir", "izmir"], ["Straße", "STRASSE"], ["a\u200db", "ab"]]) {
    assert.equal(sameInterest(one, other), true, one);
  }
  assert.equal(sameInterest("か", "が"), false);
});

test("without the newest functions of the language everything works", () => {
  const { toWellFormed } = String.prototype;
  delete String.prototype.toWellFormed;
  try {
    assert.equal(cleanBody("a\ud800"), "a\ufffd");
  } finally {
    String.prototype.toWellFormed = toWellFormed;
  }
});

test("foreign words are isolated in every sentence, whatever they hold", () => {
  const conversation = { partnerName: "Ada\u202e\u2069", sharedInterests: ["שחמט", "go"], partnerOnline: true, ended: null };
  const partner = partnerName(conversation);
  for (const sentence of [`${partner} is typing…`, endingText("left", partner), introText(conversation), introText({ ...conversation, ended: "left" })]) {
    assert.ok(sentence.includes("\u2068Ada\u2069"), sentence);
    assert.equal(partsOf(sentence)[1], "Ada");
  }
  for (const sentence of [introText(conversation), partnerText(conversation), waitingText(["שחמט", "go"], false)]) {
    assert.ok(sentence.includes("\u2068שחמט\u2069, \u2068go\u2069"), sentence);
  }
});

test("a label keeps the isolation of what needs it", () => {
  assert.equal(spoken(`Picture from ${isolated("Ada")}`), "Picture from Ada");
  assert.equal(spoken(`Picture from ${isolated("עדה")}`), "Picture from \u2068עדה\u2069");
});

test("who has no name, or one that cannot be seen, is a stranger", () => {
  for (const name of [undefined, "\u200b"]) {
    const conversation = { partnerName: name, sharedInterests: [], ended: null };
    assert.equal(partnerName(conversation), "Stranger");
    assert.equal(introText(conversation), "You are talking to a stranger. Say hello!");
    assert.equal(initialOf(conversation), "S");
  }
  assert.equal(initialOf({ partnerName: "\u200bada" }), "A");
});
