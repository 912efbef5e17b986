/**
 * The state that processes share, in Redis, and the scripts that are alone allowed to touch it.
 *
 * <p>{@link chat.tandem.common.state.Keys} names the keys of a shard, {@link chat.tandem.common.state.Script} is one Lua
 * file with what its preamble declares, {@link chat.tandem.common.state.ScriptRunner} runs it. What they do for a client
 * is {@link chat.tandem.common.state.ShardState}, what they do about deadlines is
 * {@link chat.tandem.common.state.ShardUpkeep}.
 */
@NullMarked
package chat.tandem.common.state;

import org.jspecify.annotations.NullMarked;
