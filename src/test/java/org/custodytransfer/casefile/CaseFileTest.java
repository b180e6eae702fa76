package org.custodytransfer.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.custodytransfer.casefile.CaseFile.CaseStatus;
import org.junit.jupiter.api.Test;

class CaseFileTest {

  @Test
  void fiveStatusesAreEnds() {
    assertThat(Arrays.stream(CaseStatus.values()).filter(CaseStatus::isEnd))
        .containsExactly(
            CaseStatus.REFUSED,
            CaseStatus.DECLINED,
            CaseStatus.WITHDRAWN,
            CaseStatus.DIED,
            CaseStatus.CLOSED);
  }
}
