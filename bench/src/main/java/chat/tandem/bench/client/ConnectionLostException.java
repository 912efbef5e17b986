package chat.tandem.bench.client;

/** The connection was closed before the answer came: whether the command was carried out is unknown. */
public final class ConnectionLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConnectionLostException(int closeCode) {
        super("closed with " + closeCode, null, false, false);
    }
}
