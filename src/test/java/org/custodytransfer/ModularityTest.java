package org.custodytransfer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The walls between the modules, and around the engine. */
class ModularityTest {

  private static final JavaClasses WITH_TESTS =
      new ClassFileImporter().importPackages("org.custodytransfer");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.custodytransfer");

  @Test
  void modulesCallEachOtherInOneDirectionThroughTheirPublicTypes() {
    ApplicationModules.of(CustodyTransferApplication.class).verify();
  }

  @Test
  void theEngineAppearsOnlyInProcessPackagesPlatformAndAccess() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..process..", "..platform..", "..access..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.camunda..")
        .check(CLASSES);
  }

  @Test
  void aMomentHasAnOffsetAndTheClockIsInjected() {
    fields().should().notHaveRawType(LocalDateTime.class).check(CLASSES);
    noClasses().should().callMethod(LocalDateTime.class, "now").check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("..platform..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.LocalDate.class, "now")
        .check(WITH_TESTS);
  }

  @Test
  void nothingIsStaticAndChanges() {
    fields()
        .that()
        .areStatic()
        .and()
        .doNotHaveModifier(JavaModifier.SYNTHETIC)
        .should()
        .beFinal()
        .check(CLASSES);
  }

  @Test
  void controllersArePackagePrivate() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Controller")
        .should()
        .bePackagePrivate()
        .check(CLASSES);
  }
}
