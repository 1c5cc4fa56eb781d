package consumer

import dev.reader.client.CrawlRequest
import dev.reader.client.ReaderClient
import dev.reader.client.ScrapeRequest
import dev.reader.client.event.JobEvent
import dev.reader.client.model.Job
import dev.reader.client.model.Page
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.future.await
import kotlinx.coroutines.jdk9.asFlow

/** A record for the extraction; a data class with @JvmRecord is one. */
@JvmRecord
data class Product(val name: String?, val price: Int?)

/** Reads one page. Cancelling the coroutine ends the request. */
suspend fun ReaderClient.page(url: String): Page = async().scrape(url).await()

/** Cancelling the coroutine ends the wait; the job itself goes on. */
suspend fun ReaderClient.crawl(request: CrawlRequest): Job {
    val job = async().createJob(request).await()
    return async().waitForJob(job.id()).await()
}

/** The events of a job. Cancelling the collector closes the stream; the job itself goes on. */
fun ReaderClient.events(jobId: String): Flow<JobEvent> = async().stream(jobId).asFlow()

/** The results of a job, read as the collector needs them. */
fun ReaderClient.results(jobId: String): Flow<Page> = async().jobResults(jobId).asFlow()

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
