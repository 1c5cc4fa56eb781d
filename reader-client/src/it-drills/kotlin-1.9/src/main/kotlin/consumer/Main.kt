package consumer

import com.sun.net.httpserver.HttpServer
import dev.reader.client.ReaderClient
import dev.reader.client.ScrapeRequest
import dev.reader.client.event.JobEvent
import dev.reader.client.model.Format
import java.net.InetAddress
import java.net.InetSocketAddress

private const val PAGE = """{"url": "https://example.com/", "markdown": "# Hi", "metadata": {"title": "Hi"}}"""

/** Reads a page. Runs with the OkHttp of the library, which a newer Kotlin compiled. */
fun main() {
    val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    server.createContext("/") { exchange ->
        val bytes = """{"success": true, "data": $PAGE}""".encodeToByteArray()
        exchange.responseHeaders["Content-Type"] = "application/json"
        exchange.sendResponseHeaders(200, bytes.size.toLong())
        exchange.responseBody.write(bytes)
        exchange.close()
    }
    server.start()
    try {
        ReaderClient.builder().apiKey("rdr_key").baseUrl("http://127.0.0.1:${server.address.port}").build().use { reader ->
            val page = reader.scrape(ScrapeRequest.builder("https://example.com/").formats(Format.MARKDOWN).build())
            check(page.markdown() == "# Hi") { "markdown: ${page.markdown()}" }
            check(page.metadata()?.title() == "Hi") { "title: ${page.metadata()?.title()}" }
            check(describe(JobEvent.PageReady(page)) == "read https://example.com/")
        }
    } finally {
        server.stop(0)
    }
    println("consumer in Kotlin ${KotlinVersion.CURRENT}: passed")
}

fun describe(event: JobEvent): String = when (event) {
    is JobEvent.PageReady -> "read ${event.page().url()}"
    is JobEvent.PageFailed -> "failed ${event.url()}"
    is JobEvent.Progress, is JobEvent.Done, is JobEvent.Unknown -> event.toString()
}
