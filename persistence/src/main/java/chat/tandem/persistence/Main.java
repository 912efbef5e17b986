package chat.tandem.persistence;

import chat.tandem.common.service.ServiceMain;

/** {@code java -jar tandem-persistence.jar}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(args, new PersistenceService());
    }
}
