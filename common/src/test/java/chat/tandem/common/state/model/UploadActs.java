package chat.tandem.common.state.model;

import chat.tandem.common.state.Upload;
import java.util.Random;

/** What media does for those who send images. */
final class UploadActs {
    private final World world;
    private final Crowd crowd;

    UploadActs(World world) {
        this.world = world;
        crowd = world.crowd;
    }

    void request(Random random) {
        String user = crowd.user(random, Person::isHereAndPaired);
        String id = crowd.freshUuid();
        Crowd.Memory.keep(crowd.memory(user).uploads, id);
        world.bothEvenLate(
                random,
                "request-upload " + user + " " + id,
                () -> world.uploads
                        .request(user, Upload.announced(id, "image/png", 7, null, 1))
                        .map(outcome -> Answer.of(outcome, done -> Answer.ok())),
                () -> world.shard.uploads.request(user, id));
    }

    void complete(Random random) {
        String user =
                crowd.user(random, person -> !crowd.memory(person.user).uploads.isEmpty());
        String id = crowd.upload(user, random);
        String key = crowd.fresh("key");
        world.bothEvenLate(
                random,
                "complete-upload " + user + " " + id,
                () -> world.uploads
                        .complete(user, id, new Upload.Completed(key, "\"" + key + "\""))
                        .map(outcome -> Answer.of(outcome, object -> Answer.ok(object.key(), object.urlJson()))),
                () -> world.shard.uploads.complete(user, id, key));
    }
}
