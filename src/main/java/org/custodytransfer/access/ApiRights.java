package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.platform.Refusal;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may call what of {@code /api}: one table, asked at the door. What has no row here is not
 * there. A row opens a door for a group; which cases a caller may see, and what a state of a case
 * allows, is decided behind it.
 */
final class ApiRights {

  private static final List<Row> TABLE =
      table(
          """
          GET   /api/transfers                                   ANYBODY
          POST  /api/transfers                                   REQUESTERS SYSTEMS
          GET   /api/transfers/{n}                               ANYBODY
          GET   /api/transfers/{n}/conditions                    LEGAL_REVIEWERS DUTY_LAWYERS COUNSEL AUDITORS MANAGERS CASEWORKERS
          GET   /api/transfers/{n}/conditions/history            LEGAL_REVIEWERS DUTY_LAWYERS COUNSEL AUDITORS MANAGERS CASEWORKERS
          GET   /api/transfers/{n}/bundle                        AUDITORS COUNSEL LEGAL_REVIEWERS DUTY_LAWYERS
          GET   /api/transfers/{n}/documents                     CASEWORKERS LEGAL_REVIEWERS DUTY_LAWYERS APPROVERS SENIOR_APPROVERS COUNSEL AUDITORS
          GET   /api/transfers/{n}/documents/{id}                CASEWORKERS LEGAL_REVIEWERS DUTY_LAWYERS APPROVERS SENIOR_APPROVERS COUNSEL AUDITORS
          POST  /api/transfers/{n}/documents                     REQUESTERS CASEWORKERS LEGAL_REVIEWERS DUTY_LAWYERS COUNSEL SYSTEMS
          POST  /api/transfers/{n}/claims                        COUNSEL CASEWORKERS DUTY_LAWYERS LEGAL_REVIEWERS REQUESTERS SYSTEMS
          POST  /api/transfers/{n}/facts                         CASEWORKERS LEGAL_REVIEWERS DUTY_LAWYERS SYSTEMS
          POST  /api/transfers/{n}/withdrawal                    REQUESTERS SYSTEMS
          POST  /api/transfers/{n}/acceptance-withdrawal         RECEIVING
          POST  /api/transfers/{n}/death                         CASEWORKERS MEDICAL RECEIVING DUTY_LAWYERS
          POST  /api/transfers/{n}/gone-without-clearance        DUTY_LAWYERS LEGAL_REVIEWERS COUNSEL SYSTEMS RECEIVING
          POST  /api/transfers/{n}/onward                        RECEIVING DUTY_LAWYERS COUNSEL CASEWORKERS SYSTEMS
          GET   /api/transfers/{n}/returns                       DUTY_LAWYERS LEGAL_REVIEWERS COUNSEL AUDITORS CASEWORKERS SENIOR_APPROVERS RECEIVING FLIGHT_OPERATIONS MANAGERS SYSTEMS
          POST  /api/transfers/{n}/returns                       SYSTEMS DUTY_LAWYERS LEGAL_REVIEWERS MEDICAL CASEWORKERS SENIOR_APPROVERS RECEIVING
          GET   /api/stay-orders                                 DUTY_LAWYERS LEGAL_REVIEWERS SYSTEMS MANAGERS AUDITORS CASEWORKERS
          POST  /api/stay-orders                                 SYSTEMS DUTY_LAWYERS LEGAL_REVIEWERS
          GET   /api/stay-orders/{order}                         DUTY_LAWYERS LEGAL_REVIEWERS SYSTEMS MANAGERS AUDITORS CASEWORKERS
          GET   /api/stay-orders/{order}/cases                   DUTY_LAWYERS LEGAL_REVIEWERS SYSTEMS MANAGERS AUDITORS CASEWORKERS
          POST  /api/stay-orders/{order}/lift                    DUTY_LAWYERS LEGAL_REVIEWERS
          GET   /api/agreements                                  ANYBODY
          GET   /api/agreements/{code}                           ANYBODY
          GET   /api/schemas/agreement                           ANYBODY
          GET   /api/agreements/{code}/cost                      LEGAL_REVIEWERS COUNSEL MANAGERS AUDITORS FINANCE
          POST  /api/agreements/{code}/assessment                LEGAL_REVIEWERS COUNSEL MANAGERS AUDITORS
          POST  /api/agreements/{code}/documents                 LEGAL_REVIEWERS DUTY_LAWYERS CASEWORKERS SYSTEMS
          POST  /api/agreements/{code}/legal-bases               LEGAL_REVIEWERS DUTY_LAWYERS
          POST  /api/agreements/{code}/inspections               LEGAL_REVIEWERS DUTY_LAWYERS
          POST  /api/agreements/{code}/funding-certificates      FINANCE
          POST  /api/agreements/{code}/funding-hold              FINANCE DUTY_LAWYERS LEGAL_REVIEWERS SYSTEMS
          POST  /api/agreements/{code}/funding-hold/release      FINANCE
          POST  /api/agreements/{code}/suspension                DUTY_LAWYERS LEGAL_REVIEWERS SYSTEMS SENIOR_APPROVERS
          POST  /api/agreements/{code}/suspension/resumption     DUTY_LAWYERS LEGAL_REVIEWERS
          GET   /api/flights                                     FLIGHT_OPERATIONS RECEIVING MANAGERS AUDITORS SYSTEMS MEDICAL CASEWORKERS DUTY_LAWYERS LEGAL_REVIEWERS
          POST  /api/flights                                     FLIGHT_OPERATIONS
          GET   /api/flights/{flight}                            FLIGHT_OPERATIONS RECEIVING MANAGERS AUDITORS SYSTEMS MEDICAL CASEWORKERS DUTY_LAWYERS LEGAL_REVIEWERS
          POST  /api/flights/{flight}/departure                  FLIGHT_OPERATIONS SYSTEMS
          POST  /api/flights/{flight}/arrival                    FLIGHT_OPERATIONS SYSTEMS
          POST  /api/flights/{flight}/identity-checks            CASEWORKERS FLIGHT_OPERATIONS RECEIVING
          POST  /api/flights/{flight}/handovers                  FLIGHT_OPERATIONS RECEIVING
          POST  /api/flights/{flight}/cancellation               FLIGHT_OPERATIONS
          POST  /api/flights/{flight}/delay                      FLIGHT_OPERATIONS
          GET   /api/placements                                  RECEIVING CASEWORKERS MANAGERS AUDITORS DUTY_LAWYERS LEGAL_REVIEWERS FINANCE FLIGHT_OPERATIONS
          POST  /api/billing-runs                                FINANCE SYSTEMS
          GET   /api/bills/{key}                                 FINANCE RECEIVING AUDITORS
          GET   /api/invoices                                    FINANCE RECEIVING MANAGERS AUDITORS SYSTEMS
          GET   /api/invoices/{number}                           FINANCE RECEIVING MANAGERS AUDITORS SYSTEMS
          POST  /api/payments                                    FINANCE SYSTEMS
          GET   /api/audit                                       AUDITORS
          GET   /api/audit/verification                          AUDITORS
          POST  /api/audit/divergence-notes                      AUDITORS
          GET   /api/audit/divergence-notes/{id}                 AUDITORS
          POST  /api/audit/divergence-notes/{id}/confirmation    AUDITORS
          POST  /api/accounts                                    ADMINISTRATORS
          POST  /api/accounts/{user}/memberships                 ADMINISTRATORS
          POST  /api/accounts/{user}/membership-ends             ADMINISTRATORS
          POST  /api/accounts/{user}/closure                     ADMINISTRATORS
          POST  /api/accounts/{user}/password-reset              ADMINISTRATORS
          POST  /api/account-changes/{id}/confirmation           ADMINISTRATORS
          POST  /api/own-password                                EVERYBODY
          POST  /api/tasks/{id}/release                          MANAGERS
          GET   /api/tasks/{id}                                  ANYBODY
          """);

  private ApiRights() {}

  /**
   * The row of a call, found as the router finds its handler: by the decoded address within the
   * application.
   *
   * @throws Refusal 404 if the address has no row, 405 if it has none for this method
   */
  static Call call(HttpServletRequest request) {
    PathContainer path = ServletRequestPathUtils.parse(request).pathWithinApplication();
    String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    List<Row> there = TABLE.stream().filter(row -> row.pattern().matches(path)).toList();
    if (there.isEmpty()) {
      throw Refusal.notFound("address");
    }
    Row row =
        there.stream()
            .filter(one -> one.method().equals(method))
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.notAllowed(
                        request.getMethod(), there.stream().map(Row::method).toList()));
    return new Call(row, row.pattern().matchAndExtract(path).getUriVariables(), decoded(path));
  }

  private static String decoded(PathContainer path) {
    return path.elements().stream()
        .map(
            one ->
                one instanceof PathContainer.PathSegment segment
                    ? segment.valueToMatch()
                    : one.value())
        .collect(Collectors.joining());
  }

  static List<Row> rows() {
    return TABLE;
  }

  private static List<Row> table(String text) {
    return text.lines().map(line -> row(line.strip().split("\\s+"))).toList();
  }

  private static Row row(String[] words) {
    Set<Role> roles =
        switch (words[2]) {
          case "EVERYBODY" -> EnumSet.allOf(Role.class);
          // Administrators see no case.
          case "ANYBODY" -> EnumSet.complementOf(EnumSet.of(Role.ADMINISTRATORS));
          default -> EnumSet.copyOf(Stream.of(words).skip(2).map(Role::valueOf).toList());
        };
    Body body =
        switch (words[1].substring(words[1].lastIndexOf('/') + 1)) {
          case "documents" -> Body.FILE;
          case "assessment" -> Body.COHORT;
          default -> Body.JSON;
        };
    return new Row(words[0], PathPatternParser.defaultInstance.parse(words[1]), body, roles);
  }

  /** A method at an address, what it takes, and the groups that may call it. */
  record Row(String method, PathPattern pattern, Body body, Set<Role> roles) {

    /** Whether it takes an account, and no group. */
    boolean isForEverybody() {
      return roles.size() == Role.values().length;
    }
  }

  /** A row with what the address of a call names, and that address, decoded. */
  record Call(Row row, Map<String, String> variables, String path) {

    /** The case, flight, agreement or order whose state the call is about. */
    Optional<String> about() {
      return Stream.of("n", "code", "flight")
          .filter(variables::containsKey)
          .map(variables::get)
          .findFirst()
          .or(() -> Optional.ofNullable(variables.get("order")).map("ORDER-"::concat));
    }
  }
}
