package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may speak to whom. */
@ParameterizedClass
@MethodSource("chat.tandem.e2e.k8s.Manifests#all")
class NetworkTest {

    private static final String STORE = "tandem.chat/store";
    private static final String FROM = "tandem.chat/from";

    private final Manifests manifests;

    NetworkTest(Manifests manifests) {
        this.manifests = manifests;
    }

    private Stream<NetworkPolicy> of(Workload workload) {
        return manifests.all(NetworkPolicy.class).stream()
                .filter(policy -> workload.isSelectedBy(policy.getSpec().getPodSelector()));
    }

    private List<NetworkPolicyEgressRule> egress(Workload workload) {
        return of(workload)
                .flatMap(policy -> policy.getSpec().getEgress().stream())
                .toList();
    }

    private List<NetworkPolicyIngressRule> ingress(Workload workload) {
        return of(workload)
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .toList();
    }

    @Test
    void whatNoPolicyAllowsIsDenied() {
        assertThat(manifests.find(NetworkPolicy.class, "tandem-default-deny")).hasValueSatisfying(policy -> {
            assertThat(policy.getSpec().getPodSelector()).isEqualTo(new LabelSelector());
            assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
            assertThat(policy.getSpec().getIngress()).isEmpty();
            assertThat(policy.getSpec().getEgress()).isEmpty();
        });
    }

    @Test
    void noRuleIsOpenToEverybodyOrForEverything() {
        for (var workload : manifests.workloads()) {
            assertThat(egress(workload))
                    .as(workload.toString())
                    .allMatch(
                            rule -> !rule.getTo().isEmpty() && !rule.getPorts().isEmpty());
            assertThat(ingress(workload))
                    .as(workload.toString())
                    .allMatch(rule ->
                            !rule.getFrom().isEmpty() && !rule.getPorts().isEmpty());
        }
    }

    @Test
    void eachServiceReachesTheStoresOfItsOwnWorkAlone() {
        Map<String, Set<String>> expected = Map.of(
                "gateway", Set.of("redis"),
                "matcher", Set.of("redis"),
                "persistence", Set.of("redis", "postgres"),
                "media", Set.of("redis", "s3"),
                "migrate", Set.of("postgres"));
        for (var workload : manifests.tandem()) {
            assertThat(stores(workload)).as(workload.toString()).isEqualTo(expected.get(workload.component()));
        }
    }

    private Set<String> stores(Workload workload) {
        var stores = new HashSet<String>();
        egress(workload).stream()
                .flatMap(rule -> rule.getTo().stream())
                .filter(peer -> peer.getPodSelector() != null)
                .forEach(peer ->
                        stores.add(peer.getPodSelector().getMatchLabels().get(STORE)));
        return stores;
    }

    @Test
    void onlyMediaReachesWhatIsOutsideAndNothingInside() {
        for (var workload : manifests.tandem()) {
            var blocks = egress(workload).stream()
                    .flatMap(rule -> rule.getTo().stream())
                    .map(NetworkPolicyPeer::getIpBlock)
                    .filter(block -> block != null && !block.getCidr().endsWith("/32"))
                    .toList();
            if (workload.component().equals("media")) {
                assertThat(blocks)
                        .flatExtracting(IPBlock::getExcept)
                        .contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
                        .contains("fc00::/7", "fe80::/10");
            } else {
                assertThat(blocks).as(workload.toString()).isEmpty();
            }
        }
    }

    @Test
    void everyoneOfTandemFindsNames() {
        for (var workload : manifests.tandem()) {
            assertThat(egress(workload))
                    .as(workload.toString())
                    .anyMatch(rule -> rule.getPorts().stream()
                                    .allMatch(port -> port.getPort().getIntVal() == 53)
                            && rule.getPorts().size() == 2);
        }
    }

    @Test
    void clientsComeByTheIngressAndOnlyMonitoringSeesTheOperationsPort() {
        for (var service : manifests.services()) {
            var expected = service.component().equals("gateway")
                    ? Set.of("ingress http", "monitoring ops")
                    : Set.of("monitoring ops");
            assertThat(openings(service)).as(service.toString()).isEqualTo(expected);
        }
    }

    private Set<String> openings(Workload service) {
        var openings = new HashSet<String>();
        for (var rule : ingress(service)) {
            for (var peer : rule.getFrom()) {
                rule.getPorts()
                        .forEach(port -> openings.add(
                                peer.getNamespaceSelector().getMatchLabels().get(FROM) + " "
                                        + port.getPort().getStrVal()));
            }
        }
        return openings;
    }

    /** A connection needs both ends to allow it. */
    @Test
    void theStoresOfTheDevOverlayLetInWhoeverGoesToThem() {
        for (var store : manifests.workloads().stream()
                .filter(workload -> !workload.isTandem())
                .toList()) {
            var label = store.labels().get(STORE);
            assertThat(manifests.tandem().stream().filter(client -> admits(store, client)))
                    .as(store.toString())
                    .containsExactlyElementsOf(manifests.tandem().stream()
                            .filter(client -> stores(client).contains(label))
                            .toList());
        }
    }

    private boolean admits(Workload store, Workload client) {
        return ingress(store).stream()
                .flatMap(rule -> rule.getFrom().stream())
                .anyMatch(peer -> client.isSelectedBy(peer.getPodSelector()));
    }

    @Test
    void aStoreIsAskedAtThePortThatItListensOn() {
        for (var store : manifests.workloads().stream()
                .filter(workload -> !workload.isTandem())
                .toList()) {
            var label = store.labels().getOrDefault(STORE, "");
            var asked = manifests.tandem().stream()
                    .flatMap(client -> egress(client).stream())
                    .filter(rule -> rule.getTo().stream()
                            .anyMatch(peer -> peer.getPodSelector() != null
                                    && label.equals(peer.getPodSelector()
                                            .getMatchLabels()
                                            .get(STORE))))
                    .flatMap(rule -> rule.getPorts().stream())
                    .map(port -> port.getPort().getIntVal());
            assertThat(asked)
                    .as(label)
                    .isNotEmpty()
                    .allMatch(port -> store.port(label).orElseThrow().equals(port));
        }
    }
}
