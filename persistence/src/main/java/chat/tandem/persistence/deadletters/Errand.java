package chat.tandem.persistence.deadletters;

import chat.tandem.common.config.SettingsReader;
import chat.tandem.common.log.LogSettings;
import chat.tandem.common.log.Logs;
import chat.tandem.common.redis.RedisErrorException;
import chat.tandem.common.redis.RedisSettings;
import chat.tandem.common.redis.RedisUnavailableException;
import chat.tandem.common.service.ConfigOption;
import chat.tandem.common.service.ExitCode;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Mixin;

/** What the three commands share: settings, the way to Redis, and how they end. Needs no PostgreSQL. */
abstract class Errand implements Callable<Integer> {

    @Mixin
    private final ConfigOption config = new ConfigOption();

    /** Answers an exit code. */
    abstract int run(Shelves shelves) throws TimeoutException;

    @Override
    public Integer call() {
        SettingsReader reader = new SettingsReader(config.load());
        RedisSettings settings = RedisSettings.read(reader);
        Logs.begin(LogSettings.read(reader));
        try (Shelves shelves = Shelves.open(settings)) {
            return run(shelves);
        } catch (TimeoutException | RedisUnavailableException away) {
            System.err.println("dead-letters: Redis does not answer");
        } catch (RedisErrorException refused) {
            System.err.println("dead-letters: Redis refused: " + refused.kind());
        }
        return ExitCode.FAULT;
    }
}
