/**
 * The shard's scripts against a plain model of the same rules. The model is written from the rules and knows nothing of
 * Lua; a run draws steps from one seed, does each on a real Redis and on the model, and compares everything.
 */
@NullMarked
package chat.tandem.common.state.model;

import org.jspecify.annotations.NullMarked;
