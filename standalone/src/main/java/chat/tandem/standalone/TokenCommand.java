package chat.tandem.standalone;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.service.ExitCode;
import chat.tandem.common.service.RefusedException;
import chat.tandem.common.service.ServiceMain;
import chat.tandem.gateway.token.TokenSettings;
import chat.tandem.gateway.token.Tokens;
import chat.tandem.standalone.store.EnvironmentFile;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a token that the Tandem of a data folder takes: to try what needs a role. */
@Command(name = "token", mixinStandardHelpOptions = true, description = "Prints a token, to try what needs a role.")
final class TokenCommand implements Callable<Integer> {

    @Option(names = "--role", required = true, description = "A role, such as moderator; may be given again.")
    private List<String> roles = List.of();

    @Option(names = "--user", paramLabel = "UUID", description = "Whose token it is (a new user's).")
    private UUID user = UUID.randomUUID();

    @Option(names = "--data", paramLabel = "FOLDER", description = "Where that Tandem keeps everything (./data).")
    private Path data = Path.of("data");

    @Override
    public Integer call() throws IOException {
        String secret = EnvironmentFile.in(data)
                .before("TANDEM_TOKEN_SECRET")
                .orElseThrow(() -> new RefusedException("nothing has been started in " + data + " yet"));
        TokenSettings settings = TokenSettings.read(SettingsReader.of(Map.of("TANDEM_TOKEN_SECRET", secret)));
        Vertx vertx = ServiceMain.vertx();
        try {
            System.out.println(new Tokens(vertx, settings).issue(user.toString(), null, roles));
            return ExitCode.STOPPED;
        } finally {
            vertx.close().await();
        }
    }
}
