import { DRAINING, FLOODING, isTandems, LINE_DEAD, REPLACED, staysAway, TOKEN_EXPIRED, UNAUTHENTICATED } from "./codes.js";
import { backoff, delayAfter } from "./delay.js";
import { Pulse } from "./pulse.js";
import { Requests } from "./requests.js";

const OPEN_WITHIN_MS = 15_000;
const SETTLED_AFTER_MS = 10_000;
const FRESH_TOKEN_WITHIN_MS = 10_000;

export const ANSWER_WITHIN_MS = 15_000;

/** A session over one line after another: says hello, notices when the line is gone, and comes back as the server would have it. */
export class Link {
  #options;
  #ways;
  #draw;
  #ear;
  #token;
  #line = null;
  #heard = false;
  #ready = false;
  #readySince = 0;
  #attempt = 0;
  #comeBackAt = 0;
  #tokenRefused = false;
  #refreshing = null;
  #improvements = 0;
  /** A WebSocket that is looked for while a stream carries. */
  #trial = null;
  #timers = { open: 0, reconnect: 0, hello: 0, drain: 0, improve: 0, trial: 0 };
  #pulse = new Pulse(() => this.ping());
  #requests = new Requests(
    (text, frame) => this.#line.send(text, frame),
    () => this.#lost(LINE_DEAD),
  );

  /**
   * @param {object} options of `Tandem`: `token`, `name`, `freshToken`, `improveAfterMs`, and `resume`, a function
   * @param {import("./ways.js").Ways} ways
   * @param {(transport: string, ear: object) => object} draw makes a line that is not open yet
   * @param {object} ear told `session`, `event`, `token`, `status` and, when what was on its way gets no answer any more, `down`
   */
  constructor(options, ways, draw, ear) {
    this.#options = options;
    this.#ways = ways;
    this.#draw = draw;
    this.#ear = ear;
    this.#token = options.token;
  }

  get ready() {
    return this.#ready;
  }

  get transport() {
    return this.#line?.transport ?? null;
  }

  /** Asks once, over this line. There must be a session. */
  ask(event, data, withinMs = ANSWER_WITHIN_MS) {
    return this.#requests.ask(event, data, withinMs);
  }

  get crowded() {
    return this.#requests.crowded;
  }

  connect() {
    if (this.#line === null) {
      this.#open();
    }
  }

  wake() {
    if (this.#line === null && this.#timers.reconnect !== 0) {
      this.#open();
    } else if (this.#ready) {
      this.ping();
    }
  }

  stop(status) {
    this.#forget()?.close(1000);
    this.#ear.status(status);
  }

  // --- connecting -----------------------------------------------------------------------------------------------------

  #open() {
    this.#clearTimers();
    this.#ear.status({ state: "connecting", attempt: this.#attempt });
    this.#take(this.#new(this.#ways.next)).open();
    this.#timers.open = setTimeout(() => this.#lost(LINE_DEAD), OPEN_WITHIN_MS);
  }

  #take(line) {
    this.#line = line;
    this.#heard = false;
    return line;
  }

  #new(transport, other = {}) {
    const mine = (handle) => (...told) => (line === this.#line ? handle(...told) : undefined);
    const line = this.#draw(transport, {
      opened: () => (line === this.#line ? this.#hello() : other.opened?.(line)),
      sent: mine((id) => this.#requests.sent(id)),
      token: mine((made) => this.#keepToken(made)),
      heard: mine(() => this.#pulse.heard()),
      frame: mine((frame) => this.#receive(frame)),
      closed: (code, retryMs) => (line === this.#line ? this.#lost(code, retryMs) : other.closed?.()),
    });
    return line;
  }

  #hello() {
    clearTimeout(this.#timers.open);
    const data = { token: this.#token, name: this.#options.name, resume: this.#options.resume() };
    this.#requests.ask("hello", data, ANSWER_WITHIN_MS).then(
      (session) => this.#taken(session),
      (error) => this.#helloRefused(error),
    );
  }

  #taken(session) {
    this.#ready = true;
    this.#readySince = Date.now();
    this.#tokenRefused = false;
    if (session.token) {
      this.#keepToken(session.token);
    }
    this.#pulse.every(session.heartbeatMs);
    this.#planImprovement();
    this.#ear.status({ state: "online", transport: this.transport });
    this.#ear.session(session);
  }

  async #helloRefused(error) {
    const line = this.#line;
    if (error.code === "disconnected") {
      return;
    }
    if (error.code === "invalid-token" && this.#token !== undefined && this.#mayHaveBetterToken) {
      this.#tokenRefused = true;
      await this.#refreshToken();
      this.#helloAgain(line, 0);
    } else if (error.temporary) {
      this.#ear.status({ state: "connecting", attempt: ++this.#attempt, error });
      this.#helloAgain(line, delayAfter(error, this.#attempt));
    } else {
      this.stop({ state: "stopped", error });
    }
  }

  /** A fresh one is asked for once in a row; while it is under way, what was refused may be the old one again. */
  get #mayHaveBetterToken() {
    return !this.#tokenRefused || this.#refreshing !== null;
  }

  #helloAgain(line, afterMs) {
    if (line === this.#line) {
      this.#timers.hello = setTimeout(() => this.#hello(), afterMs);
    }
  }

  /** Asked for once at a time, and not waited for without end. */
  #refreshToken() {
    this.#refreshing ??= fresh(this.#options.freshToken).then((token) => {
      this.#refreshing = null;
      this.#keepToken(token);
    });
    return this.#refreshing;
  }

  #keepToken(token) {
    if (token !== this.#token) {
      this.#token = token;
      this.#ear.token(token);
    }
  }

  // --- losing and coming back -----------------------------------------------------------------------------------------

  /** 45xx means stay away; everything else means come back: over the other transport, after the server's hint or a jittered delay. */
  #lost(code, retryMs) {
    const carried = this.#heard || isTandems(code);
    const line = this.#forget();
    line.close();
    const onlyTheOldToken = code === UNAUTHENTICATED && this.#tokenRefused;
    if (onlyTheOldToken) {
      this.#comeBack(code, retryMs, this.#refreshing);
    } else if (staysAway(code)) {
      this.#ear.status({ state: "stopped", code });
    } else if (!carried && this.#ways.failed(line.transport)) {
      this.#open();
    } else if (code === TOKEN_EXPIRED) {
      this.#comeBack(code, retryMs, this.#refreshToken());
    } else {
      this.#comeBack(code, retryMs);
    }
  }

  /** After a delay, and after what must be first. */
  #comeBack(code, retryMs, first) {
    const delay = this.#delayAfterClose(code, retryMs);
    const timer = setTimeout(async () => {
      await first;
      if (timer === this.#timers.reconnect) {
        this.#open();
      }
    }, delay);
    this.#timers.reconnect = timer;
    this.#ear.status({ state: "offline", code, retryInMs: delay });
  }

  #delayAfterClose(code, retryMs) {
    const hinted = this.#comeBackAt - Date.now();
    this.#comeBackAt = 0;
    if (hinted > 0) {
      return hinted;
    }
    if (code === FLOODING) {
      this.#attempt = Math.max(this.#attempt, 4);
    } else if (retryMs !== undefined && this.#attempt === 0) {
      this.#attempt++;
      return retryMs;
    }
    return backoff(this.#attempt++);
  }

  /** Lets go of the line; what was asked on it will not be answered any more. */
  #forget() {
    const line = this.#line;
    if (this.#ready && Date.now() - this.#readySince > SETTLED_AFTER_MS) {
      this.#attempt = 0;
    }
    this.#line = null;
    this.#ready = false;
    this.#clearTimers();
    this.#ear.down();
    this.#requests.abandon();
    return line;
  }

  #clearTimers() {
    this.#pulse.rest();
    for (const name of Object.keys(this.#timers)) {
      clearTimeout(this.#timers[name]);
      this.#timers[name] = 0;
    }
    this.#tried()?.close();
  }

  ping() {
    const line = this.#line;
    this.ask("ping", {}, Pulse.ANSWER_WITHIN_MS).catch((error) => {
      // A stream that the server does not know any more, though nothing told so here.
      if (error.code === "wrong-state" && line === this.#line) {
        this.#lost(LINE_DEAD);
      }
    });
  }

  // --- a better way -----------------------------------------------------------------------------------------------------

  /** While a stream carries, a WebSocket is tried now and then, ever more rarely; one that opens takes over. */
  #planImprovement(afterMs = this.#options.improveAfterMs * 2 ** Math.min(this.#improvements, 5)) {
    if (this.#mayImprove) {
      clearTimeout(this.#timers.improve);
      this.#timers.improve = setTimeout(() => this.#improve(), afterMs);
    }
  }

  get #mayImprove() {
    return this.#ready && this.#ways.mayImprove;
  }

  #improve() {
    if (!this.#mayImprove) {
      return;
    }
    if (!this.#requests.idle) {
      this.#planImprovement(this.#options.improveAfterMs / 60);
      return;
    }
    this.#improvements++;
    const over = (next) => () => {
      if (line === this.#trial) {
        this.#tried();
        next();
      }
    };
    const line = this.#new("websocket", {
      opened: over(() => this.#moveTo(line)),
      closed: over(() => this.#planImprovement()),
    });
    this.#trial = line;
    this.#timers.trial = setTimeout(() => line.close(), OPEN_WITHIN_MS);
    line.open();
  }

  /** Ends the trial; returns its line, if there was one. */
  #tried() {
    const line = this.#trial;
    this.#trial = null;
    clearTimeout(this.#timers.trial);
    return line;
  }

  #moveTo(line) {
    if (!this.#mayImprove || !this.#requests.idle) {
      line.close(1000);
      this.#planImprovement();
    } else {
      this.#forget().close();
      this.#take(line);
      this.#hello();
    }
  }

  // --- frames ---------------------------------------------------------------------------------------------------------

  #receive(frame) {
    this.#pulse.heard();
    if (!this.#heard) {
      this.#heard = true;
      this.#ways.carries(this.transport);
    }
    if (frame.ack !== undefined) {
      this.#requests.answered(frame);
      return;
    }
    if (frame.event === "server-draining") {
      this.#draining(frame.data.reconnectAfterMs);
    } else if (frame.event === "session-replaced") {
      this.stop({ state: "stopped", code: REPLACED });
    }
    this.#ear.event(frame.event, frame.data);
  }

  #draining(reconnectAfterMs) {
    this.#comeBackAt = Date.now() + reconnectAfterMs;
    clearTimeout(this.#timers.drain);
    this.#timers.drain = setTimeout(() => this.#lost(DRAINING), reconnectAfterMs);
  }
}

function fresh(freshToken) {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, FRESH_TOKEN_WITHIN_MS);
    Promise.resolve()
      .then(() => freshToken?.())
      .catch(() => undefined)
      .then((token) => {
        clearTimeout(late);
        resolve(token);
      });
  });
}
