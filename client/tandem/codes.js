/** The close codes that a client must know, and the one it gives a line of its own accord. */

export const DRAINING = 4000;
export const TOKEN_EXPIRED = 4004;
export const FLOODING = 4005;
export const REPLACED = 4500;
export const UNAUTHENTICATED = 4502;

/** Nothing is said about why, as when the network fails. */
export const LINE_DEAD = 1006;

/** The server said why: so it was the server that was reached, and not something between. */
export const isTandems = (code) => code >= 4000;

export const staysAway = (code) => code >= 4500 && code <= 4599;
