package chat.tandem.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.gateway.limit.UnauthenticatedMemory.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnauthenticatedMemoryTest {
    private static final int MOST = (64 << 20) / UnauthenticatedMemory.CONNECTION_BYTES;

    private final UnauthenticatedMemory.Total total = new UnauthenticatedMemory.Total();
    private final List<String> ended = new ArrayList<>();
    private long now;
    private final UnauthenticatedMemory memory = new UnauthenticatedMemory(total, () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private List<Share> fill(int connections) {
        return IntStream.range(0, connections)
                .mapToObj(i -> {
                    assertThat(memory.admits()).isTrue();
                    return memory.open(() -> ended.add("connection " + i));
                })
                .toList();
    }

    @Test
    void noMoreAreLetInThanThereIsMemoryFor() {
        fill(MOST);
        assertThat(memory.admits()).isFalse();
        assertThat(ended).isEmpty();
        assertThat(total.bytes()).isEqualTo(64L << 20);
    }

    @Test
    void whoHasGoneWithoutASessionForLongestMakesRoom() {
        fill(MOST);
        pass(Duration.ofSeconds(2));
        assertThat(memory.admits()).isTrue();
        assertThat(ended).containsExactly("connection 0");
        memory.open(() -> ended.add("the new one"));
        assertThat(memory.admits()).isTrue();
        assertThat(ended).containsExactly("connection 0", "connection 1");
    }

    @Test
    void whoHasASessionMakesRoomAndStays() {
        List<Share> shares = fill(MOST);
        shares.getFirst().close();
        pass(Duration.ofMinutes(1));
        assertThat(memory.admits()).isTrue();
        assertThat(ended).isEmpty();
    }

    @Test
    void whatWaitsIsCharged() {
        List<Share> shares = fill(MOST / 2);
        Share share = shares.getFirst();
        assertThat(share.hold(32 << 20)).isTrue();
        assertThat(memory.admits()).isFalse();
        assertThat(shares.getLast().hold(1)).isFalse();
        share.free(32 << 20);
        assertThat(shares.getLast().hold(1)).isTrue();
        assertThat(memory.admits()).isTrue();
        shares.forEach(Share::close);
        assertThat(total.bytes()).isZero();
    }

    @Test
    void bodiesHaveAQuarterAtMost() {
        assertThat(memory.holdBody(16 << 20)).isTrue();
        assertThat(memory.holdBody(1)).isFalse();
        assertThat(memory.admits()).isTrue();
        memory.freeBody(16 << 20);
        fill(MOST);
        assertThat(memory.holdBody(1)).isFalse();
        assertThat(total.bytes()).isEqualTo(64L << 20);
    }

    @Test
    void nothingIsChargedAfterTheEnd() {
        Share share = memory.open(() -> {});
        share.hold(1_000);
        share.close();
        share.close();
        assertThat(share.hold(1 << 30)).isTrue();
        share.free(1_000);
        assertThat(total.bytes()).isZero();
    }

    @Test
    void theLoopsOfAProcessShareOneTotal() {
        UnauthenticatedMemory other = new UnauthenticatedMemory(total, () -> now);
        fill(MOST);
        pass(Duration.ofMinutes(1));
        assertThat(other.admits()).as("a loop ends its own connections only").isFalse();
    }
}
