package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The restricted standard of pod security, by its rules, and what we ask beyond it. */
@ParameterizedClass
@MethodSource("chat.tandem.e2e.k8s.Manifests#all")
class PodSecurityTest {

    private final Manifests manifests;

    PodSecurityTest(Manifests manifests) {
        this.manifests = manifests;
    }

    @Test
    void theNamespaceRefusesWhatIsNotRestricted() {
        assertThat(manifests.all(Namespace.class))
                .singleElement()
                .satisfies(namespace -> assertThat(namespace.getMetadata().getLabels())
                        .containsEntry("pod-security.kubernetes.io/enforce", "restricted"));
    }

    @Test
    void nobodyIsRoot() {
        for (var workload : manifests.workloads()) {
            var security = workload.pod().getSecurityContext();
            assertThat(security.getRunAsNonRoot()).as(workload.toString()).isTrue();
            assertThat(security.getRunAsUser()).as(workload.toString()).isPositive();
            assertThat(security.getRunAsGroup()).as(workload.toString()).isPositive();
            assertThat(security.getSeccompProfile().getType())
                    .as(workload.toString())
                    .isEqualTo("RuntimeDefault");
            assertThat(workload.container().getSecurityContext().getRunAsUser()).isNull();
            assertThat(workload.container().getSecurityContext().getRunAsNonRoot())
                    .isNull();
        }
    }

    @Test
    void nobodyHasOrGainsRights() {
        for (var workload : manifests.workloads()) {
            var security = workload.container().getSecurityContext();
            assertThat(security.getAllowPrivilegeEscalation())
                    .as(workload.toString())
                    .isFalse();
            assertThat(security.getPrivileged()).as(workload.toString()).isNull();
            assertThat(security.getCapabilities().getDrop())
                    .as(workload.toString())
                    .containsExactly("ALL");
            assertThat(security.getCapabilities().getAdd())
                    .as(workload.toString())
                    .isEmpty();
        }
    }

    @Test
    void nobodyWritesBesideItsVolumesAndThoseHaveABound() {
        for (var workload : manifests.workloads()) {
            assertThat(workload.container().getSecurityContext().getReadOnlyRootFilesystem())
                    .as(workload.toString())
                    .isTrue();
            assertThat(workload.pod().getVolumes())
                    .as(workload.toString())
                    .allMatch(volume ->
                            volume.getEmptyDir() != null && volume.getEmptyDir().getSizeLimit() != null);
        }
        for (var workload : manifests.tandem()) {
            assertThat(workload.container().getVolumeMounts())
                    .as(workload.toString())
                    .anyMatch(mount -> mount.getMountPath().equals("/tmp"));
        }
    }

    @Test
    void nobodySharesAnythingWithTheNode() {
        for (var workload : manifests.workloads()) {
            var pod = workload.pod();
            assertThat(List.of(
                            pod.getHostNetwork() == null,
                            pod.getHostPID() == null,
                            pod.getHostIPC() == null,
                            pod.getContainers().size() == 1,
                            pod.getInitContainers().isEmpty()))
                    .as(workload.toString())
                    .containsOnly(true);
            assertThat(workload.container().getPorts())
                    .as(workload.toString())
                    .allMatch(port -> port.getHostPort() == null);
        }
    }

    @Test
    void nobodyMaySpeakToTheCluster() {
        assertThat(manifests.workloads())
                .allMatch(workload -> Boolean.FALSE.equals(workload.pod().getAutomountServiceAccountToken()));
        assertThat(manifests.all(ServiceAccount.class))
                .isNotEmpty()
                .allMatch(account -> Boolean.FALSE.equals(account.getAutomountServiceAccountToken()));
    }
}
