package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.ServiceProcess;
import chat.tandem.testing.Stores;
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
