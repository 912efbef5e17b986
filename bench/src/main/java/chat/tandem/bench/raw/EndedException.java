package chat.tandem.bench.raw;

import java.io.IOException;

/** The server ended a connection, or an attempt to open one, in a way that is counted already. */
public final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;

    EndedException(String how) {
        super(how);
    }
}
