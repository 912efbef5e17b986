package chat.tandem.e2e.write;

import java.util.List;

/** A way to store messages. */
interface Way {

    /** For the table. */
    String name();

    /** Makes ready what is not measured; what it returns stores all of them, and returns when all are committed. */
    Storing of(List<Row> rows);

    /** Stores, and returns when all is committed. */
    @FunctionalInterface
    interface Storing {
        void run() throws Exception;
    }
}
