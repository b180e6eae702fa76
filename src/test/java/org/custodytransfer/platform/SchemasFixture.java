package org.custodytransfer.platform;

import org.springframework.http.converter.json.Jackson2ObjectMapperBuilder;

/** The schemas, without an application around. */
public final class SchemasFixture {

  private SchemasFixture() {}

  public static Schemas schemas() {
    return new Schemas(Jackson2ObjectMapperBuilder.json().build());
  }
}
