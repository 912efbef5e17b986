import * as clock from "./clock.js";

export const SESSION = { userId: "me", state: "idle", onlineCount: 1, heartbeatMs: 25_000 };

/** Stands for the network: the test plays the server. */
export class Socket {
  static all = [];
  sent = [];
  closedWith = undefined;

  constructor() {
    Socket.all.push(this);
  }

  static get last() {
    return Socket.all.at(-1);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code) {
    this.closedWith = code ?? null;
  }

  open() {
    this.onopen();
  }

  get lastFrame() {
    return this.sent.at(-1);
  }

  async ack(data = {}) {
    await this.receive({ ack: this.lastFrame.id, data });
  }

  async refuse(error) {
    await this.receive({ ack: this.lastFrame.id, error });
  }

  async receive(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
    await settle();
  }

  async drop(code = 1006) {
    this.onclose({ code });
    await settle();
  }
}

export const settle = () => new Promise((resolve) => setImmediate(resolve));

export async function pass(ms) {
  clock.tick(ms);
  await settle();
}
