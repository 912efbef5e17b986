package chat.tandem.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.tandem.testing.Described;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The documents of events keep to the schema that the makers of AsyncAPI publish, which comes from npm. */
class AsyncApiSchemaIT {
    private static final Path SOURCE = Path.of("src/test/node");
    private static final Path WORK = Path.of("target/node");
    private static final Path SCHEMA = WORK.resolve("node_modules/@asyncapi/specs/schemas/3.0.0.json");

    private static Validator asyncApi;

    @BeforeAll
    static void fetch() throws IOException, InterruptedException {
        Files.createDirectories(WORK);
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(SOURCE.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        boolean there = Files.exists(SCHEMA) || installed();
        if (!there) {
            System.err.println("SKIPPED: the schema of AsyncAPI, for npm is missing or could not install it");
        }
        assumeTrue(there, "npm");
        asyncApi = Validator.create(
                JsonSchema.of(new JsonObject(Files.readString(SCHEMA))),
                new JsonSchemaOptions()
                        .setBaseUri("tandem:/")
                        .setDraft(Draft.DRAFT7)
                        .setOutputFormat(OutputFormat.Basic));
    }

    private static boolean installed() throws InterruptedException {
        try {
            Process npm = new ProcessBuilder(
                            "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries", "1")
                    .directory(WORK.toFile().getAbsoluteFile())
                    .redirectErrorStream(true)
                    .redirectOutput(WORK.resolve("output.txt").toFile())
                    .start();
            boolean ended = npm.waitFor(2, TimeUnit.MINUTES);
            npm.destroyForcibly();
            return ended && npm.exitValue() == 0;
        } catch (IOException noNpm) {
            return false;
        }
    }

    private static void assertValid(JsonObject document) {
        OutputUnit judged = asyncApi.validate(document);
        assertThat(judged.getValid()).as("%s", judged.getErrors()).isTrue();
    }

    @Test
    void whatClientsSayAndHearIsAsyncApi() {
        assertValid(ContractDocuments.events());
    }

    @Test
    void whatGoesOverTheBusIsAsyncApi() {
        assertValid(Described.read(Path.of("../docs/asyncapi-bus.yaml")));
    }

    @Test
    void whatIsNotIsNoticed() {
        JsonObject broken = ContractDocuments.events();
        broken.getJsonObject("operations").getJsonObject("tell").put("action", "sing");
        assertThat(asyncApi.validate(broken).getValid()).isFalse();
    }
}
