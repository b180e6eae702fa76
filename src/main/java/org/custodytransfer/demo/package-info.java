/**
 * The demo of {@code mvn spring-boot:run}: invented persons under a real agreement, made through
 * the public services.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Demo")
package org.custodytransfer.demo;
