package chat.tandem.e2e;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A visitor: Chromium with a profile of its own, on the page. Whatever it looks for, it waits for. */
final class ChatWindow implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI page;
    private final Chromium chromium;
    private final ChromeDriver browser;

    private ChatWindow(URI page, Chromium chromium) {
        this.page = page;
        this.chromium = chromium;
        this.browser = chromium.driver();
    }

    /** A window of 1,280 by 800 pixels on the page, with its first screen in sight. */
    static ChatWindow open(URI page) {
        return open(page, 1_280, 800, false);
    }

    /** A window as large as a small phone, 360 by 640 pixels. */
    static ChatWindow openPhone(URI page) {
        return open(page, 360, 640, true);
    }

    private static ChatWindow open(URI page, int width, int height, boolean mobile) {
        var window = new ChatWindow(page, Chromium.start());
        window.browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
        window.browser.get(page.toString());
        return window;
    }

    // --- what a visitor does ----------------------------------------------------------------------------------------

    /** Asks for somebody who shares an interest. */
    ChatWindow lookFor(String interest) {
        seen("interest").sendKeys(interest);
        press("start");
        return this;
    }

    void press(String button) {
        seen(button).click();
    }

    void write(String text) {
        seen("message").sendKeys(text);
    }

    void say(String text) {
        write(text);
        seen("message").sendKeys(Keys.ENTER);
    }

    /** Types keys into whatever has the focus. */
    void type(CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    /** Shift and Enter: a new line where Enter alone would send. */
    void breakLine() {
        new Actions(browser)
                .keyDown(Keys.SHIFT)
                .sendKeys(Keys.ENTER)
                .keyUp(Keys.SHIFT)
                .perform();
    }

    /** Chooses files by the button for it. */
    void pick(Path... files) {
        browser.findElement(By.id("files"))
                .sendKeys(Stream.of(files).map(Path::toString).collect(joining("\n")));
    }

    /** Copies a red image of this many pixels, as another program would, and pastes it where the message is written. */
    void pasteImage(int width, int height) {
        browser.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        browser.executeAsyncScript("""
                const [width, height, done] = arguments;
                const canvas = Object.assign(document.createElement("canvas"), {width, height});
                canvas.getContext("2d").fillStyle = "red";
                canvas.getContext("2d").fillRect(0, 0, width, height);
                canvas.toBlob((blob) => navigator.clipboard.write([new ClipboardItem({"image/png": blob})]).then(done));
                """, width, height);
        seen("message").click();
        new Actions(browser)
                .keyDown(Keys.CONTROL)
                .sendKeys("v")
                .keyUp(Keys.CONTROL)
                .perform();
    }

    /** Drags a file over the conversation, where a zone must show, and lets it go. */
    void drop(Path file) {
        drag("dragEnter", file);
        drag("dragOver", file);
        seen("drop");
        drag("drop", file);
        awaitGone("drop");
    }

    private void drag(String step, Path file) {
        browser.executeCdpCommand(
                "Input.dispatchDragEvent",
                Map.of(
                        "type",
                        step,
                        "x",
                        600,
                        "y",
                        400,
                        "data",
                        Map.of("items", List.of(), "files", List.of(file.toString()), "dragOperationsMask", 1)));
    }

    /** Waits until this many images stand above the message, ready to be sent, and sends them. */
    void sendPrepared(int images) {
        await().until(() -> all(".thumb img").size(), count -> count == images);
        press("send");
    }

    void reload() {
        browser.navigate().refresh();
    }

    /** Opens the page a second time, in the same profile, and goes to that tab. */
    void openSecondTab() {
        browser.switchTo().newWindow(WindowType.TAB);
        browser.get(page.toString());
    }

    void goToFirstTab() {
        goToTab(0);
    }

    void goToSecondTab() {
        goToTab(1);
    }

    private void goToTab(int index) {
        browser.switchTo().window(List.copyOf(browser.getWindowHandles()).get(index));
    }

    // --- what a visitor sees ----------------------------------------------------------------------------------------

    /** Waits until the element with this id is in sight. */
    WebElement seen(String id) {
        await().until(() -> browser.findElement(By.id(id)).isDisplayed());
        return browser.findElement(By.id(id));
    }

    void awaitGone(String id) {
        await().until(() -> !browser.findElement(By.id(id)).isDisplayed());
    }

    void awaitText(String id, String text) {
        await().until(() -> browser.findElement(By.id(id)).getText(), shown -> shown.contains(text));
    }

    /** Waits until the log shows exactly these messages. */
    void awaitMessages(String... bodies) {
        await().until(this::messages, List.of(bodies)::equals);
    }

    /** The messages in the log, as a reader sees them. */
    List<String> messages() {
        return browser.findElements(By.cssSelector("#log .bubble")).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** Waits until the log has this many images, which are there and can be drawn, and returns what is tapped to see them. */
    List<WebElement> awaitImages(int count) {
        await().until(() -> loaded().size(), loaded -> loaded == count);
        return all("#log .image .open");
    }

    /** Waits until the log has this many images that are covered, with nothing of them fetched, and returns what is tapped. */
    List<WebElement> awaitCovered(int count) {
        await().until(() -> all("#log .covered .open").size(), covered -> covered == count);
        return all("#log .covered .open");
    }

    private List<?> loaded() {
        return requireNonNull((List<?>) ask(
                "[...document.querySelectorAll('#log .image img')].filter(it => it.complete && it.naturalWidth > 0)"));
    }

    List<WebElement> all(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    /** Waits until a script's value is this. */
    void awaitAnswer(String script, Object value) {
        await().until(() -> ask(script), value::equals);
    }

    /** The id of what has the focus. */
    @Nullable
    String focus() {
        return browser.switchTo().activeElement().getDomAttribute("id");
    }

    @Nullable
    Object ask(String script) {
        return browser.executeScript("return " + script);
    }

    /** What the browser complained about: scripts that failed, resources and styles that the policy forbade. */
    List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    private ConditionFactory await() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(StaleElementReferenceException.class);
    }

    @Override
    public void close() {
        chromium.close();
    }
}
