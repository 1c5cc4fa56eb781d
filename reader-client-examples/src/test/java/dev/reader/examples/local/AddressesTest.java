package dev.reader.examples.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reader.examples.local.http.AddressPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that pages on this machine and in private networks can't be read, however their address is spelled. */
class AddressesTest {
    private TestSite site;
    private LocalReader reader;
    private Api api;

    @BeforeEach
    void startSite() throws IOException {
        site = new TestSite();
    }

    @AfterEach
    void stop() {
        reader.close();
        site.close();
    }

    private void start(LocalReader.Builder builder) {
        reader = builder.start();
        api = new Api(reader);
    }

    private void assertBlocked(String url) {
        Api.Response response = api.scrape(url);
        assertThat(response.status()).as(url + ": " + response.body()).isEqualTo(403);
        assertThat(response.code()).isEqualTo("url_blocked");
        assertThat(response.details().path("reason").asText()).isNotEmpty();
        assertThat(site.requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "0.0.0.0",
                "localhost",
                "LOCALHOST",
            })
    void everySpellingOfThisMachineIsBlocked(String host) {
        start(LocalReader.builder());

        assertBlocked(site.url("/").replace("127.0.0.1", host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.1", "0x7f.1", "localhost.", "127.0.0.1%00", "127.0.0.1.."})
    void spellingsThatAreNoHostReachNothing(String host) {
        start(LocalReader.builder());

        assertThat(api.scrape(site.url("/").replace("127.0.0.1", host)).status())
                .isIn(400, 403, 502);
        assertThat(site.requests()).isZero();
    }

    @Test
    void aNameIsJudgedByTheAddressThatItResolvesTo_alsoInARedirectAndInAJob() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        start(LocalReader.builder().dns(name -> List.of(loopback)));
        String url = site.url("/").replace("127.0.0.1", "harmless.example");

        assertBlocked(url);
        reader.site().redirect("/out", url);
        assertBlocked(reader.site().url("/out"));
        JsonNode job = api.ended(api.job(Api.batch(url)));
        assertThat(job.path("results").path(0).path("error").asText()).contains("127.0.0.1");
        assertThat(site.requests()).isZero();
    }

    @Test
    void theSampleSiteCanBeRead_otherPortsOfThisMachineCannot() {
        start(LocalReader.builder());

        assertThat(api.scrape(reader.siteUrl()).status()).isEqualTo(200);
        assertBlocked(reader.baseUrl());
    }

    @Test
    void privateNetworksCanBeAllowed_butNotTheAddressesOfMetadataAndBlockedOnes() {
        start(LocalReader.builder().allowPrivateNetworks().blockHost("127.0.0.2"));

        for (String host :
                List.of("169.254.169.254", "2852039166", "[::ffff:169.254.169.254]", "127.0.0.2", "2130706434")) {
            assertBlocked("http://" + host + "/");
        }
        assertThat(api.scrape(site.url("/")).status()).isEqualTo(200);
    }

    @Test
    void privateNetworksAreRecognized() throws IOException {
        reader = LocalReader.start();
        AddressPolicy policy = new AddressPolicy(false, Set.of());

        for (String address : List.of(
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.1.1",
                "100.64.0.1",
                "0.1.2.3",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "ff02::1",
                "::",
                "2002:7f00:1::",
                "::10.0.0.1")) {
            assertThat(policy.refusal(InetAddress.getByName(address), 80))
                    .as(address)
                    .isNotNull();
        }
        for (String address :
                List.of("93.184.216.34", "100.63.0.1", "172.32.0.1", "2606:2800:220:1::1", "2002:5db8:d822::")) {
            assertThat(policy.refusal(InetAddress.getByName(address), 80))
                    .as(address)
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:3456", "127.0.0.1.evil.example", "10.0.0.1"})
    void aHostHeaderOfAnotherMachineIsRefused(String host) throws IOException {
        start(LocalReader.builder());

        for (String url : List.of(reader.baseUrl(), reader.siteUrl())) {
            String response = get(URI.create(url), host);
            assertThat(response).startsWith("HTTP/1.1 403").contains("\"code\":\"forbidden\"", "x-request-id", host);
        }
        assertThat(get(URI.create(reader.baseUrl()), "localhost:1")).startsWith("HTTP/1.1 404");
    }

    /** Sends a request with a Host header of its own, which Java's client does not allow. */
    private String get(URI url, String host) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /nothing HTTP/1.1\r\nHost: " + host + "\r\nx-api-key: " + reader.apiKey()
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
