package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A kustomization as it is written, for machines without kubectl: its files, those of its bases, and what its generators
 * will make, under the names without a hash. Patches are not applied.
 */
final class Kustomization {

    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "namespace", "resources", "configMapGenerator", "secretGenerator", "patches");

    private final List<HasMetadata> files = new ArrayList<>();
    private final Map<String, Map<String, String>> settings = new TreeMap<>();
    private final Map<String, Map<String, String>> secrets = new TreeMap<>();

    private Kustomization() {}

    /** Everything that comes of a folder. */
    static List<HasMetadata> objects(Path folder) {
        var all = new Kustomization();
        all.read(folder);
        var objects = new ArrayList<>(all.files);
        all.settings.forEach((name, values) -> objects.add(new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(values)
                .build()));
        all.secrets.forEach((name, values) -> objects.add(new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withStringData(values)
                .build()));
        return objects;
    }

    private void read(Path folder) {
        JsonNode written =
                StrictYaml.documents(text(folder.resolve("kustomization.yaml"))).getFirst();
        assertThat(written.fieldNames()).toIterable().as(folder.toString()).isSubsetOf(KNOWN);
        written.path("resources").forEach(resource -> resource(folder.resolve(resource.asText())));
        written.path("configMapGenerator").forEach(generator -> generate(folder, generator, settings));
        written.path("secretGenerator").forEach(generator -> generate(folder, generator, secrets));
    }

    private void resource(Path place) {
        if (Files.isDirectory(place)) {
            read(place);
        } else {
            files.addAll(StrictYaml.objects(text(place)));
        }
    }

    private static void generate(Path folder, JsonNode generator, Map<String, Map<String, String>> into) {
        String name = generator.path("name").asText();
        assertThat(into.containsKey(name))
                .as(name)
                .isEqualTo(generator.path("behavior").asText().equals("merge"));
        var values = into.computeIfAbsent(name, missing -> new TreeMap<>());
        generator.path("literals").forEach(line -> assign(line.asText(), values));
        generator
                .path("envs")
                .forEach(file -> text(folder.resolve(file.asText())).lines().forEach(line -> assign(line, values)));
    }

    private static void assign(String line, Map<String, String> values) {
        int equals = line.indexOf('=');
        values.put(line.substring(0, equals), line.substring(equals + 1));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
