package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.ops.Metric;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What kubectl makes of the folder; skipped where it is missing. */
class RenderingTest {

    private static Manifests base;
    private static Manifests dev;
    private static Manifests example;

    @BeforeAll
    static void render() {
        var kubectl = Folder.kubectl();
        base = Folder.render(kubectl, "base");
        dev = Folder.render(kubectl, Folder.DEV);
        example = Folder.render(kubectl, Folder.EXAMPLE);
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

    @Test
    void theExampleTakesItsImagesFromARegistryAndHasNoSecret() {
        assertThat(example.all(Secret.class)).isEmpty();
        assertThat(example.tandem())
                .extracting(workload -> workload.container().getImage())
                .allMatch(image -> image.startsWith("registry.example.org/tandem/tandem-"));
    }

    @Test
    void theExampleReachesItsStoresOutside() {
        assertThat(reaching("10.20.0.0/24", 6379)).containsExactly("gateway", "matcher", "media", "persistence");
        assertThat(reaching("10.20.1.0/24", 5432)).containsExactly("migrate", "persistence");
    }

    private static List<String> reaching(String addresses, int port) {
        return example.all(NetworkPolicy.class).stream()
                .filter(policy -> policy.getSpec().getEgress().stream()
                        .filter(rule -> rule.getTo().stream().anyMatch(to -> isOf(addresses, to)))
                        .anyMatch(rule -> rule.getPorts().stream()
                                .allMatch(to -> to.getPort().getIntVal() == port)))
                .map(policy -> policy.getMetadata().getName().replace("tandem-", ""))
                .sorted()
                .toList();
    }

    private static boolean isOf(String addresses, NetworkPolicyPeer peer) {
        return peer.getIpBlock() != null && addresses.equals(peer.getIpBlock().getCidr());
    }

    @Test
    void theExampleScalesItsGatewaysByTheirClients() {
        var scaler =
                example.find(HorizontalPodAutoscaler.class, "tandem-gateway").orElseThrow();
        assertThat(scaler.getSpec().getMetrics())
                .filteredOn(metric -> metric.getPods() != null)
                .extracting(metric -> metric.getPods().getMetric().getName())
                .containsExactly(Metric.CONNECTIONS.exported());
        assertThat(scaler.getSpec().getMinReplicas()).isGreaterThanOrEqualTo(12);
    }
}
