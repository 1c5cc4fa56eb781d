package consumer

import dev.reader.client.CrawlRequest
import dev.reader.client.ReaderClient
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking

/** Crawls a site and prints each event as it arrives. Takes the site's URL; key and address of the API come from the environment. */
fun main(args: Array<String>) = ReaderClient.fromEnvironment().use { reader ->
    runBlocking {
        val job = reader.async().createJob(CrawlRequest.of(args[0])).await()
        reader.events(job.id()).collect { println(describe(it)) }
    }
}
