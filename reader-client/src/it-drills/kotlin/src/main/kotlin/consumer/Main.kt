package consumer

import com.sun.net.httpserver.HttpServer
import dev.reader.client.CrawlRequest
import dev.reader.client.ReaderClient
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.system.exitProcess
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.runInterruptible

private const val PAGE = """{"url": "https://example.com/", "markdown": "# Hi", "metadata": {"title": "Hi"},
    "extracted": {"name": "Pot", "price": 12}}"""
private const val JOB = """"id": "job_1", "mode": "crawl", "total": 1, "completed": 1, "status": "completed",
    "createdAt": "2026-03-01T12:00:00Z""""
private const val PAGINATION = """"pagination": {"total": 1, "skip": 0, "limit": 100, "hasMore": false}"""
private const val EVENTS = "event: progress\ndata: {\"status\": \"processing\", \"completed\": 0, \"total\": 1}\n\n" +
    "event: page\ndata: {\"url\": \"https://example.com/\", \"markdown\": \"# Hi\"}\n\n" +
    "event: done\ndata: {\"status\": \"completed\", \"completed\": 1, \"total\": 1}\n\n"

/** Runs the functions of the guide against a small server. */
fun main() {
    val slowArrived = CountDownLatch(1)
    val end = CountDownLatch(1)
    val threads = Executors.newCachedThreadPool()
    val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    server.executor = threads
    server.createContext("/") { exchange ->
        val body = exchange.requestBody.readAllBytes().decodeToString()
        if (body.contains("slow.example")) {
            slowArrived.countDown()
            end.await()
        }
        val events = exchange.requestURI.path.endsWith("/stream")
        val data = when {
            exchange.requestURI.path.startsWith("/v1/jobs") -> """{$JOB, "results": [$PAGE]}"""
            body.contains("maxPages") -> "{$JOB}"
            else -> PAGE
        }
        val bytes = (if (events) EVENTS else """{"success": true, "data": $data, $PAGINATION}""").encodeToByteArray()
        exchange.responseHeaders["Content-Type"] = if (events) "text/event-stream" else "application/json"
        exchange.sendResponseHeaders(200, bytes.size.toLong())
        exchange.responseBody.write(bytes)
        exchange.close()
    }
    server.start()
    try {
        ReaderClient.builder().apiKey("rdr_key").baseUrl("http://127.0.0.1:${server.address.port}").build().use { reader ->
            runBlocking { check(reader, slowArrived) }
        }
    } finally {
        end.countDown()
        server.stop(0)
        threads.shutdown()
    }
    println("consumer in Kotlin: passed")
    exitProcess(0)
}

private suspend fun check(reader: ReaderClient, slowArrived: CountDownLatch) = kotlinx.coroutines.coroutineScope {
    expect("markdown", "# Hi", reader.page("https://example.com/").markdown())
    expect("titles", listOf("Hi", "Hi"), titles(reader, listOf("https://example.com/", "https://example.com/")))
    expect("product", Product("Pot", 12), product(reader, "https://example.com/"))
    val job = reader.crawl(CrawlRequest.builder("https://example.com/").maxPages(1).build())
    expect("results", 1, job.results().size)
    expect(
        "events",
        listOf("0 of 1", "read https://example.com/", "done: completed"),
        reader.events("job_1").toList().map(::describe),
    )

    val slow = async { reader.page("https://slow.example/") }
    val arrived = runInterruptible(Dispatchers.IO) { slowArrived.await(60, TimeUnit.SECONDS) }
    expect("the slow request arrived", true, arrived)
    slow.cancel(CancellationException("no longer needed"))
    slow.join()
    expect("cancelled", true, slow.isCancelled)
}

private fun expect(what: String, expected: Any?, actual: Any?) {
    if (expected != actual) {
        throw AssertionError("$what: expected $expected but was $actual")
    }
}
