package chat.tandem.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Those who have the page open during one test, each in a window of their own. */
final class Visitors {
    private final URI page;
    private final List<ChatWindow> windows = new ArrayList<>();

    /** Two who have just met, and the interest that brought them together. */
    record Pair(ChatWindow ada, ChatWindow ben, String interest) {}

    Visitors(URI page) {
        this.page = page;
    }

    /** Returns an interest that no other test uses, so that those who share it meet. */
    static String interest() {
        return "talk " + UUID.randomUUID().toString().substring(0, 8);
    }

    ChatWindow one() {
        return keep(ChatWindow.open(page));
    }

    ChatWindow phone() {
        return keep(ChatWindow.openPhone(page));
    }

    Pair pair() {
        return meet(one(), one());
    }

    Pair phones() {
        return meet(phone(), phone());
    }

    /** What the browser says about a server that is away is no fault of the page. */
    void forgiveComplaints() {
        windows.forEach(ChatWindow::complaints);
    }

    /** Closes every window; no script of theirs may have failed, and nothing may have been tried that the policy forbids. */
    void leave() {
        try {
            assertThat(windows)
                    .allSatisfy(window -> assertThat(window.complaints()).isEmpty());
        } finally {
            windows.forEach(ChatWindow::close);
            windows.clear();
        }
    }

    /** Nothing of a window as wide as a small phone lies beside it. */
    static void assertFits(ChatWindow window) {
        assertThat(window.ask("innerWidth")).isEqualTo(360L);
        assertThat(window.ask("document.documentElement.scrollWidth")).isEqualTo(360L);
        assertThat(
                        window.ask(
                                "[...document.querySelectorAll('main *')].filter(it => it.getBoundingClientRect().right > 361).length"))
                .isEqualTo(0L);
        assertThat(window.ask("document.documentElement.scrollHeight - innerHeight"))
                .isEqualTo(0L);
    }

    private static Pair meet(ChatWindow ada, ChatWindow ben) {
        var interest = interest();
        ada.lookFor(interest);
        ben.lookFor(interest);
        ada.seen("chat");
        ben.seen("chat");
        return new Pair(ada, ben, interest);
    }

    private ChatWindow keep(ChatWindow window) {
        windows.add(window);
        return window;
    }
}
