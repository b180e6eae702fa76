package org.custodytransfer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The model of the safeguard, checked by Alloy: its assertions hold, the lawful road is open, and
 * each guard is known to bite.
 */
class AlloyModelTest {

  private static final Path MODEL = Path.of("docs/model/departure.als");
  private static final Pattern GUARD = Pattern.compile("^(.*)// GUARD (\\w+) \\| (.*)$");
  private static final Pattern METHOD = Pattern.compile("/\\*\\* (\\w+)\\.(\\w+)");

  @TempDir Path folder;

  @Test
  void everyAssertionHoldsAndTheLawfulRoadIsOpen() throws Exception {
    String said = exec(Files.readString(MODEL), "*");
    assertThat(said.lines().filter(line -> line.contains("check ")))
        .as(said)
        .hasSize(7)
        .allMatch(line -> line.endsWith("UNSAT"));
    assertThat(said.lines().filter(line -> line.contains("run ")))
        .as(said)
        .singleElement()
        .matches(
            line -> line.endsWith(" SAT") || line.endsWith("\bSAT") || !line.contains("UNSAT"));
  }

  @TestFactory
  @Tag("proof")
  Stream<DynamicTest> withoutAGuardItsAssertionBreaks() throws IOException {
    List<String> lines = Files.readAllLines(MODEL);
    List<DynamicTest> tests = new ArrayList<>();
    for (int n = 0; n < lines.size(); n++) {
      Matcher guard = GUARD.matcher(lines.get(n));
      if (guard.matches()) {
        List<String> copy = new ArrayList<>(lines);
        copy.set(n, guard.group(3));
        tests.add(
            DynamicTest.dynamicTest(
                "line %d: %s".formatted(n + 1, guard.group(1).strip()),
                () -> {
                  String said = exec(String.join("\n", copy), guard.group(2));
                  assertThat(said)
                      .as("a counterexample to " + guard.group(2))
                      .contains("check " + guard.group(2))
                      .doesNotContain("UNSAT");
                }));
      }
    }
    assertThat(tests).hasSizeGreaterThanOrEqualTo(7);
    return tests.stream();
  }

  @Test
  void eachActionNamesAMethodThatExists() throws IOException {
    String sources;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(AlloyModelTest::withItsName)
              .reduce("", String::concat);
    }
    Matcher named = METHOD.matcher(Files.readString(MODEL));
    int methods = 0;
    while (named.find()) {
      methods++;
      assertThat(
              Pattern.compile("<" + named.group(1) + ">[^<]*? " + named.group(2) + "\\(")
                  .matcher(sources)
                  .find())
          .as(named.group())
          .isTrue();
    }
    assertThat(methods).isGreaterThanOrEqualTo(10);
  }

  private static String withItsName(Path file) {
    try {
      return "<"
          + file.getFileName().toString().replace(".java", "")
          + ">"
          + Files.readString(file).replace("<", " ");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String exec(String model, String command) throws Exception {
    Path file = Files.writeString(folder.resolve("model.als"), model);
    Process alloy =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target/alloy/alloy.jar").toAbsolutePath().toString(),
                "exec",
                "-f",
                "-c",
                command,
                "-t",
                "none",
                "-o",
                folder.resolve("out").toString(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(alloy.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    alloy.waitFor();
    return said;
  }
}
