package org.custodytransfer.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A reviewer signs in Tasklist, and a manager sees the case in Cockpit, as people do. Needs the
 * system's Chromium.
 */
@Tag("h2")
class TasklistInChromiumTest extends BrowserStory {

  @Test
  void aReviewerReadsTheFileIsToldWhatIsWrongAndSigns() {
    String caseNumber = file(QR_QS, request(QR_QS));
    String lawyer = QR_QS.user("legal-reviewers");
    long evidence = document(lawyer, "/api/transfers/" + caseNumber, "Certificate of finality");

    inChromium(
        page -> {
          logIn(page, "tasklist", lawyer);
          openTask(page, "Review finality · " + caseNumber);
          click(page.locator("a:has-text('Case file')"));
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
          click(file.locator("button[type=submit]"));
          assertThat(file).containsText("Name this number as evidence in your form.");
          assertThat(file).containsText("Letter of the registry");

          click(page.locator("a:text-is('Form')"));
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
          logIn(page, "cockpit", QR_QS.user("managers"));
          page.navigate(url("cockpit") + "#/processes");
          page.locator("a:text-is('Transfer')").first().click();
          assertThat(page.locator("body")).containsText(caseNumber);
        });
  }

  @Test
  @Tag("proof")
  void aDutyLawyerEntersAnOrder() {
    String caseNumber = file(QR_QS, request(QR_QS));
    inChromium(
        page -> {
          logIn(page, "tasklist", QR_QS.user("duty-lawyers"));
          click(page.locator("a:has-text('Start process')").first());
          click(page.locator("a:text-is('Stay order or other obstacle')"));
          Locator form = page.locator(".fjs-container");
          assertThat(form.locator("label:has-text('Case number')")).hasCount(0);
          choose(form, 0, "A court's order that stops transfers: a stay order");
          choose(form, 1, "One case, and every other case of that person");
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
          click(start);
          assertThat(page.locator(".modal-body"))
              .containsText("/receivedAt: must be between /orderedAt and now");
          enter(received, "08:15");
          form.locator("h3").click();
          click(start);
          assertThat(page.locator(".modal-body")).hasCount(0);
        });
    Assertions.assertThat(conditions(QR_QS, caseNumber)).containsEntry("NO_STAY", "AGAINST");
  }

  @Test
  @Tag("proof")
  void twoLawyersSettleWhatStandsAgainstATransfer() {
    String caseNumber = file(QR_QS, request(QR_QS));
    String path = "/api/transfers/" + caseNumber;
    post(
            QR_QS.user("counsel"),
            path + "/obstacles",
            map(
                "kind",
                "AGE_CLAIM",
                "authority",
                "Counsel 01",
                "reference",
                "A-1",
                "text",
                "The person says so (invented).",
                "occurredAt",
                clock.instant().minus(Duration.ofDays(3)).toString()))
        .expect(201);
    long letter = document(QR_QS.user("caseworkers"), path, "Letter of counsel");
    inChromium(
        page -> {
          logIn(page, "tasklist", QR_QS.user("duty-lawyers"));
          openTask(page, "Settle what stands against the transfer · " + caseNumber);
          click(page.locator("a:has-text('Case file')"));
          assertThat(page.locator(".case-file"))
              .containsText("What stands against the transfer: 1");
          assertThat(page.locator(".case-file")).containsText("an age assessment");
          click(page.locator("a:text-is('Form')"));
          Locator form = page.locator(".fjs-container");
          form.locator("input[type=radio]").nth(1).check();
          enter(field(form, "Court or authority"), "Court 08");
          enter(field(form, "Reference of the decision"), "W-1");
          String yesterday =
              LocalDate.parse(today())
                  .minusDays(1)
                  .format(DateTimeFormatter.ofPattern("MM/dd/yyyy"));
          enter(form.locator("input[placeholder='mm/dd/yyyy']").first(), yesterday);
          enter(form.locator("input[placeholder='hh:mm']").first(), "08:00");
          form.locator("textarea").fill("As the assessment says.");
          complete(page);
          assertThat(page.locator(".page-notifications"))
              .containsText("The decision itself (document numbers): is required");
          page.locator(".page-notifications .close:visible").last().click();
          enter(field(form, "The decision itself"), letter + "");
          complete(page);
          assertThat(page.locator(".page-notifications")).not().containsText("required");
        });
    inChromium(
        page -> {
          logIn(page, "tasklist", QR_QS.user("duty-lawyers") + "-2");
          openTask(page, "Confirm the settlement · " + caseNumber);
          click(page.locator("a:has-text('Case file')"));
          assertThat(page.locator(".case-file"))
              .containsText("To be confirmed: upheld, Court 08, W-1");
          click(page.locator("a:text-is('Form')"));
          page.locator(".fjs-container input[type=radio]").first().check();
          page.locator(".fjs-container textarea").fill("Compared with the letter.");
          complete(page);
        });
    Assertions.assertThat(openTasks(caseNumber)).doesNotContain("confirm-settlement");
    Assertions.assertThat(get(QR_QS.user("duty-lawyers"), path + "/obstacles").body().toString())
        .contains("UPHELD");
  }

  /** It is on no case's file: its own tasks show whom it covers, and what is to be confirmed. */
  @Test
  @Tag("proof")
  void twoLawyersLiftAnOrderForMany() {
    long order =
        post(QR_QS.user("systems"), "/api/stay-orders", order("ALL", ""))
            .expect(201)
            .body()
            .get("id")
            .asLong();
    inChromium(
        page -> {
          logIn(page, "tasklist", QR_QS.user("duty-lawyers"));
          openTask(page, "Settle what stands against the transfer · OBSTACLE-" + order);
          click(page.locator("a:has-text('Case file')"));
          assertThat(page.locator(".case-file")).containsText("Stay order " + order);
          assertThat(page.locator(".case-file")).containsText("Court 02, ST-1");
          click(page.locator("a:text-is('Form')"));
          Locator form = page.locator(".fjs-container");
          form.getByText("Lifted: the body that gave it").click();
          form.getByText("No: it is final").click();
          enter(field(form, "Court or authority"), "Court 02");
          enter(field(form, "Reference of the decision"), "ST-2");
          String day =
              LocalDate.parse(today())
                  .minusDays(4)
                  .format(DateTimeFormatter.ofPattern("MM/dd/yyyy"));
          for (int moment : new int[] {0, 2}) {
            enter(form.locator("input[placeholder='mm/dd/yyyy']").nth(moment), day);
            enter(form.locator("input[placeholder='hh:mm']").nth(moment), "12:00");
          }
          form.locator("textarea").fill("The order is lifted, as its court says.");
          complete(page);
          assertThat(page.locator(".page-notifications")).not().containsText("required");
        });
    untilHeard(order);
    inChromium(
        page -> {
          logIn(page, "tasklist", QR_QS.user("duty-lawyers") + "-2");
          openTask(page, "Confirm the settlement · OBSTACLE-" + order);
          click(page.locator("a:has-text('Case file')"));
          assertThat(page.locator(".case-file")).containsText("lifted, Court 02, ST-2");
          assertThat(page.locator(".case-file")).containsText("The order is lifted");
          click(page.locator("a:text-is('Form')"));
          page.locator(".fjs-container input[type=radio]").first().check();
          page.locator(".fjs-container textarea").fill("Read in the decision.");
          complete(page);
        });
    Assertions.assertThat(
            get(QR_QS.user("duty-lawyers"), "/api/stay-orders/" + order)
                .body()
                .at("/settled/outcome")
                .asText())
        .isEqualTo("LIFTED");
  }

  @Test
  @Tag("proof")
  void theReceivingStateReadsWhatItIsAskedAndAnswers() {
    String caseNumber = placed(QR_QS);
    bringBack(QR_QS.user("duty-lawyers"), caseNumber, "COURT_ORDER", Duration.ofDays(5))
        .expect(201);
    inChromium(
        page -> {
          logIn(page, "tasklist", QR_QS.receivingUser());
          openTask(page, "Answer the request for the return · " + caseNumber);
          click(page.locator("a:has-text('Case file')"));
          assertThat(page.locator(".case-file")).containsText("The person is demanded back");
          // Why is the sending state's to know: the receiving state may be the one that is feared.
          assertThat(page.locator(".case-file")).containsText("(not told)");
          assertThat(page.locator(".case-file")).not().containsText("court order");
          assertThat(page.locator(".case-file")).not().containsText("Authority 01");
          click(page.locator("a:text-is('Form')"));
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
  @Tag("proof")
  void theSetUpPageIsClosed() {
    inChromium(
        page ->
            Assertions.assertThat(page.navigate(url("admin") + "setup/#/setup").status())
                .isEqualTo(403));
  }
}
