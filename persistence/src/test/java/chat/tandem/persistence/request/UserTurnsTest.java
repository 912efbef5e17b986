package chat.tandem.persistence.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserTurnsTest {
    private boolean free;
    private final UserTurns turns = new UserTurns(2, 3, () -> free);
    private final List<String> begun = new ArrayList<>();
    private final List<Promise<Void>> underWay = new ArrayList<>();

    private Optional<Future<Void>> ask(String user, String name) {
        return turns.carryOut(user, () -> {
            begun.add(name);
            Promise<Void> promise = Promise.promise();
            underWay.add(promise);
            return promise.future();
        });
    }

    @Test
    void theRequestsOfOneUserComeInTurnAndKeepNobodyElseWaiting() {
        List<Future<Void>> ofAnn = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            ofAnn.add(ask("ann", "ann " + i).orElseThrow());
        }
        Future<Void> ofBob = ask("bob", "bob 1").orElseThrow();
        assertThat(begun).containsExactly("ann 1", "ann 2", "bob 1");

        underWay.get(2).complete();
        underWay.get(1).complete();
        underWay.get(0).fail("away");

        assertThat(ofBob.succeeded()).isTrue();
        assertThat(begun).containsExactly("ann 1", "ann 2", "bob 1", "ann 3", "ann 4");
        assertThat(ofAnn.stream().filter(Future::isComplete)).hasSize(2);
        underWay.get(3).complete();
        underWay.get(4).complete();
        assertThat(begun).endsWith("ann 5");
        underWay.get(5).complete();
        assertThat(ofAnn).allMatch(Future::isComplete);
    }

    @Test
    void nobodyWaitsWhileThereArePlaces() {
        free = true;
        for (int i = 1; i <= 9; i++) {
            ask("ann", "ann " + i);
        }
        assertThat(begun).hasSize(9);

        free = false;
        ask("ann", "ann 10");
        underWay.get(0).complete();
        assertThat(begun).hasSize(9);
        for (int i = 1; i <= 7; i++) {
            underWay.get(i).complete();
        }
        assertThat(begun).endsWith("ann 10");
    }

    @Test
    void whoHasTooManyWaitingIsRefused() {
        for (int i = 1; i <= 5; i++) {
            assertThat(ask("ann", "ann " + i)).isPresent();
        }

        assertThat(ask("ann", "ann 6")).isEmpty();
        assertThat(ask("bob", "bob 1")).isPresent();

        underWay.get(0).complete();
        assertThat(ask("ann", "ann 7")).isPresent();
    }
}
