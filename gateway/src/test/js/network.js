import { settle } from "./socket.js";

/** Stands for the network under `fetch`: the test plays the server. */
export class Network {
  calls = [];

  constructor() {
    globalThis.fetch = (url, init) =>
      new Promise((resolve, reject) => {
        init.signal?.addEventListener("abort", () => reject(init.signal.reason));
        this.calls.push({ url, ...init, resolve, reject });
      });
  }

  get last() {
    return this.calls.at(-1);
  }

  get paths() {
    return this.calls.map(({ url }) => new URL(url).pathname);
  }

  async json(body, status = 200) {
    this.last.resolve(new Response(JSON.stringify(body), { status }));
    await rest();
  }

  async fail() {
    this.last.reject(new TypeError("the network failed"));
    await rest();
  }

  /** Begins a stream; returns how to write to it and how to end it. */
  async stream() {
    let out;
    const body = new ReadableStream({ start: (controller) => (out = controller) });
    this.last.signal.addEventListener("abort", () => out.error(new Error("aborted")));
    this.last.resolve(new Response(body, { headers: { "Content-Type": "text/event-stream" } }));
    await rest();
    return {
      write: async (text) => {
        out.enqueue(new TextEncoder().encode(text));
        await rest();
      },
      event: async function (event, data, id) {
        await this.write(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      },
      end: async () => {
        out.close();
        await rest();
      },
    };
  }
}

export async function rest() {
  for (let turn = 0; turn < 8; turn++) {
    await settle();
  }
}
