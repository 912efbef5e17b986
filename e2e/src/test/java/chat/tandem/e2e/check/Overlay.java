package chat.tandem.e2e.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A folder with a script or a class that was broken on purpose, to stand before the services' own. */
final class Overlay {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String SCRIPTS = "chat/tandem/common/state/";

    private final Path folder;

    Overlay(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** A script in which this text stands for that one. The text must be there, once. */
    Overlay script(String name, String from, String to) throws IOException {
        var source = ROOT.resolve("common/src/main/resources").resolve(SCRIPTS).resolve(name);
        var target = folder.resolve(SCRIPTS).resolve(name);
        Files.createDirectories(target.getParent());
        Files.writeString(target, replaced(source, from, to));
        return this;
    }

    /** A class of a module in which this text stands for that one. */
    Overlay type(String module, String name, String from, String to) throws IOException {
        var source = ROOT.resolve(module + "/src/main/java/" + name.replace('.', '/') + ".java");
        var errors = new StringWriter();
        var compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        errors,
                        null,
                        null,
                        List.of("-proc:none", "-nowarn", "-d", folder.toString(), "-cp", classPath()),
                        null,
                        List.of(new Source(name, replaced(source, from, to))))
                .call();
        assertThat(compiled).as(errors.toString()).isTrue();
        return this;
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String replaced(Path source, String from, String to) throws IOException {
        var text = Files.readString(source, StandardCharsets.UTF_8);
        assertThat(text.split(java.util.regex.Pattern.quote(from), -1))
                .as("%s holds once: %s", source, from)
                .hasSize(2);
        return text.replace(from, to);
    }

    /** A source that is in memory only. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
