package chat.tandem.examples.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.tandem.common.bus.Delivery;
import chat.tandem.common.bus.EventEntry.Ended;
import chat.tandem.common.bus.EventEntry.Matched;
import chat.tandem.common.bus.EventEntry.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final long NOON = 1_700_000_000_000L / 86_400_000 * 86_400_000 + 43_200_000;

    @TempDir
    private Path folder;

    @Test
    void eachMinuteHasItsCountsByKind() throws IOException {
        Report report = Report.open(folder.resolve("report"));
        report.count("{0}", new Delivery<>("5-0", new Matched("c", "a", "b", NOON, List.of())));
        report.count("{0}", new Delivery<>("5-1", message(NOON + 59_999)));
        report.count("{0}", new Delivery<>("5-2", message(NOON + 60_000)));
        report.count("{1}", new Delivery<>("5-0", new Ended("d", "a", "b", NOON, "left")));

        assertThat(report.text().lines())
                .containsExactly(
                        "2023-11-14T12:00:00Z ended-left 1",
                        "2023-11-14T12:00:00Z matched 1",
                        "2023-11-14T12:00:00Z text 1",
                        "2023-11-14T12:01:00Z text 1",
                        "counted {0} 5-2",
                        "counted {1} 5-0");
    }

    @Test
    void whatComesAgainIsCountedOnceEvenAfterARestart() throws IOException {
        Path file = folder.resolve("report");
        String before = "2023-11-14T12:00:00Z text 2\ncounted {0} 10-0\n";
        Files.writeString(file, before);
        Report report = Report.open(file);

        report.count("{0}", new Delivery<>("9-7", message(NOON)));
        report.count("{0}", new Delivery<>("10-0", message(NOON)));
        assertThat(report.text()).isEqualTo(before);

        report.count("{0}", new Delivery<>("10-1", message(NOON)));
        assertThat(report.save(report.text())).hasContent("2023-11-14T12:00:00Z text 3\ncounted {0} 10-1\n");
    }

    @Test
    void theLastDayIsKept() throws IOException {
        Report report = Report.open(folder.resolve("report"));
        for (int minute = 0; minute <= 1_440; minute++) {
            report.count("{0}", new Delivery<>(minute + "-1", message(NOON + minute * 60_000L)));
        }
        assertThat(report.text().lines()).hasSize(1_441).first().isEqualTo("2023-11-14T12:01:00Z text 1");
    }

    @Test
    void aReportBelongsToOneProcess() throws IOException {
        Path file = folder.resolve("report");
        Report.open(file);
        assertThatThrownBy(() -> Report.open(file)).isInstanceOf(RuntimeException.class);
    }

    private static Message message(long at) {
        return new Message("c", 1, "a", "text", at, null);
    }
}
