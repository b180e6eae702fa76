package org.custodytransfer.platform;

import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springdoc.core.annotations.ParameterObject;

/** What a list is asked for. */
@ParameterObject
public record Listing(
    @Parameter(description = "One of the list's; a wrong one is answered with those there are")
        Optional<String> status,
    @Parameter(description = "An agreement's code") Optional<String> agreement,
    @Parameter(description = "A text that stands in the items, in capitals or not")
        Optional<String> q,
    @Parameter(description = "From 0") Optional<Integer> page,
    @Parameter(description = "Up to 200; 50 if it is not said") Optional<Integer> size) {

  private static final int USUAL_SIZE = 50;

  /**
   * @throws Refusal 400 unless there can be such a page
   */
  public Paging paging() {
    return new Paging(page.orElse(0), size.orElse(USUAL_SIZE));
  }

  /**
   * One of the constants of the list's status; none if nothing is asked.
   *
   * @throws Refusal 400 with the constants there are
   */
  public <E extends Enum<E>> Optional<E> status(Class<E> type) {
    return status.map(
        text ->
            Stream.of(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        Refusal.badInput(
                            "/status", "must be one of " + List.of(type.getEnumConstants()))));
  }
}
