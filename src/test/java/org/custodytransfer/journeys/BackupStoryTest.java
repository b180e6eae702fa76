package org.custodytransfer.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * An installation on a PostgreSQL of its own, set up, backed up and restored by the scripts that
 * are shipped: the roles, a backup while cases are filed, a new database from it, and in that the
 * case goes on to its end.
 */
class BackupStoryTest extends OtherProcess {

  private final Server server = new Server();

  private String database = "custody";

  @Override
  List<Pair> pairs() {
    return List.of(QM_QZ);
  }

  @Override
  List<String> database() {
    if (!server.runs()) {
      server.start(folder);
      server.migrate();
    }
    return List.of(
        "--spring.profiles.active=test,postgresql",
        "--spring.config.import=configtree:" + server.secrets() + "/",
        "--CUSTODY_DB_URL=" + server.url(database),
        "--CUSTODY_DB_USER=custody");
  }

  @Override
  @AfterAll
  void end() {
    super.end();
    server.stop();
  }

  @Test
  void aCaseGoesOnInWhatWasRestoredFromABackupUnderLoad() throws Exception {
    APPLICATION.tell("clock " + clock.instant());
    String requester = QM_QZ.user("requesters");
    String caseNumber =
        post(requester, "/api/transfers", request(QM_QZ))
            .expect(201)
            .body()
            .get("caseNumber")
            .asText();
    review(QM_QZ, caseNumber, "AF");
    clear(QM_QZ, caseNumber);
    AtomicBoolean over = new AtomicBoolean();
    List<String> filed = new ArrayList<>();
    var load =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                filed.add(
                    post(requester, "/api/transfers", request(QM_QZ))
                        .expect(201)
                        .body()
                        .get("caseNumber")
                        .asText());
              }
            });
    List<String> before;
    String backup;
    try {
      org.awaitility.Awaitility.await().until(() -> filed.size() > 3 || load.isDone());
      before = List.copyOf(filed);
      backup = server.run("custody_backup", "backup.sh", folder + "").strip();
    } finally {
      over.set(true);
    }
    load.get(1, TimeUnit.MINUTES);
    assertThat(filed).as("nobody waited for the backup").hasSizeGreaterThan(before.size());
    APPLICATION.kill();

    server.run("postgres", "restore.sh", backup, "restored");
    database = "restored";
    start();
    APPLICATION.tell("clock " + clock.instant());
    String auditor = QM_QZ.user("auditors");
    assertThat(get(auditor, "/api/audit/verification").expect(200).body()).isEmpty();
    for (String one : before) {
      assertThat(status(QM_QZ, one)).isEqualTo("IN_REVIEW");
    }
    approve(QM_QZ, caseNumber, "approved");
    accept(QM_QZ, caseNumber, "accepted");
    serve(QM_QZ, caseNumber);
    waitOut(QM_QZ);
    String flight = flight(QM_QZ, caseNumber);
    depart(QM_QZ, flight).expect(200);
    arriveAndHandOver(QM_QZ, flight, caseNumber);
    assertThat(status(QM_QZ, caseNumber)).isEqualTo("PLACED");
    assertThat(get(auditor, "/api/audit/verification").expect(200).body()).isEmpty();
    erase(before.get(0));
    assertThat(get(auditor, "/api/audit/verification").expect(200).body()).isEmpty();
  }

  /** The application's role may change nothing in the record: the owner's function does it. */
  private void erase(String caseNumber) {
    String lawyer = QM_QZ.user("legal-reviewers");
    post(
            QM_QZ.user("requesters"),
            "/api/transfers/" + caseNumber + "/withdrawal",
            map("reason", "Over."))
        .expect(200);
    clock.advance(Duration.ofDays(3651));
    advance(Duration.ofDays(1));
    String task =
        get(lawyer, "/engine-rest/task?taskDefinitionKey=sign-erasure")
            .expect(200)
            .body()
            .get(0)
            .get("id")
            .asText();
    String erasure = get(lawyer, "/api/tasks/" + task).expect(200).body().get("about").asText();
    sign(lawyer, "sign-erasure", erasure, "outcome", "erase", "reason", "Over.").expect(204);
    sign(
            QM_QZ.user("senior-approvers"),
            "confirm-erasure",
            erasure,
            "outcome",
            "erase",
            "reason",
            "Over.")
        .expect(204);
    APPLICATION.tell("jobs");
    get(lawyer, "/api/transfers/" + caseNumber).expect(404);
  }

  /** A server of its own, of the programs that the machine has. */
  private static final class Server {

    private static final List<String> ROLES =
        List.of("CUSTODY_DB_OWNER_PASSWORD", "CUSTODY_DB_PASSWORD", "CUSTODY_DB_BACKUP_PASSWORD");
    private static final String SUPERUSER = "a-password-of-the-superuser";

    private Path folder;
    private Path programs;
    private int port;

    void start(Path where) {
      try {
        folder = where;
        programs = programs();
        try (var free = new ServerSocket(0)) {
          port = free.getLocalPort();
        }
        Files.createDirectory(secrets());
        for (String role : ROLES) {
          Files.writeString(secrets().resolve(role), "password of '" + role + "'\n");
        }
        Files.writeString(folder.resolve("superuser"), SUPERUSER);
        program(
            "initdb",
            "--pgdata=" + data(),
            "--username=postgres",
            "--auth=scram-sha-256",
            "--pwfile=" + folder.resolve("superuser"),
            "--encoding=UTF8",
            "--locale=C");
        program(
            "pg_ctl",
            "-w",
            "-D",
            data(),
            "-l",
            folder.resolve("server.log") + "",
            "-o",
            "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder,
            "start");
        run("postgres", "roles.sh");
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    void stop() {
      program("pg_ctl", "-w", "-D", data(), "-m", "fast", "stop");
    }

    void migrate() {
      run(
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java") + "",
              "-cp",
              System.getProperty("java.class.path"),
              "org.custodytransfer.CustodyTransferApplication",
              "migrate",
              "--spring.profiles.active=postgresql",
              "--CUSTODY_DB_URL=" + url("custody"),
              "--CUSTODY_DB_USER=custody_owner",
              "--CUSTODY_DB_PASSWORD=" + password("custody_owner"),
              "--custody.runtime-role=custody"));
    }

    boolean runs() {
      return folder != null;
    }

    Path secrets() {
      return folder.resolve("secrets");
    }

    String url(String database) {
      return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private String data() {
      return folder.resolve("server") + "";
    }

    private String password(String user) {
      return switch (user) {
        case "postgres" -> SUPERUSER;
        case "custody_owner" -> "password of 'CUSTODY_DB_OWNER_PASSWORD'";
        default -> "password of 'CUSTODY_DB_BACKUP_PASSWORD'";
      };
    }

    /** A script that is shipped, as this role of the database. */
    String run(String user, String script, String... arguments) {
      var process =
          new ProcessBuilder(
              Stream.concat(
                      Stream.of(Path.of("src/main/ops", script).toAbsolutePath() + ""),
                      Stream.of(arguments))
                  .toList());
      process.environment().put("PATH", programs + File.pathSeparator + System.getenv("PATH"));
      process.environment().put("PGHOST", "127.0.0.1");
      process.environment().put("PGPORT", port + "");
      process.environment().put("PGUSER", user);
      process.environment().put("PGPASSWORD", password(user));
      process.environment().put("SECRETS", secrets() + "");
      return run(process);
    }

    /** PostgreSQL refuses to be run by root. */
    private void program(String name, String... arguments) {
      List<String> command = new ArrayList<>();
      if (System.getProperty("user.name").equals("root")) {
        command.addAll(List.of("unshare", "-U"));
      }
      command.add(programs.resolve(name) + "");
      command.addAll(List.of(arguments));
      run(new ProcessBuilder(command));
    }

    private String run(ProcessBuilder builder) {
      try {
        File said = File.createTempFile("said", ".txt", folder.toFile());
        Process process = builder.redirectErrorStream(true).redirectOutput(said).start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String text = Files.readString(said.toPath());
        assertThat(process.exitValue()).as("%s: %s", builder.command(), text).isZero();
        return text;
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** Where this machine has them; Debian keeps them apart by version. */
    private static Path programs() throws IOException {
      Path debian = Path.of("/usr/lib/postgresql");
      Stream<Path> candidates =
          Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
      if (Files.isDirectory(debian)) {
        try (var versions = Files.list(debian)) {
          candidates =
              Stream.concat(versions.map(one -> one.resolve("bin")).toList().stream(), candidates);
        }
      }
      return candidates
          .filter(one -> Files.isExecutable(one.resolve("initdb")))
          .findFirst()
          .orElseThrow(() -> new AssertionError("PostgreSQL's programs are not installed."));
    }
  }
}
