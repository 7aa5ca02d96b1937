import Testing

@testable import Serving

@Suite("The number of subscribers in User-Agent")
struct SubscriberCountTests {
  @Test(
    "is found in the forms that aggregators use, with the name of the aggregator alone",
    arguments: [
      ("Feedly/1.0 (+http://www.feedly.com/fetcher.html; 462 subscribers; )", "Feedly", 462),
      (
        "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 457 subscribers; like FeedFetcher-Google)",
        "Feedly",
        457
      ),
      ("Feedbin feed-id:1373711 - 142 subscribers", "Feedbin", 142),
      ("Feedbin feed-id:1 - 1 subscriber", "Feedbin", 1),
      (
        "NewsBlur Feed Fetcher - 27 subscribers - https://www.newsblur.com/site/7704055/kestrel (\"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.0.1 Safari/605.1.15\")",
        "NewsBlur Feed Fetcher", 27
      ),
      (
        "NewsBlur Feed Fetcher - 1 subscriber - http://www.newsblur.com/site/0/quill",
        "NewsBlur Feed Fetcher", 1
      ),
      ("Inoreader/1.0 (+http://www.inoreader.com/feed-fetcher; 26 subscribers; )", "Inoreader", 26),
      ("Mozilla/5.0 (compatible; inoreader.com; 114 subscribers)", "inoreader.com", 114),
      (
        "Mozilla/5.0 (compatible; theoldreader.com; 1 subscribers; feed-id=cead6c3a837650eeefd8fe4a)",
        "theoldreader.com", 1
      ),
      ("Mozilla/5.0 (compatible; BazQux/2.4; +https://bazqux.com/fetcher; 6 subscribers)", "BazQux", 6),
      (
        "Dreamwidth Studios (webmaster@dreamwidth.org; for https://www.dreamwidth.org/users/orrin_feed/; 2 readers)",
        "Dreamwidth Studios", 2
      ),
      (
        "LiveJournal.com (webmaster@livejournal.com; for https://example.org/; 1 readers)", "LiveJournal.com",
        1
      ),
      ("Overcast/1.0 Podcast Sync (123 subscribers; feed-id=456789; +http://overcast.fm/)", "Overcast", 123),
      ("Feed Wrangler/1.0 (42 subscribers; feed-id=12334; http://example.com)", "Feed Wrangler", 42),
      (
        "Feedfetcher-Google; (+http://www.google.com/feedfetcher.html; 167 subscribers; feed-id=1)",
        "Feedfetcher-Google", 167
      ),
      ("Quill/2 (3 users)", "Quill", 3),
    ] as [(String, String, Int)])
  func forms(userAgent: String, aggregator: String, count: Int) throws {
    let found = try #require(SubscriberCount(userAgent: userAgent))
    #expect(found.aggregator == aggregator && found.count == count)
  }

  @Test(
    "is not found in anything else",
    arguments: [
      "", "FreshRSS/1.24.3 (Linux; https://freshrss.org)", "Miniflux/2.1.0 (+https://miniflux.app)",
      "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Thunderbird/115.6.1", "subscribers",
      "Quill/1.0 (subscribers 3)", "Quill (1.5 subscribers)", "Quill (-3 subscribers)",
      "Quill (3subscribers)",
      "Quill (v3 subscribers)", "Quill (3 subscriptions)", "Quill (99999999999 subscribers)",
      "Quill (999999999 subscribers)", "Quill (3 usersx)", "(3 subscribers)",
      "Mozilla/5.0 (compatible;) 3 readers",
    ])
  func others(userAgent: String) { #expect(SubscriberCount(userAgent: userAgent) == nil) }

  @Test("of hostile values is found in bounded time and with a bounded, printable name")
  func hostile() throws {
    let long = String(repeating: "1 ", count: 8000)
    #expect(SubscriberCount(userAgent: long) == nil)
    let name = String(repeating: "ö\u{7F}x", count: 200)
    let found = try #require(SubscriberCount(userAgent: "a\(name.prefix(300)) - 3 subscribers"))
    #expect(found.aggregator.count <= 60 && found.aggregator.allSatisfy { $0.isASCII })
  }
}
