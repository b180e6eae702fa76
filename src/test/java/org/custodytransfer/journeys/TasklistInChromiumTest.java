package org.custodytransfer.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reviewer signs in Tasklist, and a manager sees the case in Cockpit, as people do. Needs the
 * system's Chromium.
 */
class TasklistInChromiumTest extends Journey {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  @TempDir Path profiles;

  @Test
  void aReviewerReadsTheFileIsToldWhatIsWrongAndSigns() {
    String caseNumber = file(DK_XK, request(DK_XK));
    String lawyer = DK_XK.user("legal-reviewers");
    long evidence = document(lawyer, "/api/transfers/" + caseNumber, "Certificate of finality");

    inChromium(
        page -> {
          logIn(page, "tasklist", lawyer);
          openTask(page, "Review finality · " + caseNumber);
          page.locator("a:has-text('Case file')").click();
          Locator file = page.locator(".case-file");
          assertThat(file).containsText("Case " + caseNumber);
          assertThat(file).containsText("Departure conditions: ");
          assertThat(file).containsText("Nobody has yet reviewed that the judgment is final.");
          assertThat(file).containsText("Certificate of finality");

          file.locator("input[name=title]").fill("Letter of the registry");
          file.locator("input[type=file]")
              .setInputFiles(
                  new FilePayload(
                      "letter.txt", "text/plain", "Invented.".getBytes(StandardCharsets.UTF_8)));
          answered(page, "/documents", () -> file.locator("button[type=submit]").click());
          assertThat(file).containsText("Name this number as evidence in your form.");
          assertThat(file).containsText("Letter of the registry");

          answered(page, "form-variables", () -> page.locator("a:text-is('Form')").click());
          Locator form = page.locator(".fjs-container");
          form.locator("input[type=radio]").first().check();
          day(form, "01/02/2026");
          form.locator("input[type=text]").last().fill(evidence + "");
          form.locator("textarea").fill("As the certificate says.");
          complete(page);
          assertThat(page.locator(".page-notifications"))
              .containsText("Final on: must be the day that the request names");

          page.locator(".page-notifications .close:visible").last().click();
          day(form, "03/17/2025");
          complete(page);
          assertThat(
                  page.locator(".tasks-list .task")
                      .filter(
                          new Locator.FilterOptions()
                              .setHasText("Review finality · " + caseNumber)))
              .hasCount(0);
        });

    Assertions.assertThat(
            get(lawyer, "/api/transfers/" + caseNumber)
                .body()
                .get("decisions")
                .findValuesAsText("kind"))
        .contains("FINALITY");
    inChromium(
        page -> {
          logIn(page, "cockpit", DK_XK.user("managers"));
          page.navigate(url("cockpit") + "#/processes");
          page.locator("a:text-is('Transfer')").first().click();
          assertThat(page.locator("body")).containsText(caseNumber);
        });
  }

  @Test
  void aDutyLawyerEntersAnOrder() {
    String caseNumber = file(DK_XK, request(DK_XK));
    inChromium(
        page -> {
          logIn(page, "tasklist", DK_XK.user("duty-lawyers"));
          page.locator("a:has-text('Start process')").first().click();
          answered(
              page,
              "deployed-start-form",
              () -> page.locator("a:text-is('Enter a stay order')").click());
          Locator form = page.locator(".fjs-container");
          assertThat(form.locator("label:has-text('Case number')")).hasCount(0);
          form.locator(".fjs-select-display, .fjs-input-group").first().click();
          form.locator("text=One case, and every other case of that person").click();
          field(form, "Court").fill("Court 02");
          field(form, "Docket").fill("ST-9");
          form.locator("textarea").fill("Stayed.");
          String yesterday =
              LocalDate.parse(today())
                  .minusDays(1)
                  .format(DateTimeFormatter.ofPattern("MM/dd/yyyy"));
          for (int moment = 0; moment < 2; moment++) {
            enter(form.locator("input[placeholder='mm/dd/yyyy']").nth(moment), yesterday);
            enter(form.locator("input[placeholder='hh:mm']").nth(moment), "08:00");
          }
          Locator received = form.locator("input[placeholder='hh:mm']").nth(1);
          enter(received, "07:00");
          form.locator("h3").click();
          Locator start = page.locator(".modal-footer button:text-is('Start')");
          start.click();
          assertThat(form).containsText("Field is required");
          enter(field(form, "Case number"), caseNumber);
          answered(page, "submit-form", start::click);
          assertThat(page.locator(".modal-body"))
              .containsText("/receivedAt: must be between /orderedAt and now");
          enter(received, "08:15");
          form.locator("h3").click();
          answered(page, "submit-form", start::click);
          assertThat(page.locator(".modal-body")).hasCount(0);
        });
    Assertions.assertThat(conditions(DK_XK, caseNumber)).containsEntry("NO_STAY", "AGAINST");
  }

  private static Locator field(Locator form, String label) {
    return form.page().getByLabel(label, new Page.GetByLabelOptions().setExact(false)).first();
  }

  @Test
  void theReceivingStateReadsWhatItIsAskedAndAnswers() {
    String caseNumber = placed(DK_XK);
    bringBack(DK_XK.user("duty-lawyers"), caseNumber, "COURT_ORDER", Duration.ofDays(5))
        .expect(201);
    inChromium(
        page -> {
          logIn(page, "tasklist", DK_XK.receivingUser());
          openTask(page, "Answer the request for the return · " + caseNumber);
          page.locator("a:has-text('Case file')").click();
          assertThat(page.locator(".case-file")).containsText("The person is demanded back");
          assertThat(page.locator(".case-file")).containsText("court order");
          assertThat(page.locator(".case-file")).not().containsText("Authority 01");
          answered(page, "form-variables", () -> page.locator("a:text-is('Form')").click());
          Locator form = page.locator(".fjs-container");
          form.locator("input[type=radio]").last().check();
          form.locator(".fjs-select-display, .fjs-input-group").last().click();
          form.locator("text=The sending state").last().click();
          form.locator("textarea").fill("Another proceeding is open here.");
          complete(page);
          assertThat(page.locator(".page-notifications")).not().containsText("must");
        });
    Assertions.assertThat(openTasks(caseNumber)).doesNotContain("answer-return");
  }

  @Test
  void theSetUpPageIsClosed() {
    inChromium(
        page ->
            Assertions.assertThat(page.navigate(url("admin") + "setup/#/setup").status())
                .isEqualTo(403));
  }

  private static void openTask(Page page, String name) {
    page.locator(".tasks-list .task")
        .filter(new Locator.FilterOptions().setHasText(name))
        .first()
        .click();
    answered(
        page, "form-variables", () -> page.locator("button:has-text('Claim')").first().click());
  }

  /** The form takes a value when its field is left. */
  private static void complete(Page page) {
    page.locator(".fjs-container textarea").press("Tab");
    answered(page, "submit-form", () -> page.locator("button:has-text('Complete')").click());
  }

  private static void day(Locator form, String day) {
    enter(form.locator("input.flatpickr-input, .fjs-input[placeholder]").first(), day);
  }

  /** A field of a moment takes, when it is left, what was last drawn in it. */
  private static void enter(Locator field, String value) {
    field.fill(value);
    drawn(field.page());
    field.press("Tab");
    drawn(field.page());
  }

  private static void drawn(Page page) {
    page.evaluate(
        "() => new Promise(drawn => requestAnimationFrame("
            + "() => requestAnimationFrame(() => setTimeout(drawn))))");
  }

  private void logIn(Page page, String app, String user) {
    answered(page, "/auth/user/default", () -> page.navigate(url(app)));
    page.locator("input[type=text]").first().fill(user);
    page.locator("input[type=password]").fill("test");
    page.locator("button[type=submit]").click();
  }

  /** The webapps draw again when a call comes back; what is done before is lost. */
  private static void answered(Page page, String call, Runnable click) {
    page.waitForResponse(response -> response.url().contains(call), click);
  }

  private String url(String app) {
    return "http://localhost:%d/camunda/app/%s/default/".formatted(port, app);
  }

  private void inChromium(Consumer<Page> story) {
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
      story.accept(browser.pages().isEmpty() ? browser.newPage() : browser.pages().get(0));
    }
  }
}
