package chat.tandem.common.state;

/**
 * Who acts: a user through one connection.
 *
 * @param user the user's id
 * @param connection the connection's secret id: only the one that holds the session may act
 * @param beliefs the keys that this connection's scripts touched lately
 */
public record Owner(String user, String connection, Beliefs beliefs) {}
