package chat.tandem.gateway;

import chat.tandem.common.service.ServiceMain;

/** {@code java -jar tandem-gateway.jar}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(args, new GatewayService());
    }
}
