package chat.tandem.matcher;

import chat.tandem.common.service.ServiceMain;

/** {@code java -jar tandem-matcher.jar}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(args, new MatcherService());
    }
}
