package chat.tandem.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultTest {

    @ParameterizedTest
    @CsvSource({
        "08006, AWAY",
        "08001, AWAY",
        "28P01, AWAY",
        "3D000, AWAY",
        "53300, AWAY",
        "53100, AWAY",
        "57P01, AWAY",
        "57P02, AWAY",
        "57P03, AWAY",
        "58030, AWAY",
        "25006, AWAY",
        "55000, AWAY",
        "40001, PASSING",
        "40P01, PASSING",
        "55P03, LOCKED",
        "42501, PASSING",
        "42P01, PASSING",
        "XX000, PASSING",
        "57014, SLOW",
        "22021, ROWS",
        "22008, ROWS",
        "23502, ROWS",
        "54000, ROWS"
    })
    void theSqlstateSaysWhoseFaultItIs(String state, Fault fault) {
        assertThat(Fault.of(new PgException("words", "ERROR", state, null))).isEqualTo(fault);
    }

    @Test
    void aCheckWithoutANameIsAMissingPartition() {
        assertThat(Fault.of(new PgException("words", "ERROR", "23514", null))).isEqualTo(Fault.PARTITION);
    }

    @Test
    void whatIsNoAnswerOfPostgresIsItsAbsence() {
        assertThat(Fault.of(new ConnectException())).isEqualTo(Fault.AWAY);
        assertThat(Fault.of(new TimeoutException())).isEqualTo(Fault.AWAY);
        assertThat(Fault.of(VertxException.noStackTrace("closed"))).isEqualTo(Fault.AWAY);
    }

    @Test
    void whatTheDriverCannotSendIsTheRowsOwnFault() {
        assertThat(Fault.of(new ArithmeticException())).isEqualTo(Fault.ROWS);
        assertThat(Fault.of(new UnsendableRowsException(new IllegalStateException("no statement"))))
                .isEqualTo(Fault.ROWS);
    }
}
