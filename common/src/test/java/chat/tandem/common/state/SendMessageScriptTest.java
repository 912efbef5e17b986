package chat.tandem.common.state;

import static chat.tandem.common.state.TestShard.OTHER_GATEWAY;
import static chat.tandem.common.state.TestShard.await;
import static chat.tandem.common.state.TestShard.ok;
import static chat.tandem.common.state.TestShard.refusal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.common.config.RateLimit;
import chat.tandem.common.state.Refusal.Kind;
import chat.tandem.common.state.TestShard.Person;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.Stores;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Stores.class)
class SendMessageScriptTest {
    private TestShard shard;

    @BeforeEach
    void openShard(RedisStore redis) {
        shard = new TestShard(redis);
    }

    @AfterEach
    void closeShard() {
        shard.close();
    }

    @Test
    void thePartnerGetsItWithItsSequence() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);

        Sent first = shard.say(ann, conversation, new UUID(1, 1));
        Sent second = shard.say(bob, conversation, new UUID(1, 2));

        assertThat(first).isEqualTo(new Sent(1, shard.now(), false));
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(shard.inbox(bob))
                .contains("receive-message {\"id\":\"" + new UUID(1, 1) + "\",\"conversationId\":\"" + conversation
                        + "\",\"from\":\"" + ann.user()
                        + "\",\"type\":\"text\",\"body\":\"hi\",\"sequence\":1,\"sentAt\":"
                        + shard.now() + "}");
        assertThat(shard.stream(shard.keys.fixed("messages")))
                .extracting(entry -> entry.get("type"))
                .containsExactly("start", "message", "message");
    }

    @Test
    void thePartnersGatewayIsToldSinceWhenItIsUnderWayWhereThatIsKnown() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);

        shard.say(ann, conversation, new UUID(1, 1));
        ok(shard.state.sendMessage(ann.owner(), shard.message(ann, conversation, new UUID(1, 2)), shard.now() - 7));

        assertThat(shard.stream(shard.keys.inbox(OTHER_GATEWAY)))
                .filteredOn(entry -> "receive-message".equals(entry.get("event")))
                .extracting(entry -> entry.get("readAt"))
                .containsExactly(null, String.valueOf(shard.now() - 7));
    }

    @Test
    void aRepeatGetsTheFirstResultAndHasNoEffect() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        Sent first = shard.say(ann, conversation, new UUID(1, 1));
        shard.pass(Duration.ofSeconds(1));

        Sent again = shard.say(ann, conversation, new UUID(1, 1));

        assertThat(again).isEqualTo(new Sent(first.sequence(), first.sentAt(), true));
        assertThat(shard.inbox(bob)).filteredOn(e -> e.startsWith("receive")).hasSize(1);
    }

    @Test
    void aRepeatIsAnsweredAfterTheEndAndInTheNextConversation() {
        Person ann = shard.person();
        Person bob = shard.person();
        Person cid = shard.person();
        String conversation = shard.conversation(ann, bob);
        shard.say(ann, conversation, new UUID(1, 1));
        ok(shard.state.leave(ann.owner(), conversation));
        String later = shard.conversation(ann, cid);

        assertThat(shard.say(ann, conversation, new UUID(1, 1)).repeated()).isTrue();
        assertThat(refusal(shard.state.sendMessage(ann.owner(), shard.message(ann, conversation, new UUID(1, 2)))))
                .isEqualTo(Kind.WRONG_STATE);
        assertThat(shard.say(ann, later, new UUID(1, 1)).repeated()).isFalse();
    }

    @Test
    void twoSendersMayUseTheSameId() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);

        assertThat(shard.say(ann, conversation, new UUID(1, 1)).sequence()).isEqualTo(1);
        assertThat(shard.say(bob, conversation, new UUID(1, 1)).sequence()).isEqualTo(2);
    }

    @Test
    void anAwayPartnerGetsNoEntry() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        ok(shard.state.disconnect(bob.user(), bob.connection(), OTHER_GATEWAY));

        shard.say(ann, conversation, new UUID(1, 1));

        assertThat(shard.inbox(bob)).noneMatch(event -> event.startsWith("receive-message"));
        assertThat(shard.redisText("LLEN", shard.keys.log(conversation))).isEqualTo("1");
    }

    @Test
    void messagesAreLimitedButRepeatsAreNot() {
        Person ann = shard.person();
        String conversation = shard.conversation(ann, shard.person());
        for (int i = 0; i < 60; i++) {
            shard.say(ann, conversation, new UUID(1, i));
        }

        assertThat(await(shard.state.sendMessage(ann.owner(), shard.message(ann, conversation, new UUID(2, 1)))))
                .isEqualTo(new Outcome.Refused<Sent>(new Refusal(Kind.RATE_LIMITED, 100)));
        assertThat(shard.say(ann, conversation, new UUID(1, 7)).repeated()).isTrue();
    }

    /** A message with a body of so many letters: its `data` has some 220 bytes more. */
    private static SendRequest large(TestShard shard, Person who, String conversation, UUID id, int letters) {
        String small = shard.message(who, conversation, id).prefix().toString();
        String prefix = small.replace("\"hi\"", '"' + "\u00fc".repeat(letters / 2) + '"');
        return SendRequest.text(conversation, id.toString(), Buffer.buffer(prefix), 0);
    }

    private long bytesOf(SendRequest request) {
        return (long) request.prefix().length() + (",\"sequence\":1,\"sentAt\":" + shard.now() + "}").length();
    }

    @Test
    void theBytesOfMessagesAreLimitedAndCountedOnceAsTheyAreSent() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        SendRequest tenth = large(shard, ann, conversation, new UUID(1, 10), 60_000);
        for (int i = 0; i < 8; i++) {
            ok(shard.state.sendMessage(ann.owner(), large(shard, ann, conversation, new UUID(1, i), 60_000)));
        }

        Refusal refused = ((Outcome.Refused<Sent>) await(shard.state.sendMessage(ann.owner(), tenth))).refusal();

        long missing = 9 * bytesOf(tenth) - 512 * 1024;
        assertThat(refused).isEqualTo(new Refusal(Kind.RATE_LIMITED, (long) Math.ceil(missing * 1000.0 / 65_536)));
        assertThat(shard.say(ann, conversation, new UUID(1, 7)).repeated()).isTrue();
        assertThat(shard.say(bob, conversation, new UUID(2, 1)).sequence()).isEqualTo(9);
        shard.pass(Duration.ofMillis(refused.retryAfterMillis() + 1)); // its sequence has a digit more by then
        assertThat(ok(shard.state.sendMessage(ann.owner(), tenth)).sequence()).isEqualTo(10);
    }

    @Test
    void aMessageLargerThanTheBurstTakesAFullBucket(RedisStore redis) {
        UserLimits limits =
                new UserLimits(RateLimit.OFF, RateLimit.parseBytes("100/s burst 400"), RateLimit.OFF, RateLimit.OFF);
        try (TestShard small = new TestShard(redis.fresh(), with(50_000, 1_000_000, limits))) {
            Person ann = small.person();
            String conversation = small.conversation(ann, small.person());

            ok(small.state.sendMessage(ann.owner(), large(small, ann, conversation, new UUID(1, 1), 1_000)));

            assertThat(refusal(small.state.sendMessage(ann.owner(), small.message(ann, conversation, new UUID(1, 2)))))
                    .isEqualTo(Kind.RATE_LIMITED);
            small.pass(Duration.ofSeconds(4));
            assertThat(small.say(ann, conversation, new UUID(1, 2)).sequence()).isEqualTo(2);
        }
    }

    private long logged(TestShard some, String conversation) {
        long bytes = 0;
        for (Response message : some.redis("LRANGE", some.keys.log(conversation), "0", "-1")) {
            bytes += message.toBuffer().length();
        }
        return bytes;
    }

    @Test
    void theReplayLogIsBoundedInBytesAndInCount(RedisStore redis) {
        try (TestShard free = new TestShard(redis.fresh(), withBounds(50_000, 1_000_000))) {
            Person ann = free.person();
            Person bob = free.person();
            String conversation = free.conversation(ann, bob);
            for (int i = 0; i < 60; i++) {
                Person sender = i % 3 == 0 ? bob : ann;
                ok(free.state.sendMessage(
                        sender.owner(), large(free, sender, conversation, new UUID(1, i), 100 + i * 397 % 23_000)));
                assertThat(logged(free, conversation)).isLessThanOrEqualTo(StateSettings.LOG_BYTES);
            }
            assertThat(logged(free, conversation)).isGreaterThan(StateSettings.LOG_BYTES - 24_000);

            for (int i = 100; i < 300; i++) {
                free.say(ann, conversation, new UUID(1, i));
            }
            assertThat(free.redisText("LLEN", free.keys.log(conversation))).isEqualTo("100");
            ok(free.state.sendMessage(bob.owner(), large(free, bob, conversation, new UUID(2, 1), 20_000)));
            assertThat(free.redisText("LLEN", free.keys.log(conversation))).isEqualTo("100");
        }
    }

    @Test
    void aLogThatHasExpiredBeginsAnew(RedisStore redis) {
        try (TestShard free = new TestShard(redis.fresh(), withBounds(50_000, 1_000_000))) {
            Person ann = free.person();
            Person bob = free.person();
            String conversation = free.conversation(ann, bob);
            for (int i = 0; i < 10; i++) {
                Person sender = i % 2 == 0 ? bob : ann;
                ok(free.state.sendMessage(sender.owner(), large(free, sender, conversation, new UUID(1, i), 24_000)));
            }
            free.redis("DEL", free.keys.log(conversation));

            for (int i = 20; i < 30; i++) {
                ok(free.state.sendMessage(ann.owner(), large(free, ann, conversation, new UUID(1, i), 24_000)));
            }

            assertThat(free.redisText("LLEN", free.keys.log(conversation))).isEqualTo("10");
        }
    }

    @Test
    void theNewest256OfEachSenderAreRemembered() {
        Person ann = shard.person();
        Person bob = shard.person();
        String conversation = shard.conversation(ann, bob);
        shard.say(bob, conversation, new UUID(9, 9));
        for (int i = 0; i < 1023; i++) {
            if (i % 10 == 0) {
                shard.pass(Duration.ofSeconds(1));
            }
            shard.say(ann, conversation, new UUID(1, i));
        }

        assertThat(shard.redisText("HLEN", shard.keys.seen(conversation))).isEqualTo("257");
        assertThat(shard.say(ann, conversation, new UUID(1, 767)).repeated()).isTrue();
        assertThat(shard.say(bob, conversation, new UUID(9, 9)).repeated()).isTrue();
    }

    @Test
    void aHigherSequenceThanRedisKnowsShowsThatStateWasLost() {
        Person ann = shard.person();
        String conversation = shard.conversation(ann, shard.person());
        SendRequest request = shard.message(ann, conversation, new UUID(1, 1));

        assertThat(refusal(shard.state.sendMessage(
                        ann.owner(), SendRequest.text(conversation, request.id(), request.prefix(), 3))))
                .isEqualTo(Kind.STATE_LOST);
    }

    @Test
    void aFullInboxMarksItsGatewayDeadAndGetsNothingMore(RedisStore redis) {
        try (TestShard small = new TestShard(redis.fresh(), withBounds(5, 1_000_000))) {
            Person ann = small.person();
            Person bob = small.person(OTHER_GATEWAY);
            String conversation = small.conversation(ann, bob);
            for (int i = 0; i < 10; i++) {
                small.say(ann, conversation, new UUID(1, i));
            }

            assertThat(small.redisText("XLEN", small.keys.inbox(OTHER_GATEWAY))).isEqualTo("5");
            assertThat(small.score("gateways", OTHER_GATEWAY)).isZero();
            assertThat(refusal(small.state.renew(OTHER_GATEWAY))).isEqualTo(Kind.GONE);
            assertThat(small.redisText("LLEN", small.keys.log(conversation))).isEqualTo("10");
        }
    }

    @Test
    void theBytesThatWaitForTheDatabaseAreBoundedToo(RedisStore redis) {
        try (TestShard small = new TestShard(redis.fresh(), withBounds(50_000, 1_000_000, 1_000, UserLimits.OFF))) {
            Person ann = small.person();
            Person bob = small.person();
            String conversation = small.conversation(ann, bob);
            int said = 0;
            while (Long.parseLong(small.redisText("STRLEN", small.keys.fixed("messages-bytes"))) < 4) {
                small.say(ann, conversation, new UUID(1, ++said));
            }

            assertThat(refusal(small.state.sendMessage(ann.owner(), small.message(ann, conversation, new UUID(2, 1)))))
                    .isEqualTo(Kind.UNAVAILABLE);
            long waiting = small.stream(small.keys.fixed("messages")).stream()
                    .map(entry -> entry.getOrDefault("data", ""))
                    .mapToInt(data -> data.getBytes(UTF_8).length)
                    .sum();
            assertThat(small.redisText("GET", small.keys.fixed("messages-bytes")))
                    .isEqualTo(Long.toString(waiting));
            ok(small.state.leave(ann.owner(), conversation));
            ok(small.state.joinQueue(ann.owner(), List.of()));
            ok(small.state.joinQueue(small.person().owner(), List.of()));
            assertThat(await(small.upkeep.pair(List.of(ann.user()), true))).isEmpty();
            small.redis("DEL", small.keys.fixed("messages-bytes"));
            assertThat(await(small.upkeep.pair(List.of(ann.user()), true))).hasSize(1);
        }
    }

    @Test
    void whatWaitsForTheDatabaseIsBounded(RedisStore redis) {
        try (TestShard small = new TestShard(redis.fresh(), withBounds(50_000, 3))) {
            Person ann = small.person();
            Person bob = small.person();
            String conversation = small.conversation(ann, bob);
            small.say(ann, conversation, new UUID(1, 1));
            small.say(ann, conversation, new UUID(1, 2));

            assertThat(refusal(small.state.sendMessage(ann.owner(), small.message(ann, conversation, new UUID(1, 3)))))
                    .isEqualTo(Kind.UNAVAILABLE);
            ok(small.state.leave(ann.owner(), conversation));
            ok(small.state.joinQueue(ann.owner(), List.of()));
            ok(small.state.joinQueue(small.person().owner(), List.of()));
            assertThat(await(small.upkeep.pair(List.of(ann.user()), true))).isEmpty();
        }
    }

    @Test
    void anImageCarriesTheUrlOfItsUpload() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        String upload = shard.completed(ann, "20261124-abc");

        ok(shard.state.sendMessage(ann.owner(), shard.image(ann, conversation, new UUID(1, 1), upload)));

        String data = "{\"id\":\"" + new UUID(1, 1) + "\",\"conversationId\":\"" + conversation + "\",\"from\":\""
                + ann.user() + "\",\"type\":\"image\",\"url\":\"/media/20261124-abc\",\"sequence\":1,\"sentAt\":"
                + shard.now() + "}";
        assertThat(shard.inbox(bob)).contains("receive-message " + data);
        assertThat(shard.last("messages")).containsEntry("data", data);
        assertThat(shard.last("events")).containsEntry("kind", "image");
    }

    @Test
    void onlyACompletedUploadOfOnesOwnCanBeSent() {
        Person ann = shard.person();
        Person bob = shard.person(OTHER_GATEWAY);
        String conversation = shard.conversation(ann, bob);
        String unfinished = shard.upload(ann);
        String bobs = shard.completed(bob, "20261124-abc");

        assertThat(refusal(shard.state.sendMessage(
                        ann.owner(), shard.image(ann, conversation, new UUID(1, 1), unfinished))))
                .isEqualTo(Kind.UPLOAD_REJECTED);
        assertThat(refusal(shard.state.sendMessage(ann.owner(), shard.image(ann, conversation, new UUID(1, 2), bobs))))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(refusal(shard.state.sendMessage(
                        ann.owner(), shard.image(ann, conversation, new UUID(1, 3), new UUID(9, 9).toString()))))
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(shard.redisText("LLEN", shard.keys.log(conversation))).isEqualTo("0");
        assertThat(shard.inbox(bob)).noneMatch(event -> event.startsWith("receive-message"));
    }

    @Test
    void aRepeatedImageGetsTheFirstResultWhenItsUploadIsForgotten() {
        Person ann = shard.person();
        String conversation = shard.conversation(ann, shard.person());
        String upload = shard.completed(ann, "20261124-abc");
        SendRequest image = shard.image(ann, conversation, new UUID(1, 1), upload);
        ok(shard.state.sendMessage(ann.owner(), image));
        shard.redis("DEL", shard.keys.upload(upload));

        assertThat(ok(shard.state.sendMessage(ann.owner(), image)).repeated()).isTrue();
    }

    private static StateSettings withBounds(int inbox, long backlog) {
        return withBounds(inbox, backlog, 1L << 30, UserLimits.OFF);
    }

    private static StateSettings with(int inbox, long backlog, UserLimits limits) {
        return withBounds(inbox, backlog, 1L << 30, limits);
    }

    private static StateSettings withBounds(int inbox, long backlog, long bytes, UserLimits limits) {
        StateSettings s = StateSettings.defaults();
        return new StateSettings(
                s.grace(),
                s.announceAfter(),
                s.idleMemory(),
                s.gatewayLease(),
                s.patience(),
                s.recentPartner(),
                s.recentPartners(),
                s.lastResort(),
                backlog,
                bytes,
                inbox,
                limits,
                s.eventsRetained(),
                s.eventBodies());
    }
}
