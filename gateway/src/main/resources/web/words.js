/** Everything the page says about what happened, in plain words. What others wrote is isolated in it. */

import { hasSomethingToSee, isolated } from "./text.js";

const ERRORS = {
  "rate-limited": "That was a little fast. Trying again in a moment.",
  disconnected: "There is no connection at the moment.",
  unavailable: "The service is catching its breath. Trying again in a moment.",
  internal: "Something went wrong on our side. Trying again in a moment.",
  "invalid-field": "That could not be accepted.",
  "too-large": "That is too long to send.",
  "wrong-state": "This conversation is already over.",
  "not-found": "That is not there any more.",
  "not-authenticated": "You need to sign in to chat here.",
  "invalid-token": "Your session is no longer valid.",
  forbidden: "You are not allowed to do that.",
  banned: "You can no longer use this service.",
};

const ENDINGS = {
  left: "{partner} left the conversation.",
  next: "{partner} moved on to somebody else.",
  expired: "The connection was lost for too long, so the conversation ended.",
  banned: "{partner} was removed from the service.",
  "state-lost": "A fault on our side ended this conversation. We are sorry.",
};

const STOPS = {
  4500: {
    title: "Tandem is open somewhere else",
    text: "You can chat in one window at a time, and another one has just taken over.",
    action: "Use it here",
    other: "Talk here as somebody new",
  },
  4501: { title: "You can no longer chat here", text: "Your access to this service was withdrawn." },
  4502: { title: "You are signed out", text: "Your session could not be confirmed.", action: "Try again" },
  4503: { title: "This page stumbled", text: "It sent something that the server did not understand.", action: "Reload" },
};

const NOT_SENT_IMAGES = {
  unavailable: "Pictures cannot be sent at the moment, only text.",
  internal: "Pictures cannot be sent at the moment, only text.",
  "upload-failed": "The upload did not get through.",
  "upload-rejected": "It was not accepted, perhaps it is damaged.",
  "not-found": "The upload was too long ago.",
  "invalid-field": "It was not accepted.",
};

const IMAGE_PROBLEMS = {
  "file-too-large": "That file is too large: a picture can have up to 50 MB.",
  "animation-too-large": "That animation is too large: it can have up to 10 MB.",
  "wrong-type": "That is not a picture that can be sent. JPEG, PNG, GIF and WebP can.",
  heic: "This browser cannot read HEIC photos. Save it as a JPEG, and try that.",
  unreadable: "That picture could not be read. It may be damaged.",
  "too-many": "Five pictures at a time are enough.",
};

/** In the place of what somebody said who has gone for good. */
export const ERASED_TEXT = "This message was deleted.";

/** Why a message of one's own was not sent. */
export function notSentText({ type, failed }) {
  if (type !== "image") {
    return errorText(failed);
  }
  return failed.code === "rate-limited" ? manyImagesText(failed.retryAfterMs) : NOT_SENT_IMAGES[failed.code] ?? errorText(failed);
}

function manyImagesText(retryAfterMs = 0) {
  const minutes = Math.max(1, Math.ceil(retryAfterMs / 60_000));
  return `You have sent many pictures. Wait ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
}

/** Why an image cannot be sent at all. */
export function imageProblemText(code) {
  return IMAGE_PROBLEMS[code] ?? IMAGE_PROBLEMS.unreadable;
}

export function errorText(error) {
  return ERRORS[error.code] ?? "Something went wrong.";
}

/** What the partner is called. */
export function partnerName({ partnerName }) {
  return named({ partnerName }) ? isolated(partnerName) : "Stranger";
}

/** A letter or sign for the partner's picture. */
export function initialOf({ partnerName }) {
  return [...(partnerName ?? "")].find(hasSomethingToSee)?.toUpperCase() ?? "S";
}

export function introText(conversation) {
  if (conversation.restored) {
    return "Fetching the conversation…";
  }
  if (conversation.hasEarlier) {
    return "";
  }
  const common = conversation.sharedInterests.length > 0 ? ` You both like ${listOf(conversation.sharedInterests)}.` : "";
  const partner = named(conversation) ? isolated(conversation.partnerName) : "a stranger";
  return conversation.ended === null ? `You are talking to ${partner}.${common} Say hello!` : `You talked to ${partner}.${common}`;
}

export function waitingText(interests, anybodyWillDo) {
  if (interests.length === 0) {
    return "This usually takes a few seconds.";
  }
  return anybodyWillDo
    ? "Nobody with your interests right now, so anybody will do."
    : `Somebody who likes ${listOf(interests)} would be best.`;
}

function named({ partnerName }) {
  return partnerName !== undefined && hasSomethingToSee(partnerName);
}

function listOf(interests) {
  return interests.map(isolated).join(", ");
}

export function endingText(reason, partner) {
  return (ENDINGS[reason] ?? "The conversation ended.").replace("{partner}", () => partner);
}

/** Why there is no connection any more and none will be tried. */
export function stopText({ code, error }) {
  if (error?.code === "banned") {
    return STOPS[4501];
  }
  return STOPS[code] ?? { title: "No connection", text: errorText(error ?? {}), action: "Try again" };
}

/** One line about the connection; empty when there is nothing to say. */
export function linkText(link, degraded) {
  if (link.state === "offline") {
    return "Connection lost. Reconnecting…";
  }
  if (link.state === "connecting" && link.error) {
    return "The service is busy. Trying again…";
  }
  if (link.state === "connecting" && link.attempt > 0) {
    return "Reconnecting…";
  }
  return degraded.size > 0 ? "The service has trouble at the moment. What you write is kept and sent when it is back." : "";
}

export function partnerText(conversation) {
  if (!conversation.partnerOnline) {
    return "Lost the connection, may come back";
  }
  const shared = conversation.sharedInterests;
  return shared.length > 0 ? `You share: ${listOf(shared)}` : "Connected";
}

export function onlineText(count) {
  return count === null ? "" : `${count.toLocaleString("en")} online`;
}
