package chat.tandem.gateway;

import org.junit.jupiter.api.Nested;

/** What clients rely on holds in the configuration in which a gateway is deployed, too. */
class ProductionTest {

    @Nested
    class Transport extends TransportTest {
        @Override
        Configuration configuration() {
            return Configuration.PRODUCTION.ofTwoShards();
        }
    }

    @Nested
    class HttpContract extends HttpContractTest {
        @Override
        Configuration configuration() {
            return Configuration.PRODUCTION;
        }
    }

    @Nested
    class BadInput extends BadInputTest {
        @Override
        Configuration configuration() {
            return Configuration.PRODUCTION;
        }
    }

    @Nested
    class Conversation extends ConversationTest {
        @Override
        Configuration configuration() {
            return Configuration.PRODUCTION;
        }
    }

    @Nested
    class SocketIo extends SocketIoTest {
        @Override
        Configuration configuration() {
            return Configuration.PRODUCTION;
        }
    }

    @Nested
    class Stream extends StreamTest {
        @Override
        Configuration configuration() {
            return Configuration.PRODUCTION;
        }
    }
}
