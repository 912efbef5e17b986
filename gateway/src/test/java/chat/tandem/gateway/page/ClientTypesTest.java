package chat.tandem.gateway.page;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.protocol.ClientCommand;
import chat.tandem.common.protocol.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The types that the client for JavaScript declares are those of the protocol: none is missing, and none is made up. */
class ClientTypesTest {
    private static final Path TYPES = Path.of("../client/tandem.d.ts");
    private static final Path PROTOCOL = Path.of("../docs/PROTOCOL.md");
    private static final Path PACKAGE = Path.of("../client/package.json");
    private static final Path PROJECT = Path.of("../pom.xml");

    private static String between(Path file, String start, String end) throws IOException {
        String text = Files.readString(file);
        int from = text.indexOf(start);
        assertThat(from).as("%s in %s", start, file).isNotNegative();
        return text.substring(from + start.length(), text.indexOf(end, from + start.length()));
    }

    private static Set<String> all(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(toCollection(TreeSet::new));
    }

    /** The names of an interface's own fields: those of what is inside them stand further to the right. */
    private static Set<String> fields(String type) throws IOException {
        return all("^  \"?([a-z-]+)\"?:", between(TYPES, "export interface " + type + " {\n", "\n}"));
    }

    private static Stream<Class<?>> commands(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(ClientTypesTest::commands);
    }

    private static String kebab(Class<?> record) {
        return record.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void everyCommandIsDeclared() throws IOException {
        assertThat(fields("Commands"))
                .isEqualTo(commands(ClientCommand.class)
                        .map(ClientTypesTest::kebab)
                        .collect(toCollection(TreeSet::new)));
    }

    @Test
    void everyEventIsDeclared() throws IOException {
        Set<String> documented = new TreeSet<>(Set.of("session"));
        String table = between(PROTOCOL, "## Events\n", "\n## ");
        table.lines()
                .map(line -> line.split("\\|", -1))
                .filter(cells -> cells.length > 2)
                .forEach(cells -> documented.addAll(all("`([a-z-]+)`", cells[1])));
        assertThat(fields("Events")).isEqualTo(documented);
    }

    @Test
    void everyErrorIsDeclared() throws IOException {
        assertThat(all("\"([a-z-]+)\"", between(TYPES, "export type ErrorCode =", ";")))
                .isEqualTo(
                        Arrays.stream(ErrorCode.values()).map(ErrorCode::code).collect(toCollection(TreeSet::new)));
    }

    @Test
    void thePackageHasTheVersionAndTheLicenceOfTheProject() throws IOException {
        assertThat(between(PACKAGE, "\"version\": \"", "\""))
                .isEqualTo(between(PROJECT, "<artifactId>tandem</artifactId>\n  <version>", "</version>"));
        assertThat(Path.of("../client/LICENSE")).hasSameTextualContentAs(Path.of("../LICENSE"));
    }
}
