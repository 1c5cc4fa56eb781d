package consumer

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import dev.reader.client.CrawlRequest
import dev.reader.client.ReaderClient
import dev.reader.client.ReaderListener
import dev.reader.client.error.UrlBlockedException
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.system.exitProcess
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.runInterruptible

private const val PAGE = """{"url": "https://example.com/", "markdown": "# Hi", "metadata": {"title": "Hi"},
    "extracted": {"name": "Pot", "price": 12}}"""
private const val JOB = """"id": "job_1", "mode": "crawl", "total": 1, "completed": 1, "status": "completed",
    "createdAt": "2026-03-01T12:00:00Z""""
private const val PAGINATION = """"pagination": {"total": 1, "skip": 0, "limit": 100, "hasMore": false}"""
private const val EVENT = "event: progress\ndata: {\"status\": \"processing\", \"completed\": 0, \"total\": 1}\n\n"
private const val EVENTS = EVENT +
    "event: page\ndata: {\"url\": \"https://example.com/\", \"markdown\": \"# Hi\"}\n\n" +
    "event: done\ndata: {\"status\": \"completed\", \"completed\": 1, \"total\": 1}\n\n"

/** Runs the functions of the guide against a small server. */
fun main() {
    val slowArrived = CountDownLatch(1)
    val slowCancelled = CountDownLatch(1)
    val streamClosed = CountDownLatch(1)
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
        if (exchange.requestURI.path == "/v1/jobs/job_open/stream") {
            sendForEver(exchange, streamClosed)
            return@createContext
        }
        val blocked = body.contains("blocked.example")
        val events = exchange.requestURI.path.endsWith("/stream")
        val data = when {
            exchange.requestURI.path.startsWith("/v1/jobs") -> """{$JOB, "results": [$PAGE]}"""
            body.contains("maxPages") -> "{$JOB}"
            else -> PAGE
        }
        val text = when {
            blocked -> """{"success": false, "error": {"code": "url_blocked", "message": "a private address"}}"""
            events -> EVENTS
            else -> """{"success": true, "data": $data, $PAGINATION}"""
        }
        val bytes = text.encodeToByteArray()
        exchange.responseHeaders["Content-Type"] = if (events) "text/event-stream" else "application/json"
        exchange.sendResponseHeaders(if (blocked) 403 else 200, bytes.size.toLong())
        exchange.responseBody.write(bytes)
        exchange.close()
    }
    server.start()
    try {
        val listener = object : ReaderListener {
            override fun onCall(call: ReaderListener.Call) {
                if (call.failure() is CancellationException) slowCancelled.countDown()
            }
        }
        ReaderClient.builder()
            .apiKey("rdr_key")
            .baseUrl("http://127.0.0.1:${server.address.port}")
            .listener(listener)
            .build()
            .use { reader ->
                runBlocking {
                    checkResults(reader)
                    checkCancellation(reader, slowArrived, slowCancelled, streamClosed)
                }
            }
    } finally {
        end.countDown()
        server.stop(0)
        threads.shutdown()
    }
    println("consumer in Kotlin: passed")
    exitProcess(0)
}

/** Sends events until the client closes the connection. */
private fun sendForEver(exchange: HttpExchange, closed: CountDownLatch) {
    exchange.responseHeaders["Content-Type"] = "text/event-stream"
    exchange.sendResponseHeaders(200, 0)
    try {
        while (true) {
            exchange.responseBody.write(EVENT.encodeToByteArray())
            exchange.responseBody.flush()
        }
    } catch (_: IOException) {
        closed.countDown()
    }
}

private suspend fun checkResults(reader: ReaderClient) {
    expect("markdown", "# Hi", reader.page("https://example.com/").markdown())
    expect("titles", listOf("Hi", "Hi"), titles(reader, listOf("https://example.com/", "https://example.com/")))
    expect("product", Product("Pot", 12), product(reader, "https://example.com/"))
    val job = reader.crawl(CrawlRequest.builder("https://example.com/").maxPages(1).build())
    expect("results of the crawl", 1, job.results().size)
    expect("results", listOf("Hi"), reader.results("job_1").map { it.metadata()?.title() }.toList())
    expect(
        "events",
        listOf("0 of 1", "read https://example.com/", "done: completed"),
        reader.events("job_1").map(::describe).toList(),
    )
    val failure = runCatching { reader.page("https://blocked.example/") }.exceptionOrNull()
    expect("the failure of a blocked page", true, failure is UrlBlockedException)
}

private suspend fun checkCancellation(
    reader: ReaderClient,
    slowArrived: CountDownLatch,
    slowCancelled: CountDownLatch,
    streamClosed: CountDownLatch,
) = coroutineScope {
    val slow = async { reader.page("https://slow.example/") }
    expect("the slow request arrived", true, reached(slowArrived))
    slow.cancel(CancellationException("no longer needed"))
    slow.join()
    expect("cancelled", true, slow.isCancelled)
    expect("the cancellation ended the call", true, reached(slowCancelled))

    expect("first event", "0 of 1", describe(reader.events("job_open").first()))
    expect("the server saw the stream closed", true, reached(streamClosed))
}

private suspend fun reached(latch: CountDownLatch): Boolean =
    runInterruptible(Dispatchers.IO) { latch.await(60, TimeUnit.SECONDS) }

private fun expect(what: String, expected: Any?, actual: Any?) {
    if (expected != actual) {
        throw AssertionError("$what: expected $expected but was $actual")
    }
}
