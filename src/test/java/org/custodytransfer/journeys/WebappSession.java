package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** Calls as the pages of the webapps make them: a session, and its token. */
final class WebappSession {

  private static final String FORM = "application/x-www-form-urlencoded";

  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private final int port;

  WebappSession(int port) {
    this.port = port;
  }

  void login(String webapp, String user) {
    String page = "/camunda/app/" + webapp + "/default/";
    call("GET", page, "");
    assertThat(
            call(
                    "POST",
                    "/camunda/api/admin/auth/user/default/login/" + webapp,
                    "username=" + user + "&password=test")
                .statusCode())
        .isEqualTo(200);
    call("GET", page, "");
  }

  /** As a form sends it, whatever there is in it. */
  int status(String method, String path, String form) {
    return call(method, path, form, FORM).statusCode();
  }

  HttpResponse<String> call(String method, String path, String body) {
    return call(
        method, path, body, body.isEmpty() || body.startsWith("{") ? "application/json" : FORM);
  }

  HttpResponse<String> call(String method, String path, String body, String type) {
    String token =
        cookies.getCookieStore().getCookies().stream()
            .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
            .map(HttpCookie::getValue)
            .findFirst()
            .orElse("");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .header("Accept", "application/json, text/html")
            .header("X-XSRF-TOKEN", token);
    if (!method.equals("GET")) {
      request.header("Content-Type", type);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
