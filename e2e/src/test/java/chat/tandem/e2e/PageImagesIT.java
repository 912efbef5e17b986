package chat.tandem.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chat.tandem.testing.PostgresStore;
import chat.tandem.testing.Processes;
import chat.tandem.testing.RedisStore;
import chat.tandem.testing.S3Store;
import chat.tandem.testing.Stores;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Images on the page, in real Chromiums over all services and a real S3 server. */
@ExtendWith(Stores.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageImagesIT {
    private static final String TOP_OF =
            "Math.round([...document.querySelectorAll('#log .bubble')].find(it => it.textContent === '%s')"
                    + ".getBoundingClientRect().top)";

    /** The heights of the images' boxes, to which their bytes add nothing. */
    private static final String BOXES = "[...document.querySelectorAll('#log .image')].map(it => it.offsetHeight)";

    /** What the browser fetched from where images are. */
    private static final String FETCHED =
            "performance.getEntriesByType('resource').map(it => it.name).filter(it => it.includes('/media/'))";

    @TempDir
    Path folder = Path.of("");

    private @Nullable Deployment deployment;
    private @Nullable Visitors visitors;
    private @Nullable S3Store store;
    private URI page = URI.create("about:blank");

    @BeforeAll
    void start(RedisStore redis, PostgresStore postgres, S3Store s3) {
        Chromium.require();
        var settings = new HashMap<>(Deployment.settings(redis.url(), postgres.url()));
        settings.putAll(Deployment.settings(s3));
        settings.put("TANDEM_GRACE", "2m");
        settings.put("TANDEM_LIMIT_MESSAGES", "off");
        settings.put("TANDEM_LIMIT_COMMANDS", "off");
        settings.put("TANDEM_LIMIT_UPLOADS", "off");
        store = s3;
        deployment = Deployment.start(Processes.of(settings), List.of("persistence", "media", "matcher", "gateway"));
        page = deployment.all("gateway").getFirst().http().resolve("/");
        visitors = new Visitors(page);
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
    void anImagePickedPastedOrDroppedAppearsCoveredAndIsShownAfterATap() {
        var pair = visitors().pair();
        pair.ada().pick(file("drawing.png", Photos.png(600, 400, Color.GREEN)));
        pair.ada().sendPrepared(1);
        pair.ben().awaitCovered(1);
        pair.ada().pasteImage(300, 200);
        pair.ada().sendPrepared(1);
        pair.ben().awaitCovered(2);
        pair.ada().drop(file("photo.jpg", Photos.withPlace(400, 300)));
        pair.ada().sendPrepared(1);
        pair.ada().awaitText("log", "Read");

        assertThat(pair.ada().awaitImages(3)).allMatch(image -> named(image, "Open: Your picture"));
        var images = pair.ben().awaitCovered(3);
        assertThat(images).allMatch(image -> named(image, "Show: Picture from Stranger"));
        assertThat(pair.ben().ask(FETCHED)).isEqualTo(List.of());

        images.get(1).click();
        pair.ben().awaitImages(1);
        assertThat(blurOf(pair.ben())).isEqualTo("none");
        assertThat(pair.ben().ask(FETCHED + ".length")).isEqualTo(1L);
        assertThat(named(images.get(1), "Open: Picture from Stranger")).isTrue();
    }

    @Test
    void aShownImageOpensLargeAndCanBeHiddenAgainByTheKeyboardAlone() {
        var pair = visitors().pair();
        pair.ada().pick(file("drawing.png", Photos.png(600, 400, Color.GREEN)));
        pair.ada().sendPrepared(1);
        var image = pair.ben().awaitCovered(1).getFirst();

        pair.ben().ask("document.querySelector('#log .open').focus()");
        pair.ben().type(Keys.ENTER);
        pair.ben().awaitImages(1);
        assertThat(blurOf(pair.ben())).isEqualTo("none");
        pair.ben().type(Keys.ENTER);
        pair.ben().seen("large");
        assertThat(pair.ben().ask("document.getElementById('large-image').alt")).isEqualTo("Picture from Stranger");
        pair.ben().type(Keys.ESCAPE);
        pair.ben().awaitGone("large");
        assertThat(pair.ben().ask("document.activeElement.className")).isEqualTo("open");

        pair.ben().type(Keys.TAB, Keys.SPACE);
        assertThat(named(image, "Show: Picture from Stranger")).isTrue();
        assertThat(blurOf(pair.ben())).contains("blur");
    }

    @Test
    void aPhotoArrivesUprightAndWithoutCameraOrPlace() throws Exception {
        var photo = Photos.withPlace(4_000, 3_000);
        assertThat(new String(photo, ISO_8859_1)).contains("Exif", Photos.CAMERA);
        var pair = visitors().pair();
        pair.ada().pick(file("holiday.jpg", photo));
        pair.ada().sendPrepared(1);
        show(pair.ben(), 1);

        var served = served((String) requireNonNull(pair.ben().ask("document.querySelector('#log .image img').src")));
        assertThat(new String(served, ISO_8859_1)).doesNotContain("Exif", Photos.CAMERA, "http://ns.adobe.com");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(served));
        assertThat(image.getWidth()).isEqualTo(1_536);
        assertThat(image.getHeight()).isEqualTo(2_048);
        assertThat(new Color(image.getRGB(100, 1_000)).getBlue()).isGreaterThan(200);
        assertThat(new Color(image.getRGB(1_436, 1_000)).getRed()).isGreaterThan(200);
    }

    @Test
    void anAnimationArrivesAsItWas() throws Exception {
        var pair = visitors().pair();
        var animation = Photos.movingGif(0);
        pair.ada().pick(file("dance.gif", animation));
        pair.ada().sendPrepared(1);
        show(pair.ben(), 1);
        assertThat(served((String) requireNonNull(pair.ben().ask("document.querySelector('#log .image img').src"))))
                .isEqualTo(animation);
    }

    @Test
    void whatIsNoImageOrTooLargeIsRefusedInWordsAndNothingIsSent() {
        var pair = visitors().pair();
        pair.ada().pick(file("vector.png", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(ISO_8859_1)));
        pair.ada().awaitText("tray-problem", "not a picture");
        pair.ada().pick(file("long.gif", Photos.movingGif(11 * 1024 * 1024)));
        pair.ada().awaitText("tray-problem", "too large");
        var cut = Photos.withPlace(400, 300);
        pair.ada().pick(file("cut.jpg", Arrays.copyOf(cut, 300)));
        pair.ada().awaitText("tray-problem", "could not be read");

        assertThat(pair.ada().seen("send").isEnabled()).isFalse();
        pair.ada().say("Never mind.");
        pair.ben().awaitMessages("Never mind.");
        pair.ada().awaitGone("tray-problem");
    }

    @Test
    void whileTheStoreIsAwayTextGoesOnAndTheImageCanBeTriedAgain() {
        var pair = visitors().pair();
        requireNonNull(store).stop();
        try {
            pair.ada().pick(file("drawing.png", Photos.png(60, 40, Color.GREEN)));
            pair.ada().sendPrepared(1);
            // The service may have seen the store alive a moment ago; then it is the upload that fails.
            pair.ada().awaitText("log", "Not sent.");
            assertThat(pair.ada().seen("log").getText())
                    .containsAnyOf("cannot be sent at the moment", "did not get through");
            pair.ada().say("Words still work.");
            pair.ben().awaitMessages("Words still work.");
        } finally {
            requireNonNull(store).restart();
        }
        pair.ada().all(".upload button").stream()
                .filter(button -> button.getText().equals("Try again"))
                .forEach(WebElement::click);
        show(pair.ben(), 1);
        pair.ada().awaitImages(1);
        visitors().forgiveComplaints();
    }

    @Test
    void whatWasChosenForOneStrangerIsNotKeptForTheNext() {
        var pair = visitors().pair();
        var cleo = visitors().one().lookFor(pair.interest());
        cleo.seen("waiting");
        pair.ada().pick(file("drawing.png", Photos.png(60, 40, Color.GREEN)));
        pair.ada().awaitAnswer("document.querySelectorAll('.thumb img').length", 1L);
        pair.ada().press("next");
        cleo.seen("chat");
        cleo.say("Hello.");
        pair.ada().awaitMessages("Hello.");
        assertThat(pair.ada().all(".thumb")).isEmpty();
        assertThat(pair.ada().seen("send").isEnabled()).isFalse();
    }

    @Test
    void scrollingBackFetchesWhatWasSaidBeforeAndKeepsThePlace() {
        var pair = visitors().pair();
        pair.ada().pick(file("drawing.png", Photos.png(600, 400, Color.GREEN)));
        pair.ada().sendPrepared(1);
        pair.ben().awaitCovered(1);
        chatter(pair.ada(), 1, 165);
        pair.ben().awaitText("log", "line 165");

        pair.ben().reload();
        pair.ben().awaitText("log", "line 165");
        assertThat(pair.ben().messages()).first().isEqualTo("line 66");
        long top = scrolledTo(pair.ben(), 200, "line 70");
        pair.ben().awaitAnswer("document.querySelectorAll('#log .message').length", 150L);
        assertThat(topOf(pair.ben(), "line 70")).isCloseTo(top, within(2L));
        top = scrolledTo(pair.ben(), 0, "line 20");
        pair.ben().awaitAnswer("document.querySelectorAll('#log .message').length", 166L);
        assertThat(topOf(pair.ben(), "line 20")).isCloseTo(top, within(2L));

        pair.ben().ask("document.getElementById('scroll').scrollTo(0, 0)");
        pair.ben().awaitGone("earlier");
        pair.ben().awaitText("intro", "You are talking to");
        show(pair.ben(), 1);
        assertThat(pair.ben().messages()).hasSize(165).first().isEqualTo("line 1");
        assertThat(pair.ben().ask("document.getElementById('newest').hidden")).isEqualTo(true);
    }

    @Test
    void twoPhonesShowImagesOfAnyShapeInBoxesOfOneSizeWithoutScrollingSideways() {
        var pair = visitors().phones();
        pair.ada()
                .pick(
                        file("wide.png", Photos.png(3_000, 300, Color.GREEN)),
                        file("tall.jpg", Photos.withPlace(3_000, 300)),
                        file("small.png", Photos.png(6, 4, Color.GREEN)));
        pair.ada().awaitAnswer("document.querySelectorAll('.thumb img').length", 3L);
        Visitors.assertFits(pair.ada());
        pair.ada().sendPrepared(3);
        pair.ada().awaitImages(3);
        pair.ben().awaitCovered(3).getLast().click();
        assertThat(pair.ada().ask(BOXES)).isEqualTo(List.of(204L, 204L, 204L));
        assertThat(pair.ben().ask(BOXES)).isEqualTo(List.of(204L, 204L, 204L));
        Visitors.assertFits(pair.ada());
        Visitors.assertFits(pair.ben());
        pair.ben().awaitImages(1).getLast().click();
        pair.ben().seen("large");
        Visitors.assertFits(pair.ben());
    }

    private static boolean named(WebElement image, String name) {
        return name.equals(image.getDomAttribute("aria-label"));
    }

    /** Asks for each covered image, and waits until it is there. */
    private static void show(ChatWindow window, int count) {
        window.awaitCovered(count).forEach(WebElement::click);
        window.awaitImages(count);
    }

    /** How the one image that was fetched is drawn. */
    private static String blurOf(ChatWindow window) {
        return (String)
                requireNonNull(window.ask("getComputedStyle(document.querySelector('#log .image img')).filter"));
    }

    /** Scrolls to there, and returns where a message stands before anything else happens. */
    private static long scrolledTo(ChatWindow window, int top, String text) {
        return number(window.ask(
                "(document.getElementById('scroll').scrollTo(0, %d), %s)".formatted(top, TOP_OF.formatted(text))));
    }

    private static long topOf(ChatWindow window, String text) {
        return number(window.ask(TOP_OF.formatted(text)));
    }

    private static long number(@Nullable Object value) {
        return ((Number) requireNonNull(value)).longValue();
    }

    /** Says a lot, line by line, faster than anybody types. */
    private static void chatter(ChatWindow window, int from, int to) {
        window.ask("""
                (() => {
                  const field = document.getElementById("message");
                  for (let line = %d; line <= %d; line++) {
                    field.value = "line " + line;
                    field.form.requestSubmit();
                  }
                })()
                """.formatted(from, to).strip());
    }

    private byte[] served(String url) throws IOException, InterruptedException {
        var client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try (client) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    private Path file(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Visitors visitors() {
        return requireNonNull(visitors);
    }
}
