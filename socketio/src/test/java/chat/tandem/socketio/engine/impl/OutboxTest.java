package chat.tandem.socketio.engine.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox outbox = new Outbox(100);

    private static Packet packet(int size) {
        return new Packet.Text("4".repeat(size));
    }

    @Test
    void whatFitsTogetherIsTakenAtOnce() {
        outbox.offer(List.of(packet(5), packet(5)));

        assertThat(outbox.take(10)).containsExactly(packet(5), packet(5));
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.take(10)).isEmpty();
    }

    @Test
    void theOldestAreTakenUpToTheSizeAndTheOthersWait() {
        outbox.offer(List.of(packet(4), packet(6), packet(1), packet(9)));

        assertThat(outbox.take(10)).containsExactly(packet(4), packet(6));
        assertThat(outbox.take(10)).containsExactly(packet(1), packet(9));
    }

    @Test
    void onePacketIsTakenHoweverLargeItIsTheLastOneToo() {
        outbox.offer(List.of(packet(20), packet(30)));

        assertThat(outbox.take(10)).containsExactly(packet(20));
        assertThat(outbox.take(10)).containsExactly(packet(30));
        assertThat(outbox.isEmpty()).isTrue();
    }
}
