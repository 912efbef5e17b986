package chat.tandem.media;

import chat.tandem.common.service.ServiceMain;

/** {@code java -jar tandem-media.jar}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(args, new MediaService());
    }
}
