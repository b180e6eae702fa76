package org.custodytransfer.flight.process;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Role;
import org.custodytransfer.audit.Anchors;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.process.CaseForm;
import org.custodytransfer.flight.Departures;
import org.custodytransfer.flight.Flights;
import org.custodytransfer.flight.OnTheWay;
import org.custodytransfer.flight.Waiting;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The forms and the one automated step of a flight. */
@Configuration(proxyBeanMethods = false)
class FlightForms {

  @Bean
  FormSigner confirmCharter(Flights flights) {
    return new FlightForm(
        "confirm-charter",
        signature -> {
          String outcome = signature.answers().text("outcome");
          if (outcome.equals("confirmed")) {
            flights.step(
                signature.actor(),
                signature.key(),
                Flights.Event.CHARTERED,
                signature.answers().text("permits"));
          }
          return Map.of("charter", outcome);
        });
  }

  @Bean
  FormSigner draftManifest(Flights flights) {
    return new FlightForm(
        "draft-manifest",
        signature -> {
          int expected = signature.answers().number("passengers").orElseThrow().intValue();
          int seated = flights.seated(signature.key()).size();
          if (expected != seated) {
            throw signature
                .answers()
                .refusal(
                    "passengers",
                    String.format(
                        Locale.ROOT,
                        "does not fit: %d have a seat. A flight on which nobody has one is cancelled with"
                            + " POST /api/flights/%s/cancellation",
                        seated,
                        signature.key()));
          }
          flights.step(
              signature.actor(), signature.key(), Flights.Event.LOCKED, seated + " passengers");
          return Map.of();
        });
  }

  @Bean
  FormSigner signManifest(Flights flights, Departures departures) {
    return new FlightForm(
        "sign-manifest",
        signature -> {
          String outcome = signature.answers().text("outcome");
          boolean signed = outcome.equals("signed");
          if (signed) {
            departures.mustHoldUntilItLeaves(signature.key());
          }
          flights.step(
              signature.actor(),
              signature.key(),
              signed ? Flights.Event.SIGNED : Flights.Event.MANIFEST_WRONG,
              "");
          return Map.of("manifest", outcome);
        });
  }

  @Bean
  CaseForm certifyFitness(CaseForm.Desk desk, Flights flights) {
    return desk.form("certify-fitness", DecisionKind.FITNESS, Role.MEDICAL)
        .happenedAt("examinedAt")
        .checking(
            (file, signature) -> {
              boolean noSeat = signature.answers().text("outcome").equals("no-seat");
              if (noSeat && flights.hasSeat(file.caseNumber())) {
                throw signature.answers().refusal("outcome", "is wrong: the person has a seat");
              }
              if (noSeat) {
                return;
              }
              var examined = signature.answers().moment("examinedAt").orElseThrow();
              int hours = file.agreement().periods().fitnessHours();
              if (examined.isBefore(signature.at().minus(Duration.ofHours(hours)))) {
                throw signature
                    .answers()
                    .refusal(
                        "examinedAt",
                        String.format(Locale.ROOT, "must not be more than %d hours ago", hours));
              }
            });
  }

  @Bean
  FormSigner bringBack(OnTheWay onTheWay) {
    return new FlightForm(
        "bring-back",
        signature -> {
          var backAt = signature.answers().moment("backAt").orElseThrow();
          // A form has minutes, and the record microseconds.
          if (backAt.isBefore(
              onTheWay.lastHappened(signature.key()).truncatedTo(ChronoUnit.MINUTES))) {
            throw signature
                .answers()
                .refusal(
                    "backAt",
                    "must not be before the departure, the arrival or the order to turn back");
          }
          boolean still =
              onTheWay.broughtBack(
                  signature.actor(),
                  signature.key(),
                  OnTheWay.Outcome.valueOf(
                      signature
                          .answers()
                          .text("outcome")
                          .toUpperCase(Locale.ROOT)
                          .replace('-', '_')),
                  backAt);
          return Map.of("stillOnTheWay", still);
        });
  }

  @Bean
  FormSigner accountForEverybody(OnTheWay onTheWay) {
    return new FlightForm(
        "account-for-everybody",
        signature -> {
          onTheWay.accountedFor(
              signature.actor(), signature.key(), signature.answers().text("reason"));
          return Map.of();
        });
  }

  @Bean
  CaseForm seeToFlight(CaseForm.Desk desk) {
    return desk.form("see-to-flight", DecisionKind.FLIGHT_FOLLOWED, Role.FLIGHT_OPERATIONS);
  }

  @Bean
  JavaDelegate cancelFlight(Flights flights) {
    return execution -> flights.releaseAll(execution.getProcessBusinessKey());
  }

  @Bean
  JavaDelegate giveBackSeat(Flights flights) {
    return execution -> flights.giveBack(execution.getProcessBusinessKey(), "The case has ended.");
  }

  @Bean
  JavaDelegate lookAtLapses(Waiting waiting) {
    return execution ->
        execution.setVariable("lapsed", waiting.look(execution.getProcessBusinessKey()).code());
  }

  @Bean
  JavaDelegate anchorTrails(Anchors anchors) {
    return execution -> anchors.write();
  }

  @Bean
  JavaDelegate lookAgainAtWaiting(Waiting waiting) {
    return execution -> waiting.lookAgain();
  }

  @Bean
  JavaDelegate lookAgainAtOne(Waiting waiting) {
    return execution -> waiting.lookAgain(execution.getProcessBusinessKey());
  }

  private record FlightForm(String form, Function<Signature, Map<String, Object>> signing)
      implements FormSigner {

    @Override
    public Set<Role> roles() {
      return Set.of(Role.FLIGHT_OPERATIONS);
    }

    @Override
    public Map<String, Object> sign(Signature signature) {
      return signing.apply(signature);
    }
  }
}
