package chat.tandem.standalone;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.config.KnownSettings;
import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.log.LogSettings;
import chat.tandem.common.service.ServiceDefinition;
import chat.tandem.common.service.ServiceMain;
import chat.tandem.gateway.GatewayService;
import chat.tandem.matcher.MatcherService;
import chat.tandem.media.MediaService;
import chat.tandem.persistence.PersistenceService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of settings in {@code docs/OPERATIONS.md} says what the code does. */
class SettingsTableTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(TANDEM_\\w+)` \\| (.*?) \\| (.*?) \\| .+ \\|$");
    private static final List<ServiceDefinition<?>> SERVICES =
            List.of(new GatewayService(), new MatcherService(), new PersistenceService(), new MediaService());

    /** What nothing can start without. */
    private static final Map<String, String> NEEDED = Map.of(
            "TANDEM_TOKEN_SECRET", "k1:0123456789abcdef0123456789abcdef",
            "TANDEM_POSTGRES_URL", "postgresql://user:password@host/database",
            "TANDEM_S3_BUCKET", "tandem",
            "TANDEM_S3_ACCESS_KEY", "tandem",
            "TANDEM_S3_SECRET_KEY", "tandem");

    private record Row(String fallback, String services) {}

    private final Map<String, Row> table = table();

    private static Map<String, Row> table() {
        try {
            Map<String, Row> rows = new TreeMap<>();
            Matcher row = ROW.matcher(Files.readString(Path.of("../docs/OPERATIONS.md")));
            while (row.find()) {
                rows.put(row.group(1), new Row(row.group(2), row.group(3)));
            }
            return rows;
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }

    private Row row(String key) {
        return Objects.requireNonNull(table.get(key), key + " is missing in docs/OPERATIONS.md");
    }

    /** What a service reads, with the values that it goes by where nothing is set. */
    private static Map<String, String> read(ServiceDefinition<?> service) {
        SettingsReader reader = SettingsReader.of(NEEDED);
        Object ignored = service.settings(reader);
        assertThat(ignored).isNotNull();
        service.ops(reader);
        assertThat(ServiceMain.drain(reader)).isPositive();
        assertThat(LogSettings.read(reader)).isNotNull();
        return new TreeMap<>(reader.shown());
    }

    @Test
    void everySettingIsInTheTableAndNothingElse() {
        Set<String> known = new TreeSet<>(KnownSettings.PLAIN);
        known.addAll(KnownSettings.SECRET);

        assertThat(table.keySet()).containsExactlyElementsOf(known);
    }

    @Test
    void everyDefaultIsTheOneThatTheCodeGoesBy() {
        for (ServiceDefinition<?> service : SERVICES) {
            read(service).forEach((key, value) -> {
                String fallback = row(key).fallback();
                if (!NEEDED.containsKey(key) && !fallback.startsWith("(")) {
                    assertThat(fallback).as(key).isEqualTo(value.isEmpty() ? "–" : "`" + value + "`");
                }
            });
        }
    }

    @Test
    void theTableSaysWhichServiceReadsASetting() {
        Map<String, Set<String>> readers = new TreeMap<>();
        for (ServiceDefinition<?> service : SERVICES) {
            read(service)
                    .keySet()
                    .forEach(key -> readers.computeIfAbsent(key, ignored -> new TreeSet<>())
                            .add(service.name()));
        }
        readers.forEach((key, services) -> assertThat(row(key).services())
                .as(key)
                .isEqualTo(
                        services.size() == SERVICES.size()
                                ? "all"
                                : services.stream().collect(joining(", "))));
    }
}
