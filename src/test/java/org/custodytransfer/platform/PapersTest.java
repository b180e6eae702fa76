package org.custodytransfer.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Papers print the letters as they were filed, or say in their place which they were. */
class PapersTest {

  private final Papers papers = new Papers();

  static Stream<String> names() {
    return Stream.of(
        "Đorđević, Ş̣engül Ŷ Łukasz Nguyễn Thị Hạnh",
        "Васильева Наталья Їжакевич",
        "Παπαδόπουλος Γεώργιος",
        "محمد عبد الله الفارسي",
        "رضا پهلوان گچ‌کار",
        "کریمی پوریا چنگیز گیتی ژاله",
        "خان چوہدری ٹیپو کوڑے",
        "ئۇيغۇر لاله الله",
        "מֹשֶׁה \u200fכהן",
        "יוסף בן־דוד",
        "ኃይለ ሥላሴ",
        "Հովհաննես Թումանյան",
        "გიორგი მაისურაძე",
        "王小明",
        "たなか カナ");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameIsPrintedAsItWasFiled(String name) throws IOException {
    assertThat(read(paper(name))).contains(compared(name));
  }

  @Test
  void aScriptWhoseLettersJoinIsNamedAndGivenInLatin() throws IOException {
    assertThat(read(paper("राम கண்ணன் 김 😀 𠮷 ok")))
        .contains(
            compared("[Devanagari: rāma]"),
            compared("[Tamil: kaṇṇaṉ]"),
            compared("[Hangul: gim]"),
            compared("[GRINNING FACE]"))
        .contains("[Han U+20BB7]".replace(" ", ""))
        .doesNotContain("#");
  }

  @ParameterizedTest
  @CsvSource({
    "کریمی, \ufb90\ufeae\ufbfe\ufee4\ufbfd",
    "پوریا, \ufb58\ufeee\ufead\ufbfe\ufe8e",
    "سلام, \ufeb3\ufefc\ufee1",
    "الله, \ufe8d\ufedf\ufee0\ufeea",
    "گچ\u200cکار, \ufb94\ufb7b\u200c\ufb90\ufe8e\ufead",
    "مُحَمَّد, \ufee3\u064f\ufea4\u064e\ufee4\u064e\u0651\ufeaa"
  })
  void lettersAreJoinedInEveryLanguageThatHasForms(String word, String forms) {
    assertThat(new Joining().joined(Normalizer.normalize(word, Normalizer.Form.NFC)))
        .contains(Normalizer.normalize(forms, Normalizer.Form.NFC));
  }

  @Test
  void aWordThatWouldBeTornApartIsNamed() throws IOException {
    assertThat(new Joining().joined("پښتو")).isEmpty();
    assertThat(read(paper("پښتو"))).contains("[Arabic:");
  }

  @Test
  void whatCouldNotBeHeldIsReplacedWhereAReaderSeesIt() throws IOException {
    assertThat(read(paper("Judgment\u000Bof 2020"))).contains("Judgment\uFFFDof");
  }

  @Test
  void thePaperOfEveryScriptIsKeptForAReader() throws IOException {
    Path file = Path.of("target", "letters.pdf");
    Files.createDirectories(file.getParent());
    Files.write(file, paper(String.join(" | ", names().toList()) + " | राम 😀"));
    assertThat(Files.size(file)).isLessThan(300_000);
  }

  private byte[] paper(String name) {
    record Fact(String name, String value) {}
    return papers.pdf(
        papers.page(
            "case",
            Map.of(
                "title",
                "Case QM-QZ-2026-000001",
                "subtitle",
                "As its file stood.",
                "facts",
                List.of(new Fact("Name", name)),
                "conditions",
                List.of(),
                "decisions",
                List.of(),
                "documents",
                List.of(),
                "timeline",
                List.of())));
  }

  private static String read(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      return compared(new PDFTextStripper().getText(document));
    }
  }

  /** Joined forms are the same letters; where a line ends is the paper's. */
  private static String compared(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("[\\s\\u200c\\u200f]+", "");
  }
}
