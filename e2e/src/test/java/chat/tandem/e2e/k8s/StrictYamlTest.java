package chat.tandem.e2e.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StrictYamlTest {

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata:
              name: front
            spec:
              ports:
                - port: 80
            """;

    @Test
    void anObjectOfTheModelIsRead() {
        assertThat(StrictYaml.objects(SERVICE + "---\n" + SERVICE)).hasSize(2);
    }

    @Test
    void aFieldThatTheModelDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> StrictYaml.objects(SERVICE + "      targetport: 8080\n"))
                .hasMessageContaining("targetport");
        assertThatThrownBy(() -> StrictYaml.objects(SERVICE + "  selectors: {}\n"))
                .hasMessageContaining("selectors");
        assertThatThrownBy(() -> StrictYaml.objects(SERVICE + "status: {}\nreplicas: 1\n"))
                .hasMessageContaining("replicas");
    }

    @Test
    void aValueOfTheWrongTypeIsRefused() {
        assertThatThrownBy(() -> StrictYaml.objects(SERVICE.replace("80", "eighty")))
                .hasMessageContaining("eighty");
    }

    @Test
    void aKeyTwiceIsRefused() {
        assertThatThrownBy(() -> StrictYaml.objects(SERVICE + "spec: {}\n")).hasMessageContaining("Duplicate");
    }

    @Test
    void aKindThatIsNotExpectedIsRefused() {
        assertThatThrownBy(() -> StrictYaml.objects(SERVICE.replace("v1", "v1beta1")))
                .hasMessageContaining("v1beta1 Service");
    }
}
