package org.custodytransfer.access;

import java.util.List;
import java.util.Set;

/** The table of rights as the tests of other packages read it. */
public final class ApiTable {

  private ApiTable() {}

  /** A method at a pattern, and the groups that may call it. */
  public record Line(String method, String pattern, Set<Role> roles) {}

  public static List<Line> lines() {
    return ApiRights.rows().stream()
        .map(row -> new Line(row.method(), row.pattern().getPatternString(), row.roles()))
        .toList();
  }
}
