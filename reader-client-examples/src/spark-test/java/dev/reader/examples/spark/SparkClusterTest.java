package dev.reader.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reader.client.ReaderClient;
import dev.reader.examples.fleet.RecordingProxy;
import dev.reader.examples.local.LocalReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program on a standalone cluster of processes, a master and two workers, and kills an executor. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SparkClusterTest {
    private static final int URLS = 1000;
    private static final int SHARD = 50;
    /** Each page whose number is a multiple of this fails. */
    private static final int FAILING = 50;

    private final List<Process> processes = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Further variables of the processes that start next. */
    private final Map<String, String> environment = new HashMap<>();

    private HttpServer site;

    @TempDir
    Path directory;

    @BeforeEach
    void startSite() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        site.setExecutor(threads);
        site.createContext("/", SparkClusterTest::page);
        site.start();
    }

    @AfterEach
    void endProcesses() throws InterruptedException {
        List<ProcessHandle> all = new ArrayList<>();
        for (Process process : processes) {
            process.descendants().forEach(all::add);
            all.add(process.toHandle());
        }
        all.forEach(ProcessHandle::destroyForcibly);
        for (Process process : processes) {
            process.waitFor();
        }
        site.stop(0);
        threads.shutdownNow();
    }

    private static void page(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int number = path.matches("/\\d+") ? Integer.parseInt(path.substring(1)) : 1;
        if (number % FAILING == 0) {
            // A connection that ends without a response fails the page.
            exchange.close();
            return;
        }
        // The jobs take as long as a slow site makes them.
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        byte[] body = ("<html><body><main><p>Text of page " + number + "</p></main></body></html>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void executorThatIsKilled_losesNoPage_andCostsNothing() throws Exception {
        try (LocalReader local = LocalReader.builder()
                        .withoutChromium()
                        .allowPrivateNetworks()
                        .start();
                RecordingProxy proxy = new RecordingProxy(local.baseUrl())) {
            String base = "http://127.0.0.1:" + site.getAddress().getPort() + "/";
            Path urls = directory.resolve("urls.txt");
            Files.write(urls, IntStream.range(0, URLS).mapToObj(i -> base + i).toList());
            int port = freePort();
            String master = "spark://127.0.0.1:" + port;
            Path masterLog = startMaster(port);
            await("the master", () -> Files.readString(masterLog).contains("New state: ALIVE"));
            List<Process> workers = List.of(startWorker("worker-1", master), startWorker("worker-2", master));
            await("two workers", () -> Files.readString(masterLog).split("Registering worker").length == 3);

            Path out = directory.resolve("pages");
            Process driver = startDriver(proxy.url(), local.apiKey(), urls, out, master);
            await("a third of the jobs", () -> {
                assertThat(driver.isAlive()).as(logs()).isTrue();
                return posts(proxy) > URLS / SHARD / 3;
            });
            List<ProcessHandle> executors =
                    workers.stream().flatMap(SparkClusterTest::executors).toList();
            assertThat(executors).isNotEmpty();
            long jobsBefore = posts(proxy);
            executors.get(0).destroyForcibly();
            assertThat(driver.waitFor(10, TimeUnit.MINUTES)).isTrue();
            String output = Files.readString(directory.resolve("driver.log"));
            assertThat(driver.exitValue()).as(output).isZero();

            int failing = (URLS + FAILING - 1) / FAILING;
            assertThat(output).contains(URLS + " URLs, " + failing + " failed");
            assertThat(jobsBefore).isLessThan(URLS / SHARD);
            // The task of the killed executor sent its request again, under the same key and with the same bytes.
            assertThat(posts(proxy)).isGreaterThan(URLS / SHARD);
            assertThat(proxy.bodiesByKey())
                    .hasSize(URLS / SHARD)
                    .allSatisfy((key, bodies) -> assertThat(bodies).hasSize(1));
            try (ReaderClient reader = ReaderClient.builder()
                    .baseUrl(local.baseUrl())
                    .apiKey(local.apiKey())
                    .build()) {
                assertThat(reader.getCredits().used()).isEqualTo(URLS - failing);
            }
            assertComplete(out, failing);
        }
    }

    private static void assertComplete(Path out, int failing) throws IOException {
        try (SparkSession spark = SparkSession.builder()
                .appName("check")
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate()) {
            Dataset<Row> pages = spark.read().parquet(out.toString());
            assertThat(pages.count()).isEqualTo(URLS);
            assertThat(pages.select("url").distinct().count()).isEqualTo(URLS);
            assertThat(pages.select("job_id").distinct().count()).isEqualTo(URLS / SHARD);
            assertThat(pages.where("error IS NULL AND length(markdown) > 10").count())
                    .isEqualTo(URLS - failing);
        }
    }

    private static long posts(RecordingProxy proxy) {
        return proxy.seen().stream()
                .filter(seen -> seen.request().equals("POST /v1/read"))
                .count();
    }

    /** The JVMs that a worker started. */
    private static Stream<ProcessHandle> executors(Process worker) {
        return worker.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"));
    }

    private Path startMaster(int port) throws IOException {
        return start(
                "master",
                List.of("-Xmx256m", "-Dspark.master.rest.enabled=false"),
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--webui-port",
                "0");
    }

    private Process startWorker(String name, String master) throws IOException {
        start(
                name,
                List.of("-Xmx256m"),
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--webui-port",
                "0",
                "--work-dir",
                Files.createDirectories(directory.resolve(name)).toString(),
                master);
        return processes.get(processes.size() - 1);
    }

    private Process startDriver(String baseUrl, String apiKey, Path urls, Path out, String master) throws IOException {
        environment.put("READER_API_URL", baseUrl);
        environment.put("READER_API_KEY", apiKey);
        start(
                "driver",
                List.of("-Xmx640m"),
                SparkBatches.class.getName(),
                "november",
                urls.toString(),
                out.toString(),
                "--master=" + master,
                "--shard-size=" + SHARD,
                "--requests=10000",
                "--conf=spark.driver.host=127.0.0.1",
                "--conf=spark.driver.bindAddress=127.0.0.1",
                "--conf=spark.ui.enabled=false",
                "--conf=spark.executor.memory=512m");
        return processes.get(processes.size() - 1);
    }

    /** Starts a JVM whose class path is that of the tests. */
    private Path start(String name, List<String> options, String mainClass, String... arguments) throws IOException {
        String classPath = System.getProperty("java.class.path");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of(arguments));
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        Path home = Files.createDirectories(directory.resolve("home"));
        Files.createDirectories(home.resolve("jars"));
        builder.environment().putAll(environment);
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_DIST_CLASSPATH", classPath);
        processes.add(builder.start());
        return log;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(8).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what + ": " + logs());
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private String logs() throws IOException {
        StringBuilder logs = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path log : files.filter(file -> file.toString().endsWith(".log"))
                    .sorted(Comparator.naturalOrder())
                    .toList()) {
                logs.append(log).append('\n').append(Files.readString(log));
            }
        }
        return logs.toString();
    }
}
