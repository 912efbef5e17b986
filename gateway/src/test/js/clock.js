/** Time that passes only when a test says so: stands in for the timers and for `Date.now`. */

const real = { setTimeout, clearTimeout, setInterval, clearInterval, now: Date.now };

let now = 0;
let lastId = 0;
let due = new Map();

function start(action, afterMs, everyMs) {
  due.set(++lastId, { at: now + afterMs, action, everyMs });
  return lastId;
}

export function take() {
  now = 1_000_000;
  due = new Map();
  globalThis.setTimeout = (action, afterMs = 0) => start(action, afterMs);
  globalThis.setInterval = (action, everyMs) => start(action, everyMs, everyMs);
  globalThis.clearTimeout = globalThis.clearInterval = (id) => due.delete(id);
  Date.now = () => now;
}

export function giveBack() {
  const { now: realNow, ...timers } = real;
  Object.assign(globalThis, timers);
  Date.now = realNow;
}

/** Lets so many milliseconds pass; timers run in the order in which they are due, also those set meanwhile. */
export function tick(ms) {
  const until = now + ms;
  for (let next = earliest(until); next !== undefined; next = earliest(until)) {
    const [id, timer] = next;
    now = timer.at;
    if (timer.everyMs === undefined) {
      due.delete(id);
    } else {
      timer.at += timer.everyMs;
    }
    timer.action();
  }
  now = until;
}

function earliest(until) {
  return [...due].filter(([, timer]) => timer.at <= until).sort(([, one], [, other]) => one.at - other.at)[0];
}
