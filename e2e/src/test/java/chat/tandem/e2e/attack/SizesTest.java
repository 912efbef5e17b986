package chat.tandem.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {
    private static final Pattern OPTIONS = Pattern.compile("name: JDK_JAVA_OPTIONS\\s+value: (.*)");
    private static final Pattern FLAG = Pattern.compile("<jvmFlag>(-XX.*)</jvmFlag>");

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "matcher", "media", "persistence"})
    void everyServiceIsAttackedAtTheSizeOfItsManifest(String service) throws IOException {
        var manifest = OPTIONS.matcher(Files.readString(Path.of("../k8s/base", service + ".yaml")));
        assertThat(manifest.find()).isTrue();
        assertThat(Sizes.OPTIONS.get(service)).isEqualTo(manifest.group(1).strip());
    }

    @Test
    void everyServiceIsAttackedWithTheOptionsOfItsImage() throws IOException {
        assertThat(FLAG.matcher(Files.readString(Path.of("../pom.xml")))
                        .results()
                        .map(flag -> flag.group(1)))
                .containsExactlyElementsOf(Sizes.IMAGE);
    }
}
