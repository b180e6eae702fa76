package org.custodytransfer.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The paths of the engine's REST that are open at all, for systems ({@code /engine-rest}) and for
 * the webapps' pages; whatever is not in these tables is closed to everybody. What lies behind an
 * open path is decided by the wall, the engine's authorizations and its tenants.
 */
final class EnginePaths {

  // What an id looks like: a word is none, so that "statistics" is not taken for one.
  private static final Map<String, String> IDS =
      Map.of(
          "{id}", "{id:[0-9a-f-]{36}}",
          "{definition}", "{definition:[A-Za-z-]+:[0-9]+:[0-9a-f-]{36}}",
          "{key}", "{key:[a-z-]+}");

  private static final String ENGINE_REST = "/engine-rest";
  private static final String WEBAPPS = "/camunda/api";
  private static final String LOGINS = WEBAPPS + "/admin";

  /** The schema of a query. */
  static final String QUERY = "engine-query";

  private static final Set<String> CALLS =
      Set.of("start", "claim", "unclaim", "complete", "submit-form", "retries");

  /** Systems: start a case, find and sign tasks, see models; managers retry a step. */
  private static final List<Open> SYSTEMS =
      table(
          """
          GET       /engine
          GET       /version
          GET       /process-definition
          GET       /process-definition/count
          GET       /process-definition/{definition}
          GET       /process-definition/{definition}/xml
          GET       /process-definition/key/{key}
          GET       /process-definition/key/{key}/xml
          POST      /process-definition/{definition}/start
          POST      /process-definition/key/{key}/start
          GET POST  /process-instance
          GET POST  /process-instance/count
          GET       /process-instance/{id}
          GET POST  /task
          GET POST  /task/count
          GET       /task/{id}
          GET       /task/{id}/form
          GET       /task/{id}/deployed-form
          POST      /task/{id}/claim
          POST      /task/{id}/unclaim
          POST      /task/{id}/complete
          POST      /task/{id}/submit-form
          GET       /incident
          GET       /incident/count
          GET POST  /job
          GET POST  /job/count
          PUT       /job/{id}/retries
          """);

  /** What the pages of Tasklist, Cockpit and Admin ask for. */
  private static final List<Open> PAGES =
      Stream.concat(
              SYSTEMS.stream().map(open -> open.under("/engine/engine/default")),
              table(
                  """
                  GET          /admin/auth/user/{engine}
                  POST         /admin/auth/user/{engine}/login/{app}
                  POST         /admin/auth/user/{engine}/logout
                  GET          /{app}/plugin/{plugin}/static/**
                  GET POST     /cockpit/plugin/base/default/**
                  GET          /engine/engine
                  GET          /engine/engine/
                  GET          /engine/engine/default/user
                  GET          /engine/engine/default/user/count
                  GET          /engine/engine/default/user/{name}/profile
                  GET          /engine/engine/default/group
                  GET          /engine/engine/default/group/count
                  GET          /engine/engine/default/group/{name}
                  GET          /engine/engine/default/identity/groups
                  GET          /engine/engine/default/authorization/check
                  GET OPTIONS  /engine/engine/default/filter
                  GET          /engine/engine/default/filter/count
                  GET          /engine/engine/default/filter/{id}
                  GET POST     /engine/engine/default/filter/{id}/list
                  GET POST     /engine/engine/default/filter/{id}/count
                  GET          /engine/engine/default/task/{id}/form-variables
                  GET          /engine/engine/default/task/{id}/identity-links
                  GET          /engine/engine/default/process-definition/statistics
                  GET          /engine/engine/default/process-definition/{definition}/statistics
                  GET          /engine/engine/default/case-definition/count
                  GET          /engine/engine/default/deployment/count
                  GET          /engine/engine/default/process-definition/{definition}/startForm
                  GET          /engine/engine/default/process-definition/{definition}/deployed-start-form
                  GET          /engine/engine/default/process-definition/{definition}/form-variables
                  POST         /engine/engine/default/process-definition/{definition}/submit-form
                  GET          /engine/engine/default/process-definition/{definition}/static-called-process-definitions
                  GET          /engine/engine/default/process-instance/{id}/activity-instances
                  GET POST     /engine/engine/default/variable-instance
                  GET POST     /engine/engine/default/variable-instance/count
                  GET          /engine/engine/default/job-definition
                  GET          /engine/engine/default/job-definition/count
                  GET          /engine/engine/default/job/{id}/stacktrace
                  GET          /engine/engine/default/decision-definition
                  GET          /engine/engine/default/decision-definition/count
                  GET          /engine/engine/default/decision-definition/{definition}
                  GET          /engine/engine/default/decision-definition/{definition}/xml
                  GET          /engine/engine/default/decision-requirements-definition
                  GET          /engine/engine/default/decision-requirements-definition/count
                  GET          /engine/engine/default/decision-requirements-definition/{definition}
                  GET          /engine/engine/default/decision-requirements-definition/{definition}/xml
                  GET POST     /engine/engine/default/history/process-instance
                  GET POST     /engine/engine/default/history/process-instance/count
                  GET          /engine/engine/default/history/process-instance/{id}
                  GET POST     /engine/engine/default/history/activity-instance
                  GET POST     /engine/engine/default/history/activity-instance/count
                  GET POST     /engine/engine/default/history/task
                  GET POST     /engine/engine/default/history/task/count
                  GET          /engine/engine/default/history/incident
                  GET          /engine/engine/default/history/incident/count
                  GET POST     /engine/engine/default/history/job-log
                  GET POST     /engine/engine/default/history/job-log/count
                  GET          /engine/engine/default/history/decision-instance
                  GET          /engine/engine/default/history/decision-instance/count
                  GET          /engine/engine/default/history/decision-instance/{id}
                  """)
                  .stream())
          .toList();

  private EnginePaths() {}

  /** Whether the engine's REST lies behind this address. */
  static boolean guards(HttpServletRequest request) {
    return systems(request) || request.getServletPath().startsWith(WEBAPPS + "/");
  }

  static boolean open(HttpServletRequest request) {
    boolean systems = systems(request);
    String path = request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
    PathContainer rest =
        PathContainer.parsePath(path.substring((systems ? ENGINE_REST : WEBAPPS).length()));
    String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
    return (systems ? SYSTEMS : PAGES).stream().anyMatch(one -> one.matches(method, rest));
  }

  /** What a body here has to be: the login of the pages is a form, all else JSON. */
  static Body body(HttpServletRequest request) {
    if (systems(request)) {
      return Body.JSON;
    }
    return request.getServletPath().equals(LOGINS) ? Body.LOGIN : Body.PAGES;
  }

  /** The schema of a body here: of a call that does something, or of a query. */
  static String schema(HttpServletRequest request) {
    String path = request.getServletPath() + Optional.ofNullable(request.getPathInfo()).orElse("");
    return CALLS.contains(path.substring(path.lastIndexOf('/') + 1)) ? "engine-call" : QUERY;
  }

  /** Whether it is a query that is sent, and neither a call that does something nor a login. */
  static boolean asks(HttpServletRequest request) {
    return request.getMethod().equals("POST")
        && !request.getServletPath().equals(LOGINS)
        && schema(request).equals(QUERY);
  }

  /** Whether it is the systems' door: as the container routed it, whatever was written. */
  static boolean systems(HttpServletRequest request) {
    return request.getServletPath().equals(ENGINE_REST);
  }

  private static List<Open> table(String rows) {
    return rows.lines()
        .map(row -> row.strip().split("\\s+"))
        .map(
            words -> new Open(List.of(words).subList(0, words.length - 1), words[words.length - 1]))
        .toList();
  }

  private record Open(List<String> methods, PathPattern pattern) {

    Open(List<String> methods, String pattern) {
      this(methods, PathPatternParser.defaultInstance.parse(withIds(pattern)));
    }

    private static String withIds(String pattern) {
      for (Map.Entry<String, String> id : IDS.entrySet()) {
        pattern = pattern.replace(id.getKey(), id.getValue());
      }
      return pattern;
    }

    Open under(String prefix) {
      return new Open(methods, prefix + pattern.getPatternString());
    }

    boolean matches(String method, PathContainer path) {
      return methods.contains(method) && pattern.matches(path);
    }
  }
}
