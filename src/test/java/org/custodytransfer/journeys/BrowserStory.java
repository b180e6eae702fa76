package org.custodytransfer.journeys;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** What people do in the web applications, by clicks and keys. Needs the system's Chromium. */
abstract class BrowserStory extends ObstacleStory {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /** After this long without a call a page has drawn what it drew for the last. */
  private static final Duration QUIET = Duration.ofMillis(500);

  @TempDir Path profiles;

  private final Set<Request> calls = new HashSet<>();
  private long lastCall;

  @BeforeAll
  static void patience() {
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
  }

  static Locator field(Locator form, String label) {
    return form.page().getByLabel(label, new Page.GetByLabelOptions().setExact(false)).first();
  }

  /** Opens the nth choice of a form and takes one. */
  void choose(Locator form, int nth, String label) {
    form.locator(".fjs-form-field-select .fjs-input-group").nth(nth).click();
    form.locator(".fjs-dropdownlist-item")
        .filter(new Locator.FilterOptions().setHasText(label))
        .first()
        .click();
    drawn(form.page());
  }

  void openTask(Page page, String name) {
    click(
        page.locator(".tasks-list .task")
            .filter(new Locator.FilterOptions().setHasText(name))
            .first());
    click(page.locator("button:has-text('Claim')").first());
  }

  /** The form takes a value when its field is left. */
  void complete(Page page) {
    page.locator(".fjs-container textarea").press("Tab");
    click(page.locator("button:has-text('Complete')"));
  }

  static void day(Locator form, String day) {
    enter(form.locator("input.flatpickr-input, .fjs-input[placeholder]").first(), day);
  }

  /** A field of a moment takes, when it is left, what was last drawn in it. */
  static void enter(Locator field, String value) {
    field.fill(value);
    drawn(field.page());
    field.press("Tab");
    drawn(field.page());
  }

  static void drawn(Page page) {
    page.evaluate(
        "() => new Promise(drawn => requestAnimationFrame("
            + "() => requestAnimationFrame(() => setTimeout(drawn))))");
  }

  void logIn(Page page, String app, String user) {
    page.navigate(url(app));
    settled(page);
    page.locator("input[type=text]").first().fill(user);
    page.locator("input[type=password]").fill("test");
    click(page.locator("button[type=submit]"));
  }

  void click(Locator what) {
    what.click();
    settled(what.page());
  }

  /** The webapps draw again when a call comes back; what is done before is lost. */
  void settled(Page page) {
    lastCall = System.nanoTime();
    do {
      page.waitForCondition(this::quiet);
      drawn(page);
    } while (!quiet());
  }

  boolean quiet() {
    return calls.isEmpty() && System.nanoTime() - lastCall > QUIET.toNanos();
  }

  void watch(Page page) {
    calls.clear();
    page.onRequest(
        call -> {
          calls.add(call);
          lastCall = System.nanoTime();
        });
    page.onRequestFinished(this::ended);
    page.onRequestFailed(this::ended);
  }

  void ended(Request call) {
    calls.remove(call);
    lastCall = System.nanoTime();
  }

  String url(String app) {
    return "http://localhost:%d/camunda/app/%s/default/".formatted(port, app);
  }

  void inChromium(Consumer<Page> story) {
    Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "The system has no Chromium");
    var environment =
        Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_SKIP_BROWSER_GC", "1");
    try (Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(environment));
        var browser =
            playwright
                .chromium()
                .launchPersistentContext(
                    profiles.resolve(java.util.UUID.randomUUID().toString()),
                    new BrowserType.LaunchPersistentContextOptions()
                        .setExecutablePath(CHROMIUM)
                        .setHeadless(true)
                        .setViewportSize(1400, 900)
                        .setArgs(
                            List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")))) {
      Page page = browser.pages().isEmpty() ? browser.newPage() : browser.pages().get(0);
      watch(page);
      story.accept(page);
    }
  }
}
