package consumer

import dev.reader.client.CrawlRequest
import dev.reader.client.ReaderClient
import dev.reader.client.ScrapeRequest
import dev.reader.client.error.ReaderInterruptedException
import dev.reader.client.event.JobEvent
import dev.reader.client.model.Job
import dev.reader.client.model.Page
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.runInterruptible

/** A record for the extraction; a data class with @JvmRecord is one. */
@JvmRecord
data class Product(val name: String?, val price: Int?)

/** Runs a blocking call. Cancelling the coroutine cancels the call. */
suspend fun <T> ReaderClient.suspending(call: ReaderClient.() -> T): T = runInterruptible(Dispatchers.IO) {
    try {
        call()
    } catch (e: ReaderInterruptedException) {
        throw InterruptedException(e.message).apply { initCause(e) } // the only sign that coroutines know
    }
}

suspend fun ReaderClient.page(url: String): Page = suspending { scrape(url) }

suspend fun ReaderClient.crawl(request: CrawlRequest): Job {
    val job = suspending { createJob(request) }
    return suspending { waitForJob(job.id()) }
}

/** The events of a job. Cancelling the collector closes the stream; the job itself goes on. */
fun ReaderClient.events(jobId: String): Flow<JobEvent> = flow {
    stream(jobId).use { events ->
        val iterator = events.iterator()
        while (suspending { iterator.hasNext() }) {
            emit(iterator.next())
        }
    }
}.flowOn(Dispatchers.IO)

suspend fun titles(reader: ReaderClient, urls: List<String>): List<String?> = coroutineScope {
    urls.map { url -> async { reader.page(url).metadata()?.title() } }.awaitAll()
}

fun describe(event: JobEvent): String = when (event) {
    is JobEvent.Progress -> "${event.completed()} of ${event.total()}"
    is JobEvent.PageReady -> "read ${event.page().url()}"
    is JobEvent.PageFailed -> "failed ${event.url()}: ${event.error()}"
    is JobEvent.Done -> "done: ${event.status()}"
    is JobEvent.Unknown -> "unknown event ${event.name()}"
}

fun product(reader: ReaderClient, url: String): Product? =
    reader.scrape(ScrapeRequest.builder(url).extract(Product::class.java).build())
        .extractedAs(Product::class.java)
