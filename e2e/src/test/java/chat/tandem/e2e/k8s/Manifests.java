package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A set of objects that is applied together.
 *
 * @param name where they come from
 * @param objects all of them
 */
record Manifests(String name, List<HasMetadata> objects) {

    Manifests {
        objects = List.copyOf(objects);
    }

    /** The dev overlay as it is written, and as kubectl renders it where that is installed. */
    static Stream<Manifests> all() {
        return Stream.concat(Stream.of(Folder.written()), Folder.rendered().stream());
    }

    /** The same, and the example of another environment, with secrets as a developer makes them. */
    static Stream<Manifests> everywhere() {
        return Stream.concat(all(), Folder.example().stream());
    }

    /** Those of one kind. */
    <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The one of a kind and name; nothing if there is none. */
    <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        return all(kind).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst();
    }

    /** Whatever makes pods. */
    List<Workload> workloads() {
        return Stream.of(
                        all(Deployment.class).stream()
                                .map(it -> new Workload(it, it.getSpec().getTemplate())),
                        all(StatefulSet.class).stream()
                                .map(it -> new Workload(it, it.getSpec().getTemplate())),
                        all(Job.class).stream()
                                .map(it -> new Workload(it, it.getSpec().getTemplate())))
                .flatMap(workloads -> workloads)
                .toList();
    }

    /** Those that run Tandem itself, and not a store. */
    List<Workload> tandem() {
        var own = workloads().stream().filter(Workload::isTandem).toList();
        assertThat(own).hasSize(5);
        return own;
    }

    /** The four that serve, without the migration. */
    List<Workload> services() {
        return tandem().stream()
                .filter(workload -> workload.owner() instanceof Deployment)
                .toList();
    }

    /** What a ConfigMap holds. */
    Map<String, String> settings(String configMap) {
        return find(ConfigMap.class, configMap)
                .map(ConfigMap::getData)
                .orElseThrow(() -> new AssertionError("no ConfigMap " + configMap));
    }

    /** What a Secret holds, in clear. */
    Map<String, String> secrets(String secret) {
        var found = find(Secret.class, secret).orElseThrow(() -> new AssertionError("no Secret " + secret));
        var values = new TreeMap<String, String>();
        if (found.getStringData() != null) {
            values.putAll(found.getStringData());
        }
        if (found.getData() != null) {
            found.getData().forEach((key, encoded) -> values.put(key, decoded(encoded)));
        }
        return values;
    }

    private static String decoded(String encoded) {
        return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name;
    }
}
