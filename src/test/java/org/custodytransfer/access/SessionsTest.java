package org.custodytransfer.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSessionEvent;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.UserAuthentication;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpSession;

class SessionsTest {

  @Test
  void strangersEndTheOldestOfTheirOwnAndNobodyWhoIsLoggedIn() {
    Sessions sessions = new Sessions(10);
    List<MockHttpSession> came = new ArrayList<>();
    for (int n = 0; n < 30; n++) {
      MockHttpSession one = new MockHttpSession();
      if (n < 5) {
        AuthenticationUtil.getAuthsFromSession(one)
            .addOrReplace(new UserAuthentication("user-" + n, "default"));
      }
      came.add(one);
      sessions.sessionCreated(new HttpSessionEvent(one));
      came.stream()
          .filter(MockHttpSession::isInvalid)
          .forEach(ended -> sessions.sessionDestroyed(new HttpSessionEvent(ended)));
    }
    assertThat(came.subList(0, 5)).noneMatch(MockHttpSession::isInvalid);
    assertThat(came.subList(5, 25)).allMatch(MockHttpSession::isInvalid);
    assertThat(came.subList(25, 30)).noneMatch(MockHttpSession::isInvalid);

    sessions.endOf("user-3");
    assertThat(came.subList(0, 5).stream().filter(MockHttpSession::isInvalid))
        .containsExactly(came.get(3));
  }
}
