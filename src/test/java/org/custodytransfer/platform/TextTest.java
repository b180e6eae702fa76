package org.custodytransfer.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @Test
  void oneTextHasOneForm() {
    assertThat(Text.kept("Mu\u0308ller\r\nA\u030Arhus")).isEqualTo("M\u00FCller\n\u00C5rhus");
    assertThat(Text.kept("شیرین\u200Cکار")).as("a joiner is a letter's").contains("\u200C");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 0x0B, 0x0C, 0x0D, 0x1B, 0x7F, 0x85, 0xFFFE, 0xFFFF, 0xFDD0, 0x10FFFF, 0x202E})
  void whatNoPaperHoldsIsAFault(int point) {
    assertThat(Text.fault("a" + Character.toString(point) + "b")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb\tc", "O’Neill", "Ł", "李", "😀", "ሰላም", "שלום", "می\u200Cخواهم"})
  void lettersAreNoFault(String text) {
    assertThat(Text.fault(text)).isEmpty();
    assertThat(Text.isBlank(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\t\n", "\u00A0", "\u2003", "\u200B", "\u3164", "\u2800", "\uFE0F\u200D"})
  void whatNobodySeesIsBlank(String text) {
    assertThat(Text.isBlank(text)).isTrue();
  }

  @Test
  void aCharacterCountsOnceAndIsNeverCutInTwo() {
    assertThat(Text.length("😀".repeat(150))).isEqualTo(150);
    assertThat(Rows.cut("ab" + "😀".repeat(5), 7)).isEqualTo("ab😀 …");
    assertThat(Text.fault(Rows.cut("abc" + "😀".repeat(5), 7))).isEmpty();
  }
}
