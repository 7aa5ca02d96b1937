#if ObjectStorage
  /// The attempts of a request that a store does not answer, or answers with a temporary failure.
  struct RetryPolicy: Sendable {
    /// The number of attempts.
    var attempts = 7
    /// The longest wait after the first attempt; it doubles with each.
    var firstWait = Duration.milliseconds(200)
    /// The longest wait, which is that of a Retry-After field, too.
    var longestWait = Duration.seconds(60)
    /// The time limit of an attempt, beside that of the body.
    var timeout = Duration.seconds(30)

    /// The attempts of a build: some ten seconds in all, because the next build repeats what is left.
    static let build = RetryPolicy()
    /// The attempts of a server that answers a request with a document of the store.
    static let reader = RetryPolicy(attempts: 2, firstWait: .milliseconds(100), timeout: .seconds(10))
    /// The attempt of a check.
    static let check = RetryPolicy(attempts: 1, timeout: .seconds(5))

    // The rate at which a body is sent or received at least, in bytes per second.
    private static let leastRate = 100_000

    /// The time limit of an attempt with a body.
    func timeout(bytes: Int) -> Duration { timeout + .seconds(bytes / Self.leastRate) }

    /// The wait after a number of attempts; `nil` when there is no further attempt.
    /// - Parameter retryAfter: the wait that the store asks for, in seconds.
    func wait(after attempt: Int, retryAfter: Int64?) -> Duration? {
      guard attempt < attempts else { return nil }
      let wait = min(longestWait, firstWait * (1 << min(attempt - 1, 20)))
      // Half of the wait is random, so that the threads of a build do not all return at once.
      let jittered = wait * Double.random(in: 0.5...1)
      guard let retryAfter else { return jittered }
      let asked = Duration.seconds(retryAfter)
      return asked > longestWait ? nil : max(asked, jittered)
    }
  }
#endif
