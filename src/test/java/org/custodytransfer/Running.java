package org.custodytransfer;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;

/**
 * The application, running: one for all tests of a process, because a start takes seconds. It
 * stands on H2, or on PostgreSQL where {@code -Dcustody.database=postgresql} asks for it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles(resolver = Database.Profiles.class)
@ContextConfiguration(initializers = Database.Address.class)
@Import({WalkedElements.class, Statements.class, Snapshots.class})
public @interface Running {}
