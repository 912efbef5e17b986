/** The server's rules for text, so that nothing is sent that it would refuse; and how foreign words stand in a sentence of ours. */

const FILLERS = "\\u2800\\u{13441}\\u{13442}\\u{16fe4}\\u{1d159}";
const SEEN = new RegExp(`[^\\p{White_Space}\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}${FILLERS}]`, "u");
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** Whether there is something to see: not only white space, format characters and fillers. */
export function hasSomethingToSee(text) {
  return SEEN.test(text);
}

/** A message as it may be sent: no control characters but tabs and line breaks, no halves of surrogate pairs. */
export function cleanBody(text) {
  return whole(text.replace(/(?![\t\n\r])\p{Cc}/gu, ""));
}

/** A name or an interest as it may be sent: one line that turns nothing around it, and no longer than this many UTF-16 units. */
export function cleanLine(text, longest) {
  const line = text.replace(/[\p{Cc}\u2028\u2029]/gu, " ").replace(TURNING, "").trim();
  return whole(line.slice(0, longest).replace(/[\ud800-\udbff]$/, "")).trim();
}

/** Whether the server takes two interests for the same. */
export function sameInterest(one, other) {
  return keyOf(one) === keyOf(other);
}

function keyOf(interest) {
  const seen = interest.normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  return seen.toLowerCase().toUpperCase().toLowerCase().replaceAll("i\u0307", "i").normalize("NFKC").trim();
}

/** `String.prototype.toWellFormed`, which not every browser has. */
function whole(text) {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/**
 * Somebody's own words, to stand in a sentence of the page: whatever their direction, and were they stored before it was asked what they
 * hold, they change nothing around them. `setText` makes a `<bdi>` of the two signs, {@link spoken} leaves them where they are needed.
 */
export function isolated(text) {
  return `\u2068${text.replace(TURNING, "")}\u2069`;
}

/** The parts of a sentence: every second one is foreign. */
export function partsOf(sentence) {
  return sentence.split(/\u2068([^\u2068\u2069]*)\u2069/);
}

/** A sentence for where no elements can stand: a label, a title. What is plain ASCII needs no isolation there. */
export function spoken(sentence) {
  return sentence.replace(/\u2068([\x20-\x7e]*)\u2069/g, "$1");
}
