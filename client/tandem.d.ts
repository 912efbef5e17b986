/** Types of `tandem.js`: every command, acknowledgement, event and error of docs/PROTOCOL.md. */

export type Transport = "websocket" | "sse";
export type SessionState = "idle" | "waiting" | "paired";
export type ImageType = "image/png" | "image/jpeg" | "image/gif" | "image/webp";

/** Refusals by the server. */
export type ErrorCode =
  | "invalid-frame"
  | "unknown-event"
  | "invalid-field"
  | "too-large"
  | "not-authenticated"
  | "invalid-token"
  | "forbidden"
  | "wrong-state"
  | "not-found"
  | "conflict"
  | "rate-limited"
  | "upload-rejected"
  | "banned"
  | "unavailable"
  | "internal";

/**
 * What the client itself says: the answer can no longer come; too much waits already; the storage did not take the bytes. It also says
 * `too-large` and `invalid-frame` of what it therefore does not send.
 */
export type ClientErrorCode = "disconnected" | "queue-full" | "upload-failed";

export interface ErrorData {
  code: ErrorCode;
  message: string;
  /** Of `invalid-field`. */
  field?: string;
  /** Of `rate-limited` and `unavailable`. */
  retryAfterMs?: number;
}

/** What every refused command fails with. */
export class TandemError extends Error {
  constructor(error: { code: ErrorCode | ClientErrorCode; message?: string; field?: string; retryAfterMs?: number });
  readonly code: ErrorCode | ClientErrorCode;
  readonly field?: string;
  readonly retryAfterMs?: number;
  /** Whether the same command may be tried again. */
  readonly temporary: boolean;
}

/** Where to resume: the highest sequence below which nothing is missing, 0 for none. */
export interface Resume {
  conversationId: string;
  sequence: number;
}

interface Place {
  conversationId: string;
  /** From 1, without gaps in a conversation. */
  sequence: number;
}

export interface TextMessage extends Place {
  id: string;
  from: string;
  sentAt: number;
  type: "text";
  body: string;
}

export interface ImageMessage extends Place {
  id: string;
  from: string;
  sentAt: number;
  type: "image";
  url: string;
}

/** Whoever wrote it has gone for good; only its place is left. */
export interface ErasedMessage extends Place {
  id: string;
  from: string;
  sentAt: number;
  type: "erased";
}

export type Message = TextMessage | ImageMessage;
export type StoredMessage = Message | ErasedMessage;

export interface Session {
  userId: string;
  /** Only when a new one was made. */
  token?: string;
  /** A secret of this connection. */
  connectionId: string;
  state: SessionState;
  conversationId?: string;
  onlineCount: number;
  resumeWindowMs: number;
  heartbeatMs: number;
  unread?: { conversationId: string; count: number }[];
}

export interface Conversation {
  conversationId: string;
  kind: "stranger";
  partnerId: string;
  partnerName?: string;
  lastMessage?: StoredMessage;
  unread: number;
  endedAt?: number;
}

export interface Waiting {
  state: "waiting";
  since: number;
}

export interface Idle {
  state: "idle";
}

export interface Sent {
  id: string;
  sequence: number;
  sentAt: number;
}

type Nothing = Record<string, never>;

/** What is sent with each command, and what its acknowledgement holds. */
export interface Commands {
  hello: [{ token?: string; name?: string; resume?: Resume }, Session];
  ping: [Nothing, Nothing];
  "join-queue": [{ interests?: string[] }, Waiting];
  "leave-queue": [Nothing, Idle];
  "send-message": [
    { conversationId: string; id: string } & ({ type: "text"; body: string } | { type: "image"; uploadId: string }),
    Sent,
  ];
  typing: [{ conversationId: string; typing: boolean }, Nothing];
  read: [Place, Nothing];
  next: [{ conversationId: string; interests?: string[] }, Waiting];
  "leave-conversation": [{ conversationId: string }, Idle];
  history: [{ conversationId: string } & HistoryRange, { messages: StoredMessage[]; more: boolean }];
  conversations: [ConversationsRange, { conversations: Conversation[]; nextCursor?: string }];
  "request-upload": [
    { contentType: ImageType; size: number; sha256?: string },
    { uploadId: string; uploadUrl: string; headers: Record<string, string>; expiresAt: number },
  ];
  "complete-upload": [{ uploadId: string }, Upload];
}

export type HistoryRange = { limit?: number } & (
  | { before?: number; after?: undefined }
  | { before?: undefined; after?: number }
);

export interface ConversationsRange {
  before?: string;
  limit?: number;
}

export interface Upload {
  uploadId: string;
  url: string;
}

/** What the server tells. */
export interface Events {
  session: Session;
  matched: { conversationId: string; partnerId: string; partnerName?: string; sharedInterests: string[] };
  "receive-message": Message;
  "partner-typing": { conversationId: string; typing: boolean };
  "message-read": Place;
  "partner-disconnected": { conversationId: string; until: number };
  "partner-reconnected": { conversationId: string };
  "conversation-ended": { conversationId: string; reason: "left" | "next" | "expired" | "banned" | "state-lost" };
  rejoined: {
    conversationId: string;
    partnerId: string;
    partnerName?: string;
    partnerOnline: boolean;
    messages: StoredMessage[];
    truncated: boolean;
  };
  "online-count": { count: number };
  "session-replaced": Nothing;
  "server-draining": { reconnectAfterMs: number };
  "service-degraded": { component: string; retryAfterMs: number };
  "service-restored": { component: string };
  error: ErrorData;
}

export type Status =
  | { state: "connecting"; attempt: number; error?: TandemError }
  | { state: "online"; transport: Transport }
  | { state: "offline"; code: number; retryInMs: number }
  /** It does not come back by itself: closed with 45xx, or refused for good. */
  | { state: "stopped"; code?: number; error?: TandemError }
  | { state: "closed" };

/** What the client itself tells. */
export interface ClientEvents {
  status: Status;
  /** The token of the moment, to be kept; undefined where it counts no more. */
  token: string | undefined;
  /** A command is tried again later. */
  retrying: { event: keyof Commands; error: TandemError; inMs: number };
}

export type AllEvents = Events & ClientEvents;

export interface TandemOptions {
  /** Of the gateway, such as `https://chat.example.org`; by default where the page came from. */
  url?: string;
  /** Who this is; without one a guest is made. */
  token?: string;
  /** 1–32 characters, shown to partners. */
  name?: string;
  /**
   * Where to begin, or a function that always knows. Without a function the client keeps count itself, and tells no message twice; with
   * one, the application does, and everything is told as it comes.
   */
  resume?: Resume | (() => Resume | undefined);
  /** Asked when the token is refused or has expired, for 10 s; without it, a new guest. */
  freshToken?: () => Promise<string | undefined> | string | undefined;
  /** The preferred one first; by default `["websocket", "sse"]`. */
  transports?: Transport[];
  /** Where the platform has none. */
  WebSocket?: unknown;
  /** How many commands may wait, by default 1,000; more fail as `queue-full`. */
  maxQueued?: number;
  /** After how long a WebSocket is tried while a stream carries, by default 60,000; then ever more rarely, up to 32 times that. */
  improveAfterMs?: number;
}

export interface UploadOptions {
  signal?: AbortSignal;
  /** The part that has left, from 0 to 1. */
  onProgress?: (part: number) => void;
}

export class Tandem {
  constructor(options?: TandemOptions);

  /** Whether there is a session at the moment. */
  readonly ready: boolean;
  /** Whether it will not come back by itself. */
  readonly stopped: boolean;
  readonly transport: Transport | null;
  /** Where to resume, to be kept over a reload. */
  readonly position: Resume | undefined;

  /** Listens; returns how to stop. */
  on<Name extends keyof AllEvents>(name: Name, listener: (data: AllEvents[Name]) => void): () => void;
  on(name: "*", listener: (name: keyof AllEvents, data: unknown) => void): () => void;

  connect(): void;
  wake(): void;
  close(): void;

  joinQueue(interests?: string[]): Promise<Waiting>;
  leaveQueue(): Promise<Idle>;
  next(conversationId: string, interests?: string[]): Promise<Waiting>;
  leaveConversation(conversationId: string): Promise<Idle>;
  sendText(conversationId: string, body: string, id?: string): Promise<Sent>;
  sendImage(conversationId: string, uploadId: string, id?: string): Promise<Sent>;
  upload(blob: Blob, options?: UploadOptions): Promise<Upload>;
  typing(conversationId: string, typing: boolean): Promise<Nothing>;
  read(conversationId: string, sequence: number): Promise<Nothing>;
  history(conversationId: string, range?: HistoryRange): Promise<Commands["history"][1]>;
  conversations(range?: ConversationsRange): Promise<Commands["conversations"][1]>;

  /** In order, kept while there is no connection, repeated until it is answered for good. */
  perform<Name extends keyof Commands>(event: Name, data?: Commands[Name][0]): Promise<Commands[Name][1]>;
  /** One try, now. */
  ask<Name extends keyof Commands>(event: Name, data?: Commands[Name][0], withinMs?: number): Promise<Commands[Name][1]>;
}

/** A random UUID, also where the page came without TLS. */
export function randomId(): string;

/** How long to wait before this attempt, in milliseconds: full jitter below a cap that doubles from 1 s to 30 s. */
export function backoff(attempt: number, random?: () => number): number;
