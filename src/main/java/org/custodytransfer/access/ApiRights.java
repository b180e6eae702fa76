package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.custodytransfer.platform.Refusal;
import org.custodytransfer.platform.Subject;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Who may call what of {@code /api}, as {@link AllowedTo} says it on each method, asked at the
 * door. What says nothing does not start.
 */
@Component
final class ApiRights implements SmartInitializingSingleton {

  private static final MediaType ARCHIVE = new MediaType("application", "zip");

  private final RequestMappingHandlerMapping handlers;
  private List<Row> table = List.of();

  ApiRights(
      @Lazy @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers) {
    this.handlers = handlers;
  }

  @Override
  public void afterSingletonsInstantiated() {
    table =
        handlers.getHandlerMethods().entrySet().stream()
            .flatMap(one -> rows(one.getKey(), one.getValue()))
            .sorted(
                Comparator.comparing((Row row) -> row.pattern().getPatternString())
                    .thenComparing(Row::method))
            .toList();
  }

  private static Stream<Row> rows(RequestMappingInfo info, HandlerMethod handler) {
    return info.getPathPatternsCondition().getPatterns().stream()
        .filter(pattern -> pattern.getPatternString().startsWith("/api/"))
        .flatMap(
            pattern ->
                info.getMethodsCondition().getMethods().stream()
                    .map(
                        method ->
                            new Row(
                                method.name(),
                                pattern,
                                body(info),
                                info.getProducesCondition()
                                    .getProducibleMediaTypes()
                                    .contains(ARCHIVE),
                                roles(handler.getMethod()))));
  }

  private static Set<Role> roles(Method handler) {
    AllowedTo allowed = AnnotatedElementUtils.findMergedAnnotation(handler, AllowedTo.class);
    if (allowed == null) {
      throw new IllegalStateException("Nothing says who may call " + handler);
    }
    return Set.of(allowed.value());
  }

  private static Body body(RequestMappingInfo info) {
    Set<MediaType> taken = info.getConsumesCondition().getConsumableMediaTypes();
    if (taken.contains(MediaType.MULTIPART_FORM_DATA)) {
      return Body.FILE;
    }
    return taken.size() > 1 ? Body.COHORT : Body.JSON;
  }

  /**
   * The row of a call, found as the router finds its handler: by the decoded address within the
   * application.
   *
   * @throws Refusal 404 if the address has no row, 405 if it has none for this method
   */
  Call call(HttpServletRequest request) {
    PathContainer path = ServletRequestPathUtils.parse(request).pathWithinApplication();
    String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    List<Row> there = table.stream().filter(row -> row.pattern().matches(path)).toList();
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

  List<Row> rows() {
    return table;
  }

  /**
   * A method at an address, what it takes, and the groups that may call it.
   *
   * @param answersArchive whether its answer is made of much
   */
  record Row(
      String method, PathPattern pattern, Body body, boolean answersArchive, Set<Role> roles) {

    /** Whether it takes an account, and no group. */
    boolean isForEverybody() {
      return roles.isEmpty();
    }
  }

  /** A row with what the address of a call names, and that address, decoded. */
  record Call(Row row, Map<String, String> variables, String path) {

    private static final Predicate<String> NUMBER = Pattern.compile("\\d{1,18}").asMatchPredicate();

    /** The case, flight, agreement or order whose state the call is about. */
    Optional<Subject> about() {
      return variables.entrySet().stream().flatMap(Call::subject).findFirst();
    }

    private static Stream<Subject> subject(Map.Entry<String, String> named) {
      String value = named.getValue();
      return switch (named.getKey()) {
        case "caseNumber" -> Stream.of(new Subject.OfCase(value));
        case "code" -> Stream.of(new Subject.OfAgreement(value));
        case "flight" -> Stream.of(new Subject.OfFlight(value));
        case "order" ->
            Stream.of(value).filter(NUMBER).map(Long::valueOf).map(Subject.OfObstacle::new);
        default -> Stream.of();
      };
    }
  }
}
