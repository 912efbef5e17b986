package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** The page in a real Chromium, served by a real gateway. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
    private static final String HOSTILE = "<img src=x onerror='window.hurt=1'><script>window.hurt=1</script>&lt;b&gt;";

    /** Whether the parts of a sentence stand from left to right in the order in which they are said, and end within it. */
    private static final String LEFTS = """
            (() => {
              const nodes = [...document.querySelector("%s").childNodes].filter(node => node.textContent.trim() !== "");
              const boxes = nodes.map(node => {
                const range = document.createRange();
                range.selectNodeContents(node);
                return range.getBoundingClientRect();
              });
              return [boxes.length > 1, boxes.every((box, index) => index === 0 || boxes[index - 1].right <= box.left + 1)];
            })()""";

    /** Puts a text into the field where a message is written, as a paste would. */
    private static final String WRITE = """
            (() => {
              const field = document.getElementById("message");
              field.value = "%s";
              field.dispatchEvent(new Event("input", {bubbles: true}));
              field.focus();
            })()""";

    private @Nullable Deployment deployment;
    private @Nullable Visitors visitors;

    @BeforeAll
    void start(RedisStore redis, PostgresStore postgres) {
        Chromium.require();
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.put("TANDEM_GRACE", "2m");
        deployment = Deployment.start(Processes.of(settings), List.of("persistence", "matcher", "gateway"));
        visitors = new Visitors(gateway().http().resolve("/"));
    }

    @AfterAll
    void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    @AfterEach
    void noScriptFailedAndEveryWindowIsClosed() {
        visitors().leave();
    }

    @Test
    void twoStrangersMeetByInterestAndTalkInOrder() {
        var pair = visitors().pair();
        assertThat(pair.ada().seen("partner-text").getText()).contains(pair.interest());
        assertThat(pair.ada().focus()).isEqualTo("message");

        pair.ada().say("Hello, stranger.");
        pair.ben().awaitMessages("Hello, stranger.");
        pair.ben().say("Hello.");
        pair.ada().say("How are you?");
        pair.ada().awaitMessages("Hello, stranger.", "Hello.", "How are you?");
        pair.ben().awaitMessages("Hello, stranger.", "Hello.", "How are you?");
        pair.ada().awaitText("log", "Read");
    }

    @Test
    void typingShowsAndGoesWithTheMessage() {
        var pair = visitors().pair();
        pair.ada().write("I am thinking");
        pair.ben().awaitText("typing", "is typing");
        pair.ada().say("!");
        pair.ben().awaitMessages("I am thinking!");
        pair.ben().awaitGone("typing");
    }

    @Test
    void nextLeadsToSomebodyElseAndTellsTheOther() {
        var pair = visitors().pair();
        pair.ada().say("Goodbye.");
        pair.ben().awaitMessages("Goodbye.");
        var cleo = visitors().one().lookFor(pair.interest());
        cleo.seen("waiting");

        pair.ada().press("next");
        pair.ben().awaitText("over", "moved on");
        cleo.seen("chat");
        cleo.say("New here.");
        pair.ada().awaitMessages("New here.");
        pair.ben().awaitMessages("Goodbye.");
    }

    @Test
    void leavingEndsItForBothAndEachMayGoOn() {
        var pair = visitors().pair();
        pair.ada().press("leave");
        pair.ada().seen("idle");
        pair.ben().awaitText("over", "left the conversation");
        pair.ben().press("home");
        pair.ben().seen("idle");
    }

    @Test
    void whoChangesTheirMindIsNotMatched() {
        var interest = Visitors.interest();
        var ada = visitors().one().lookFor(interest);
        ada.press("cancel");
        ada.seen("idle");
        var ben = visitors().one().lookFor(interest);
        ben.seen("waiting");
        assertThat(ada.seen("idle").isDisplayed()).isTrue();
    }

    @Test
    void aReloadShowsTheConversationAgain() {
        var pair = visitors().pair();
        pair.ada().say("one");
        pair.ben().awaitMessages("one");
        pair.ben().say("two");
        pair.ada().awaitMessages("one", "two");

        pair.ada().reload();
        pair.ada().awaitMessages("one", "two");
        pair.ada().say("three");
        pair.ben().awaitMessages("one", "two", "three");

        pair.ben().press("leave");
        pair.ada().awaitText("over", "left the conversation");
        pair.ada().reload();
        pair.ada().awaitText("over", "left the conversation");
        pair.ada().awaitMessages("one", "two", "three");
    }

    @Test
    void foreignTextStaysText() {
        var pair = visitors().pair();
        pair.ada().say(HOSTILE);
        pair.ben().awaitMessages(HOSTILE);
        assertThat(pair.ben().ask("document.querySelectorAll('#log img, #log script, #log b').length"))
                .isEqualTo(0L);
        assertThat(pair.ben().ask("window.hurt")).isNull();
    }

    @Test
    void aPhoneShowsEverythingWithoutScrollingSideways() {
        var interest = Visitors.interest();
        var ada = visitors().phone();
        ada.seen("idle");
        Visitors.assertFits(ada);
        ada.lookFor(interest).seen("waiting");
        Visitors.assertFits(ada);
        var ben = visitors().one().lookFor(interest);
        ben.say("An answer that is a good deal longer than the little window of a telephone is wide.");
        ben.say("x".repeat(300));
        ada.awaitText("log", "telephone");
        ada.say("ok");
        ben.awaitText("log", "ok");
        Visitors.assertFits(ada);
        ben.press("leave");
        ada.seen("over");
        Visitors.assertFits(ada);
    }

    @Test
    void theKeyboardAloneIsEnough() {
        var interest = Visitors.interest();
        var ada = visitors().one();
        var ben = visitors().one().lookFor(interest);
        ben.seen("waiting");
        ada.seen("idle");
        ada.ask("document.getElementById('interest').focus()");
        ada.type(interest, Keys.ENTER, Keys.ENTER);
        ada.seen("chat");
        ada.type("No mouse here.");
        ada.breakLine();
        ada.type("Two lines.", Keys.ENTER);
        ben.awaitMessages("No mouse here.\nTwo lines.");
        ben.press("leave");
        ada.seen("over");
        assertThat(ada.focus()).isEqualTo("over-text");
        ada.type(Keys.TAB, Keys.ENTER);
        ada.seen("idle");
    }

    @Test
    void aSecondTabTakesOverAndTheFirstSaysSo() {
        var pair = visitors().pair();
        pair.ada().say("here");
        pair.ben().awaitMessages("here");
        pair.ada().openSecondTab();
        pair.ada().awaitMessages("here");
        pair.ada().goToFirstTab();
        pair.ada().awaitText("stopped", "open somewhere else");
        pair.ada().press("stopped-action");
        pair.ada().awaitMessages("here");
    }

    @Test
    void somebodyNewTalksInTheTabThatWasLeftAndTheOtherTabStaysWhoItIs() {
        var interest = Visitors.interest();
        var ada = visitors().one();
        ada.seen("idle");
        ada.openSecondTab();
        ada.lookFor(interest).seen("waiting");

        ada.goToFirstTab();
        ada.awaitText("stopped", "open somewhere else");
        ada.press("stopped-other");
        ada.lookFor(interest);
        ada.say("Is anybody here?");
        ada.awaitMessages("Is anybody here?");
        ada.reload();
        ada.awaitMessages("Is anybody here?");

        ada.goToSecondTab();
        ada.awaitMessages("Is anybody here?");
        ada.say("Only me.");
        ada.reload();
        ada.awaitMessages("Is anybody here?", "Only me.");
        ada.goToFirstTab();
        ada.awaitMessages("Is anybody here?", "Only me.");
    }

    @Test
    void onAPhoneBothChoicesAreInSight() {
        var ada = visitors().phone();
        ada.seen("idle");
        ada.openSecondTab();
        ada.seen("idle");
        ada.goToFirstTab();
        ada.seen("stopped-other");
        Visitors.assertFits(ada);
    }

    @Test
    void aNameAndInterestsFromRightToLeftTurnNothingAroundThem() {
        var one = Visitors.interest().replace("talk", "שיחה");
        var two = Visitors.interest().replace("talk", "محادثة");
        var ada = visitors().one();
        ada.seen("interest").sendKeys(one + "،" + two);
        ada.press("start");
        ada.seen("waiting");
        assertThat(ada.ask(LEFTS.formatted("#waiting-text"))).isEqualTo(List.of(true, true));
        try (var eve = new WebSocketLine(gateway().http(), new JsonObject().put("name", "עדה (1)"))) {
            eve.ask("join-queue", new JsonObject().put("interests", List.of(one, two)));
            var about =
                    new JsonObject().put("conversationId", eve.told("matched").getString("conversationId"));
            eve.ask("typing", about.copy().put("typing", true));

            ada.awaitText("typing", "is typing");
            assertThat(ada.seen("typing-text").getText()).isEqualTo("עדה (1) is typing…");
            assertThat(ada.seen("intro").getText())
                    .isEqualTo("You are talking to עדה (1). You both like " + one + ", " + two + ". Say hello!");
            assertThat(ada.ask("document.getElementById('announcer').textContent"))
                    .isEqualTo("You are talking to עדה (1). You share: " + one + ", " + two);
            for (var sentence : List.of("#typing-text", "#intro", "#partner-text", "#announcer")) {
                assertThat(ada.ask(LEFTS.formatted(sentence))).as(sentence).isEqualTo(List.of(true, true));
            }
            eve.ask("leave-conversation", about);
            ada.awaitText("over", "left the conversation");
            assertThat(ada.ask(LEFTS.formatted("#over-text"))).isEqualTo(List.of(true, true));
        }
    }

    @Test
    void whatTheServerWouldRefuseIsNotSent() {
        var pair = visitors().pair();
        pair.ada().ask("delete String.prototype.toWellFormed");
        for (var blank : List.of("\\u200b", "\\u3164\\u2800", " \\u202e")) {
            pair.ada().ask(WRITE.formatted(blank));
            assertThat(pair.ada().seen("send").isEnabled()).as(blank).isFalse();
            pair.ada().type(Keys.ENTER);
        }
        pair.ada().ask(WRITE.formatted("a\\u0007bc\\ud800"));
        pair.ada().press("send");
        pair.ben().awaitMessages("abc\ufffd");
    }

    @Test
    void aConversationOutlivesItsGateway() {
        var pair = visitors().pair();
        pair.ada().say("before");
        pair.ben().awaitMessages("before");

        var gateway = gateway();
        gateway.kill();
        pair.ada().awaitText("banner", "econnecting");
        pair.ada().say("meanwhile");
        requireNonNull(deployment).replace(gateway);

        pair.ben().awaitMessages("before", "meanwhile");
        pair.ben().say("after");
        pair.ada().awaitMessages("before", "meanwhile", "after");
        pair.ada().awaitGone("banner");
        visitors().forgiveComplaints();
    }

    private ServiceProcess gateway() {
        return requireNonNull(deployment).all("gateway").getFirst();
    }

    private Visitors visitors() {
        return requireNonNull(visitors);
    }
}
