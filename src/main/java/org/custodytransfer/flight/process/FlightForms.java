package org.custodytransfer.flight.process;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.custodytransfer.access.FormSigner;
import org.custodytransfer.access.Role;
import org.custodytransfer.casefile.CaseFile.DecisionKind;
import org.custodytransfer.casefile.process.CaseForm;
import org.custodytransfer.flight.Flights;
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
                signature.about(),
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
          int seated = flights.passengers(signature.about());
          if (expected != seated) {
            throw signature
                .answers()
                .refusal("passengers", "does not fit: %d have a seat".formatted(seated));
          }
          flights.step(
              signature.actor(), signature.about(), Flights.Event.LOCKED, seated + " passengers");
          return Map.of();
        });
  }

  @Bean
  FormSigner signManifest(Flights flights) {
    return new FlightForm(
        "sign-manifest",
        signature -> {
          String outcome = signature.answers().text("outcome");
          flights.step(
              signature.actor(),
              signature.about(),
              outcome.equals("signed") ? Flights.Event.SIGNED : Flights.Event.MANIFEST_WRONG,
              "");
          return Map.of("manifest", outcome);
        });
  }

  @Bean
  CaseForm certifyFitness(CaseForm.Desk desk) {
    return desk.form("certify-fitness", DecisionKind.FITNESS, "fitness", Role.MEDICAL)
        .happenedAt("examinedAt")
        .checking(
            (file, signature) -> {
              var examined = signature.answers().moment("examinedAt").orElseThrow();
              int hours = file.agreement().periods().fitnessHours();
              if (examined.isBefore(signature.at().minus(Duration.ofHours(hours)))) {
                throw signature
                    .answers()
                    .refusal("examinedAt", "must not be more than %d hours ago".formatted(hours));
              }
            });
  }

  @Bean
  JavaDelegate cancelFlight(Flights flights) {
    return execution -> flights.cancel(execution.getProcessBusinessKey());
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
