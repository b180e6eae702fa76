package org.custodytransfer.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.webapp.impl.security.filter.util.CsrfConstants;
import org.custodytransfer.platform.OrdersFirst;
import org.custodytransfer.platform.Refusal;
import org.springframework.boot.autoconfigure.security.SecurityProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;
import org.springframework.web.util.WebUtils;

/** The doors: HTTP Basic for systems, the webapps' own login for people, nothing else open. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  private static final String OWN_PAGES =
      "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; frame-ancestors 'none'";

  private static final String SCHEME_ENDS = "://";

  private final RefusedAtTheDoor refused;
  private final Principals principals;

  SecurityConfiguration(RefusedAtTheDoor refused, Principals principals) {
    this.refused = refused;
    this.principals = principals;
  }

  @Bean
  AuthenticationProvider engineUsers(@Lazy IdentityService identity) {
    return new AuthenticationProvider() {
      @Override
      public Authentication authenticate(Authentication attempt) {
        String user = attempt.getName();
        String password = String.valueOf(attempt.getCredentials());
        identity.clearAuthentication();
        var caller =
            principals
                .of(user, password, () -> identity.checkPassword(user, password))
                .orElseThrow(() -> new BadCredentialsException("Wrong user or password."));
        var known = UsernamePasswordAuthenticationToken.authenticated(user, null, List.of());
        known.setDetails(caller);
        return known;
      }

      @Override
      public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
      }
    };
  }

  /** In production nothing is answered in plain HTTP, but whether the application is well. */
  @Bean
  @Profile("production")
  FilterRegistrationBean<Barrier> tlsAlone() {
    return outermost(
        new Barrier(
            refused,
            request ->
                !request.isSecure() && !request.getServletPath().startsWith("/actuator/health"),
            Refusal.forbidden(
                "This application answers over TLS alone. An operator names the proxy in front of it as custody.proxy.")),
        "tls-alone");
  }

  /**
   * An address that names a servlet of the engine in another spelling is refused: the container
   * would find it, and what compares addresses would not.
   */
  @Bean
  FilterRegistrationBean<Barrier> plainAddresses() {
    return outermost(
        new Barrier(
            refused,
            request ->
                request.getHttpServletMapping().getMappingMatch() == MappingMatch.PATH
                    && !request
                        .getRequestURI()
                        .startsWith(request.getContextPath() + request.getServletPath()),
            Refusal.badInput("", "is an address that is to be written plainly")),
        "plain-addresses");
  }

  /** Parts are read whole before anybody asks for them, or not at all. */
  @Bean
  MultipartResolver multipartResolver() {
    return new StandardServletMultipartResolver() {
      @Override
      public boolean isMultipart(HttpServletRequest request) {
        return WebUtils.getNativeRequest(request, Whole.class) != null
            && super.isMultipart(request);
      }
    };
  }

  @Bean
  FilterRegistrationBean<RequestLog> requestLog() {
    var registration = outermost(new RequestLog(), "request-log");
    // Also of what a barrier refuses.
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  FilterRegistrationBean<Unreachable> unreachable(OrdersFirst orders) {
    return outermost(new Unreachable(refused, orders), "unreachable");
  }

  /** Within what tells that the database is gone, and outside of every login. */
  @Bean
  FilterRegistrationBean<SessionsOfOldAccounts> sessionsOfOldAccounts() {
    var registration = new FilterRegistrationBean<>(new SessionsOfOldAccounts(principals));
    registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER - 2);
    return registration;
  }

  private static <F extends Filter> FilterRegistrationBean<F> outermost(F barrier, String name) {
    var registration = new FilterRegistrationBean<>(barrier);
    registration.setName(name);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return registration;
  }

  /** Outside of every login. */
  @Bean
  FilterRegistrationBean<Guesses> beforeEveryLogin(Guesses guesses) {
    var registration = new FilterRegistrationBean<>(guesses);
    registration.setOrder(SecurityProperties.DEFAULT_FILTER_ORDER - 1);
    return registration;
  }

  /** The door of {@code /api} stands behind the login, and nowhere else. */
  @Bean
  FilterRegistrationBean<ApiDoor> behindTheLogin(ApiDoor apiDoor) {
    var registration = new FilterRegistrationBean<>(apiDoor);
    registration.setEnabled(false);
    return registration;
  }

  /** The door of the engine's REST likewise. */
  @Bean
  FilterRegistrationBean<EngineDoor> beforeTheEngine(EngineDoor engineDoor) {
    var registration = new FilterRegistrationBean<>(engineDoor);
    registration.setEnabled(false);
    return registration;
  }

  /**
   * Each door's guard stands in the chain of that door: what the chain matches is what it guards.
   */
  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http, @Lazy IdentityService identity, ApiDoor apiDoor)
      throws Exception {
    return behindALogin(http.securityMatcher(in("", "/api/**")), identity)
        .addFilterAfter(apiDoor, EngineAuthentication.class)
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain engineRest(
      HttpSecurity http, @Lazy IdentityService identity, EngineDoor engineDoor) throws Exception {
    return behindALogin(http.securityMatcher(in("/engine-rest", "/**")), identity)
        .addFilterAfter(engineDoor, EngineAuthentication.class)
        .build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain descriptions(HttpSecurity http, @Lazy IdentityService identity)
      throws Exception {
    return behindALogin(
            http.securityMatcher(
                new OrRequestMatcher(
                    in("", "/v3/api-docs/**"),
                    in("", "/v3/api-docs.yaml"),
                    in("", "/swagger-ui/**"),
                    in("", "/swagger-ui.html"))),
            identity)
        .build();
  }

  private HttpSecurity behindALogin(HttpSecurity http, IdentityService identity) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .httpBasic(basic -> basic.authenticationEntryPoint(this::askForLogin))
        .csrf(csrf -> csrf.disable())
        .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(OWN_PAGES)))
        .sessionManagement(
            s ->
                s.sessionCreationPolicy(SessionCreationPolicy.STATELESS)
                    // Nobody logs in to the webapps' session here: a new number for it would be
                    // lost
                    // with the answer of a refusal, and the login with it.
                    .sessionFixation(fixation -> fixation.none()))
        .addFilterBefore(otherSites(), BasicAuthenticationFilter.class)
        .addFilterBefore(new WebappSession(), BasicAuthenticationFilter.class)
        .addFilterAfter(new EngineAuthentication(identity, principals), AuthorizationFilter.class);
  }

  private void askForLogin(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException none)
      throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"custody-transfer\"");
    if (Guesses.refused(request)) {
      // Guesses says what there is to say.
      response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      refused.answer(
          response, Refusal.unauthorized("Who asks is not known: send a user and a password."));
    }
  }

  /** What the firewall takes for no address, method or header at all. */
  @Bean
  RequestRejectedHandler plainRequests() {
    return (request, response, rejected) ->
        refused.answer(
            response,
            Refusal.badInput("", "has an address, a method or a header that is not taken here"));
  }

  @Bean
  @Order(4)
  SecurityFilterChain people(HttpSecurity http, EngineDoor engineDoor) throws Exception {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    // The first administrator comes from configuration, never from a page open to
                    // anybody.
                    .requestMatchers(
                        in("", "/camunda/app/admin/*/setup/**"),
                        in("/camunda/api/admin", "/setup/**"),
                        in("", "/camunda/api/admin/setup/**"))
                    .denyAll()
                    // To a page nothing is sent.
                    .requestMatchers(request -> !Body.none(request) && !EnginePaths.guards(request))
                    .denyAll()
                    // Camunda's own filters guard what lies behind these.
                    .requestMatchers(
                        in("", "/"),
                        in("", "/camunda/**"),
                        in("/camunda/api/admin", "/**"),
                        in("/camunda/api/engine", "/**"),
                        in("/camunda/api/tasklist", "/**"),
                        in("/camunda/api/cockpit", "/**"),
                        in("/camunda/api/welcome", "/**"),
                        in("", "/actuator/health/**"),
                        // Exposed in production, on the port of those who run it.
                        in("", "/actuator/prometheus"),
                        in("", "/favicon.ico"))
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .exceptionHandling(
            closed ->
                closed.authenticationEntryPoint(
                    (request, response, nobody) ->
                        refused.answer(
                            response, Refusal.forbidden("There is nothing here for anybody."))))
        .csrf(csrf -> csrf.disable())
        .headers(
            headers ->
                headers
                    .defaultsDisabled()
                    .contentTypeOptions(Customizer.withDefaults())
                    .httpStrictTransportSecurity(Customizer.withDefaults()))
        // What a stranger asked for is not remembered.
        .requestCache(cache -> cache.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.NEVER))
        .addFilterBefore(otherSites(), AuthorizationFilter.class)
        .addFilterAfter(engineDoor, AuthorizationFilter.class)
        .build();
  }

  private static RequestMatcher in(String servlet, String pattern) {
    var matcher = PathPatternRequestMatcher.withDefaults();
    return (servlet.isEmpty() ? matcher : matcher.basePath(servlet)).matcher(pattern);
  }

  /** What changes something comes from our own pages or from no page at all. */
  private Barrier otherSites() {
    return new Barrier(
        refused,
        request -> {
          String site = request.getHeader("Sec-Fetch-Site");
          boolean own = site == null || site.equals("same-origin") || site.equals("none");
          return !Body.none(request) && !(own && isOwn(request));
        },
        Refusal.forbidden("A page of another site may change nothing here."));
  }

  /** Whether the page that asks, if it is one, lies at the address that is asked. */
  private static boolean isOwn(HttpServletRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null) {
      return true;
    }
    int host = origin.indexOf(SCHEME_ENDS);
    return host >= 0
        && origin
            .substring(host + SCHEME_ENDS.length())
            .equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
  }

  /**
   * Lets the pages of Tasklist read what they show with the login of the webapps, and add a
   * document with the token of that login; all other writing takes a login of its own.
   */
  private static final class WebappSession extends OncePerRequestFilter {

    private static final RequestMatcher DOCUMENTS = in("", "/api/transfers/{n}/documents");

    private static boolean open(HttpServletRequest request) {
      return request.getMethod().equals("GET")
          || request.getMethod().equals("POST")
              && DOCUMENTS.matches(request)
              && tokenOfTheSession(request);
    }

    private static boolean tokenOfTheSession(HttpServletRequest request) {
      HttpSession session = request.getSession(false);
      String sent = request.getHeader(CsrfConstants.CSRF_TOKEN_HEADER_NAME);
      return session != null
          && sent != null
          && sent.equals(session.getAttribute(CsrfConstants.CSRF_TOKEN_SESSION_ATTR_NAME));
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      if (open(request) && request.getHeader("Authorization") == null) {
        EngineDoor.webappsUser(request)
            .ifPresent(
                user -> {
                  var context = SecurityContextHolder.createEmptyContext();
                  context.setAuthentication(
                      UsernamePasswordAuthenticationToken.authenticated(user, null, List.of()));
                  SecurityContextHolder.setContext(context);
                });
      }
      chain.doFilter(request, response);
    }
  }

  /** Tells the engine who is at the door, with groups and the agreements they may see. */
  private static final class EngineAuthentication extends OncePerRequestFilter {

    private final IdentityService identity;
    private final Principals principals;

    EngineAuthentication(IdentityService identity, Principals principals) {
      this.identity = identity;
      this.principals = principals;
    }

    @Override
    protected void doFilterInternal(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws ServletException, IOException {
      Authentication known = SecurityContextHolder.getContext().getAuthentication();
      identity.setAuthentication(
          known.getDetails() instanceof Principals.Caller caller
              ? caller
              : principals.of(known.getName()));
      try {
        chain.doFilter(request, response);
      } finally {
        identity.clearAuthentication();
      }
    }
  }
}
