package org.custodytransfer.obstacle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.custodytransfer.agreement.Agreement.Route;
import org.custodytransfer.casefile.CaseFile;
import org.custodytransfer.obstacle.StayOrders.Scope;
import org.custodytransfer.platform.Rows;

/**
 * Whom an order covers. Each kind says it twice: for a file at the gate, and as a condition on the
 * open cases, so that their number comes from an index.
 */
sealed interface Target {

  /**
   * The one of whom it is asked whether an order covers them.
   *
   * @param numbers all of theirs, in their normal form; read where an order goes by one
   * @param flights on which they have or had a seat
   */
  record Person(CaseFile file, Set<String> numbers, Set<String> flights) {}

  /** What a statement adds to {@code open_case o join transfer_case c}. */
  record Sql(String condition, Map<String, Object> parameters) {}

  Scope scope();

  boolean covers(Person person);

  /** The case on file whose person it is about; of all others it is about more than one case. */
  default Optional<String> aboutCase() {
    return Optional.empty();
  }

  /** Whether it is about one person, who is served with what becomes of it. */
  default boolean isOfOne() {
    return false;
  }

  Sql openCases();

  /** The columns that keep it, beside the scope. */
  Map<String, Object> columns();

  /**
   * Cases with each flight on which they had a seat: an order does not end with the seat it took.
   */
  String ON_FLIGHT = "select s.case_number, s.flight_id from seat s";

  String NATIONAL =
      "exists (select 1 from person_nationality n where n.person_id = c.person_id and n.state = %s)";

  /** One case, and every other case of the same person: filing anew washes nothing away. */
  record OneCase(String caseNumber, Optional<String> personId) implements Target {
    @Override
    public Scope scope() {
      return Scope.CASE;
    }

    @Override
    public Optional<String> aboutCase() {
      return personId.map(known -> caseNumber);
    }

    @Override
    public boolean isOfOne() {
      return true;
    }

    @Override
    public boolean covers(Person person) {
      return person.file().caseNumber().equals(caseNumber)
          || personId.filter(person.file().personIds()::contains).isPresent();
    }

    @Override
    public Sql openCases() {
      return new Sql(
          "(c.case_number = :case or c.person_id = :person)",
          Map.of("case", caseNumber, "person", personId.orElse("")));
    }

    @Override
    public Map<String, Object> columns() {
      return Rows.columns(
          "named_case", caseNumber,
          "case_number", personId.map(known -> caseNumber),
          "person_id", personId);
    }
  }

  /** A person by a number of the sending state's register or another number of theirs. */
  record OnePerson(String state, String number) implements Target {
    @Override
    public Scope scope() {
      return Scope.PERSON;
    }

    @Override
    public boolean isOfOne() {
      return true;
    }

    @Override
    public boolean covers(Person person) {
      return person.file().agreement().sending().state().equals(state)
          && person.numbers().contains(number);
    }

    @Override
    public Sql openCases() {
      return new Sql(
          "exists (select 1 from person p join person_alias a on a.person_id = p.id"
              + " where p.id = c.person_id and p.sending_state = :state and a.alias = :number)",
          Map.of("state", state, "number", number));
    }

    @Override
    public Map<String, Object> columns() {
      return Rows.columns("person_state", state, "person_number", number);
    }
  }

  /** Everybody to whom all of a rule applies, persons to come included. */
  record AClass(
      Optional<Route> route,
      Optional<String> nationality,
      Optional<String> agreement,
      Optional<Long> legalBasis)
      implements Target {
    @Override
    public Scope scope() {
      return Scope.CLASS;
    }

    @Override
    public boolean covers(Person person) {
      CaseFile file = person.file();
      return route.map(file.route()::equals).orElse(true)
          && nationality.map(state -> onFile(file, state)).orElse(true)
          && agreement.map(file.agreement().code()::equals).orElse(true);
    }

    /** Also what was said once and is not held any more: an order covers rather more than less. */
    private static boolean onFile(CaseFile file, String state) {
      return file.nationalities().stream().anyMatch(one -> one.state().equals(state));
    }

    @Override
    public Sql openCases() {
      List<String> conditions = new ArrayList<>();
      Map<String, Object> parameters = new HashMap<>();
      agreement.ifPresent(
          code -> {
            conditions.add("c.agreement_code = :agreement");
            parameters.put("agreement", code);
          });
      nationality.ifPresent(
          state -> {
            conditions.add(String.format(Locale.ROOT, NATIONAL, ":nationality"));
            parameters.put("nationality", state);
          });
      String own = String.format(Locale.ROOT, NATIONAL, "c.sending_state");
      String receiving = String.format(Locale.ROOT, NATIONAL, "c.receiving_state");
      route
          .map(
              one ->
                  switch (one) {
                    case SENDING_NATIONAL -> own;
                    case RECEIVING_NATIONAL -> receiving + " and not " + own;
                    case THIRD_COUNTRY -> "not " + own + " and not " + receiving;
                  })
          .ifPresent(conditions::add);
      return new Sql(String.join(" and ", conditions), parameters);
    }

    @Override
    public Map<String, Object> columns() {
      return Rows.columns(
          "rule_route", route,
          "rule_nationality", nationality,
          "agreement_code", agreement,
          "rule_legal_basis", legalBasis);
    }
  }

  /** Everybody who has or had a seat on a flight, wherever they are since. */
  record OneFlight(String flight) implements Target {
    @Override
    public Scope scope() {
      return Scope.FLIGHT;
    }

    @Override
    public boolean covers(Person person) {
      return person.flights().contains(flight);
    }

    @Override
    public Sql openCases() {
      return new Sql(
          "c.case_number in (select f.case_number from ("
              + ON_FLIGHT
              + ") f where f.flight_id = :flight)",
          Map.of("flight", flight));
    }

    @Override
    public Map<String, Object> columns() {
      return Rows.columns("flight_id", flight);
    }
  }

  record OneAgreement(String code) implements Target {
    @Override
    public Scope scope() {
      return Scope.AGREEMENT;
    }

    @Override
    public boolean covers(Person person) {
      return person.file().agreement().code().equals(code);
    }

    @Override
    public Sql openCases() {
      return new Sql("c.agreement_code = :agreement", Map.of("agreement", code));
    }

    @Override
    public Map<String, Object> columns() {
      return Rows.columns("agreement_code", code);
    }
  }

  record Everything() implements Target {
    @Override
    public Scope scope() {
      return Scope.ALL;
    }

    @Override
    public boolean covers(Person person) {
      return true;
    }

    @Override
    public Sql openCases() {
      return new Sql("1 = 1", Map.of());
    }

    @Override
    public Map<String, Object> columns() {
      return Map.of();
    }
  }

  static Target of(ResultSet row) throws SQLException {
    return switch (Scope.valueOf(row.getString("scope"))) {
      case CASE ->
          new OneCase(row.getString("named_case"), Optional.ofNullable(row.getString("person_id")));
      case PERSON -> new OnePerson(row.getString("person_state"), row.getString("person_number"));
      case CLASS ->
          new AClass(
              Optional.ofNullable(row.getString("rule_route")).map(Route::valueOf),
              Optional.ofNullable(row.getString("rule_nationality")),
              Optional.ofNullable(row.getString("agreement_code")),
              Rows.maybe(row, "rule_legal_basis", Long.class));
      case FLIGHT -> new OneFlight(row.getString("flight_id"));
      case AGREEMENT -> new OneAgreement(row.getString("agreement_code"));
      case ALL -> new Everything();
    };
  }
}
