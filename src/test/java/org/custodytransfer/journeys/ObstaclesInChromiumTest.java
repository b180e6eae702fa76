package org.custodytransfer.journeys;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.custodytransfer.obstacle.ObstacleKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each kind of obstacle, raised by one and settled by two others with mouse and keyboard. Every
 * user logs in once and does the whole of a day's work.
 */
@Tag("h2")
@Tag("proof")
class ObstaclesInChromiumTest extends BrowserStory {

  /** Entered in the past day, so that an hour of the browser's own zone is never in the future. */
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM/dd/yyyy");

  private static final Set<ObstacleKind> NAMES_A_STATE =
      EnumSet.of(ObstacleKind.NATIONALITY_CLAIM, ObstacleKind.NATIONALITY_FOUND);

  /** In the order of the form. */
  private static final List<String> OUTCOMES =
      List.of("rejected", "upheld", "lifted", "confirmed", "withdrawn", "entered-in-error");

  /** One of a kind, on its way through the day. */
  private static final class One {
    final ObstacleKind kind;
    final Pair pair;
    final String caseNumber;
    long id;

    One(ObstacleKind kind, Pair pair, String caseNumber) {
      this.kind = kind;
      this.pair = pair;
      this.caseNumber = caseNumber;
    }
  }

  @Test
  void eachKindIsRaisedByOneAndSettledByTwoOthers() throws IOException {
    Map<String, String> labels = labels();
    List<One> all = new ArrayList<>();
    for (ObstacleKind kind : ObstacleKind.values()) {
      under(kind);
      all.add(new One(kind, pair, file(pair, request(pair))));
    }
    // Nobody has died before their case was filed.
    advance(Duration.ofDays(3));
    eachUser(all, one -> userOf(one, raiserOf(one.kind)), (page, one) -> raise(page, one, labels));
    Assertions.assertThat(all).allMatch(one -> one.id > 0);
    advance(Duration.ofDays(2));
    eachUser(all, one -> userOf(one, first(one.kind)), this::enter);
    advance(SERVED);
    eachUser(all, one -> userOf(one, second(one.kind)), this::confirm);
    for (One one : all) {
      Assertions.assertThat(
              jdbc.sql(
                      """
                      select s.outcome from obstacle_settlement s join obstacle_confirmation c
                      on c.settlement_id = s.id where s.obstacle_id = ? and c.outcome = 'CONFIRMED'""")
                  .param(one.id)
                  .query(String.class)
                  .list())
          .as("%s", one.kind)
          .containsExactly(settling(one.kind).toUpperCase().replace('-', '_'));
    }
  }

  /** The same person on the side of the pair whose case it is. */
  private String userOf(One one, String user) {
    return one.pair.sending().toLowerCase() + user.substring(2);
  }

  private void eachUser(List<One> all, Function<One, String> user, BiConsumer<Page, One> does) {
    Map<String, List<One>> byUser = new LinkedHashMap<>();
    for (One one : all) {
      byUser.computeIfAbsent(user.apply(one), key -> new ArrayList<>()).add(one);
    }
    byUser.forEach(
        (who, theirs) ->
            inChromium(
                page -> {
                  logIn(page, "tasklist", who);
                  theirs.forEach(one -> does.accept(page, one));
                }));
  }

  private void raise(Page page, One one, Map<String, String> labels) {
    click(page.locator("a:has-text('Start process')").first());
    click(page.locator("a:text-is('Stay order or other obstacle')"));
    Locator form = page.locator(".modal-body .fjs-container");
    choose(form, 0, labels.get(one.kind.name()));
    if (one.kind.isOfTheAgreement()) {
      enter(field(form, "Agreement"), one.pair.agreement());
    } else {
      if (one.kind == ObstacleKind.COURT_ORDER) {
        choose(form, 1, "One case, and every other case of that person");
      }
      enter(field(form, "Case number"), one.caseNumber);
      enter(field(form, "Court, authority, or who says so"), "Court 07");
      enter(field(form, "Docket or reference"), "O-1");
      if (NAMES_A_STATE.contains(one.kind)) {
        enter(field(form, "Which state?"), "QM");
      }
      moment(form, 0, 1);
      if (one.kind == ObstacleKind.COURT_ORDER) {
        moment(form, 1, 1);
      }
      if (one.kind == ObstacleKind.SENTENCE_CHANGED) {
        String until = LocalDate.parse(sentenceUntil(one.caseNumber)).plusDays(1).format(DAY);
        enter(form.locator("input[placeholder='mm/dd/yyyy']").first(), until);
        enter(form.locator("input[placeholder='mm/dd/yyyy']").nth(1), daysAgo(1));
      }
      enter(field(form, "The papers"), evidence(one.pair, one.caseNumber));
    }
    form.locator("textarea").fill("As the paper says (invented).");
    form.locator("textarea").press("Tab");
    long last = newest();
    click(page.locator(".modal-footer button:text-is('Start')"));
    Assertions.assertThat(page.locator(".modal-body").allInnerTexts()).as("%s", one.kind).isEmpty();
    one.id = newest();
    Assertions.assertThat(one.id).as("%s", one.kind).isGreaterThan(last);
  }

  private void enter(Page page, One one) {
    open(page, "settle-obstacle", one);
    click(page.locator("a:has-text('Case file')"));
    assertThat(page.locator(".case-file")).containsText(one.kind.settledOn());
    click(page.locator("a:text-is('Form')"));
    Locator form = page.locator(".fjs-container");
    form.locator("input[type=radio]").nth(OUTCOMES.indexOf(settling(one.kind))).check();
    if (!one.kind.isOfTheAgreement() && !settling(one.kind).equals("entered-in-error")) {
      // It is final, or no such remedy is open.
      form.locator("input[type=radio]").nth(OUTCOMES.size()).check();
    }
    enter(field(form, "Court or authority that decided"), authority(one));
    enter(field(form, "Reference of the decision"), "S-1");
    for (int nth = 0; nth < 3; nth++) {
      moment(form, nth, 1);
    }
    long paper =
        one.kind.isOfTheAgreement()
            ? document(
                one.pair.user("legal-reviewers"), "/api/agreements/" + one.pair.agreement(), "End")
            : paper(one);
    enter(field(form, "The decision itself"), paper + "");
    form.locator("textarea").fill("As the decision says.");
    complete(page);
    assertThat(page.locator(".page-notifications")).not().containsText("must");
    Assertions.assertThat(openTasks(about(one))).as("%s", one.kind).contains("confirm-settlement");
  }

  /** What is a decision already is compared with its own paper. */
  private long paper(One one) {
    return one.kind == ObstacleKind.SENTENCE_CHANGED
        ? jdbc.sql("select document_id from obstacle_document where obstacle_id = ?")
            .param(one.id)
            .query(Long.class)
            .single()
        : Long.parseLong(evidence(one.pair, one.caseNumber));
  }

  private void confirm(Page page, One one) {
    open(page, "confirm-settlement", one);
    page.locator(".fjs-container input[type=radio]").first().check();
    page.locator(".fjs-container textarea").fill("Compared with the paper.");
    complete(page);
  }

  /** By its address: the list has pages. */
  private void open(Page page, String task, One one) {
    String id =
        jdbc.sql(
                """
                select t.ID_ from ACT_RU_TASK t join ACT_RU_EXECUTION e on e.ID_ = t.PROC_INST_ID_
                where t.TASK_DEF_KEY_ = ? and e.BUSINESS_KEY_ = ?""")
            .params(task, "OBSTACLE-" + one.id)
            .query(String.class)
            .single();
    page.navigate(url("tasklist") + "#/?task=" + id);
    settled(page);
    click(page.locator("button:has-text('Claim')").first());
  }

  private static String about(One one) {
    return one.kind.isOfTheAgreement() ? "OBSTACLE-" + one.id : one.caseNumber;
  }

  private void moment(Locator form, int nth, int days) {
    Locator day = form.locator("input[placeholder='mm/dd/yyyy']").nth(nth);
    enter(day, daysAgo(days));
    enter(form.locator("input[placeholder='hh:mm']").nth(nth), "12:00");
  }

  private String daysAgo(int days) {
    return LocalDate.parse(today()).minusDays(days).format(DAY);
  }

  private String authority(One one) {
    return jdbc.sql("select authority from obstacle where id = ?")
        .param(one.id)
        .query(String.class)
        .single();
  }

  private long newest() {
    return jdbc.sql("select coalesce(max(id), 0) from obstacle").query(Long.class).single();
  }

  /** As the form names the kinds. */
  private static Map<String, String> labels() throws IOException {
    Map<String, String> labels = new LinkedHashMap<>();
    JsonNode form = JSON.readTree(Path.of("processes/obstacle/raise-obstacle.form").toFile());
    for (JsonNode component : form.get("components")) {
      if (component.path("key").asText().equals("kind")) {
        component
            .get("values")
            .forEach(one -> labels.put(one.get("value").asText(), one.get("label").asText()));
      }
    }
    return labels;
  }
}
