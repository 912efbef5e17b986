package chat.tandem.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What operators watch Tandem with: the files in {@code dashboards}. */
final class Watching {
    private static final Path FOLDER = Path.of("../dashboards");
    private static final Pattern NAME = Pattern.compile("\\b(?:tandem|jvm|process|system)_[a-z0-9_]+");

    private Watching() {}

    static JsonNode dashboard() {
        return read(new ObjectMapper(), "tandem.json");
    }

    static JsonNode alerts() {
        return read(new YAMLMapper(), "alerts.yaml");
    }

    private static JsonNode read(ObjectMapper mapper, String file) {
        try {
            return mapper.readTree(Files.readString(FOLDER.resolve(file)));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** The names of all samples that the expressions of both ask for. */
    static Set<String> samples() {
        Set<String> names = new TreeSet<>();
        dashboard().findValuesAsText("expr").forEach(expression -> addNames(expression, names));
        alerts().findValuesAsText("expr").forEach(expression -> addNames(expression, names));
        return names;
    }

    private static void addNames(String expression, Set<String> names) {
        Matcher name = NAME.matcher(expression);
        while (name.find()) {
            names.add(name.group());
        }
    }
}
