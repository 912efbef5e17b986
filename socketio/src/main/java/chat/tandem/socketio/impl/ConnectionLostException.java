package chat.tandem.socketio.impl;

/** The connection ended while a middleware thought about it: nobody is there to be let in. */
final class ConnectionLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConnectionLostException() {
        super("the connection is closed", null, false, false);
    }
}
