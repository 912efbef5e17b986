/**
 * A whole Tandem in one thread and in virtual time: clients, gateways and matchers as small values around the real
 * scripts on a real Redis, everything drawn from one seed, and rules that are looked at after every event.
 */
@NullMarked
package chat.tandem.common.state.simulation;

import org.jspecify.annotations.NullMarked;
