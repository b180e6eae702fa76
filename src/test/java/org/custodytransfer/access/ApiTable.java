package org.custodytransfer.access;

import java.util.List;
import java.util.Set;
import org.springframework.context.ApplicationContext;

/** The table of rights as the tests of other packages read it. */
public final class ApiTable {

  private ApiTable() {}

  /**
   * A method at a pattern, and the groups that may call it; no group where an account is enough.
   */
  public record Line(String method, String pattern, Set<Role> roles) {}

  public static List<Line> lines(ApplicationContext application) {
    return application.getBean(ApiRights.class).rows().stream()
        .map(row -> new Line(row.method(), row.pattern().getPatternString(), row.roles()))
        .toList();
  }
}
