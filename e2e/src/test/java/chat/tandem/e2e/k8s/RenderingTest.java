package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What kubectl makes of the folder; skipped where it is missing. */
class RenderingTest {

    private static Manifests base;
    private static Manifests dev;

    @BeforeAll
    static void render() {
        var kubectl = Folder.kubectl();
        base = Folder.render(kubectl, "base");
        dev = Folder.render(kubectl, Folder.DEV);
    }

    private static List<String> names(Manifests manifests, Predicate<HasMetadata> which) {
        return manifests.objects().stream()
                .filter(which)
                .map(object ->
                        object.getKind() + " " + object.getMetadata().getName().replaceFirst("-[a-z0-9]{10}$", ""))
                .sorted()
                .toList();
    }

    @Test
    void theBaseIsRenderedAndHoldsNoSecret() {
        assertThat(base.all(Secret.class)).isEmpty();
        assertThat(base.tandem()).hasSize(5);
    }

    @Test
    void theDevOverlayIsRenderedAsItIsWritten() {
        assertThat(names(dev, object -> true)).isEqualTo(names(Folder.written(), object -> true));
    }

    /** What reads a setting at its start has to start anew when it changes. */
    @Test
    void aChangedSettingOrSecretRollsThePods() {
        assertThat(dev.objects())
                .filteredOn(object -> object instanceof ConfigMap || object instanceof Secret)
                .extracting(object -> object.getMetadata().getName())
                .hasSize(5)
                .allMatch(name -> name.matches("tandem-[a-z0-9]+-[a-z0-9]{10}"));
    }

    @Test
    void everythingOfTheOverlayIsInItsNamespace() {
        assertThat(dev.objects())
                .filteredOn(object -> !(object instanceof Namespace))
                .allMatch(object -> "tandem".equals(object.getMetadata().getNamespace()));
    }
}
