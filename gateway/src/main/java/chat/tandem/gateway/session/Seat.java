package chat.tandem.gateway.session;

import chat.tandem.common.state.Owner;
import chat.tandem.common.state.ShardState;
import chat.tandem.gateway.shard.Tenure;

/**
 * The session that a connection holds.
 *
 * @param owner the user and the connection's secret id
 * @param tenure the gateway's stay in the user's shard during which the session was taken
 */
record Seat(Owner owner, Tenure tenure) {
    String user() {
        return owner.user();
    }

    ShardState state() {
        return tenure.state();
    }
}
