internal import Classification
internal import Foundation
internal import HTTPTypes
internal import NIOCore
internal import NIOPosix
internal import Primitives
internal import Publishing
internal import Synchronization
internal import Syndication

extension Answers {
  // So many feeds are made or waited for at a time.
  private static let mostMaking = 32

  // What is wrong with a question.
  private struct BadQuestion: Error { var what: String }

  /// What somebody gets who asks for a feed on demand.
  func feed(
    _ request: HTTPRequest, isSearch: Bool, _ format: FeedFormat, _ query: Substring, _ now: Int64
  ) async throws -> Reply {
    let question: FeedsOnDemand.Question
    do {
      let parameters = try Form.values(query)
      question = isSearch ? try Self.search(parameters) : try match(parameters)
    } catch let error as Form.RepeatedName {
      return Reply(.badRequest, "bad request: ?\(error.name)= is there twice")
    } catch let error as PercentCoding.DecodingError {
      throw RequestPath.Fault(error)
    } catch let error as BadQuestion {
      return Reply(.badRequest, "bad request: \(error.what)")
    }
    let isFree = making.withLock { count in
      guard count < Self.mostMaking else { return false }
      count += 1
      return true
    }
    guard isFree else {
      return Reply(
        .serviceUnavailable, "too many feeds are being made; try again", fields: [.retryAfter: "2"])
    }
    defer { making.withLock { $0 -= 1 } }
    let document: Document
    do {
      document = try await makingFeeds.value("\(format.pathExtension) \(question.path)?\(question.query)") {
        [self] in
        try await ThreadPools.making.runIfActive { [self] in try make(question, format) }
      }
    } catch let error as FeedsOnDemand.TooBroad {
      return Reply(.badRequest, "bad request: \(error)")
    }
    let conditions = Conditions(request)
    return Reply.document(document.form(gzip: conditions.takesGzip), conditions, now: now)
  }

  private func make(_ question: FeedsOnDemand.Question, _ format: FeedFormat) throws -> Document {
    let target = "\(question.path).\(format.pathExtension)?\(question.query)"
    let edition = try onDemand.edition()
    let (known, isCurrent) = store.made(target, edition: edition)
    if let known, isCurrent { return known }
    let bytes = ByteBuffer(bytes: try onDemand.feed(question, format))
    var traits = Document.Traits(
      hash: Document.hash(bytes), type: MediaType.type(of: ["entity", "feed.\(format.pathExtension)"]).type,
      isText: true, fields: fields.ofFeed(target), modified: Int64(Date().timeIntervalSince1970))
    // It changed last when it was first seen to be as it is.
    if let known = known?.plain, known.tag == traits.form(size: 0).tag { traits.modified = known.modified }
    let document = Document(bytes, traits, compresses: true)
    store.put(document, target, edition: edition)
    return document
  }

  private func match(_ parameters: [String: String]) throws(BadQuestion) -> FeedsOnDemand.Question {
    guard let text = parameters["match"], !text.isEmpty else {
      throw BadQuestion(
        what: "?match= is missing: an expression, as country:egypt AND entity:\"Sergey Lavrov\"")
    }
    let expression: TopicExpression
    do {
      expression = try TopicExpression(text, gazetteer: site.gazetteer)
    } catch {
      throw BadQuestion(what: "?match=, \(error)")
    }
    // As it is written in the feed itself, which is to be good for asking again.
    guard expression.normalText.count <= 1000 else {
      throw BadQuestion(what: "the expression has more than 1000 characters")
    }
    guard expression.termCount <= 50 else { throw BadQuestion(what: "the expression has more than 50 terms") }
    guard expression.words.count <= 8 else {
      throw BadQuestion(what: "the expression has more than 8 text: terms")
    }
    return .matching(expression)
  }

  private static func search(_ parameters: [String: String]) throws(BadQuestion) -> FeedsOnDemand.Question {
    guard let text = parameters["q"] else { throw BadQuestion(what: "?q= is missing: words to look for") }
    let sort = parameters["sort"] ?? "newest"
    guard ["newest", "rank"].contains(sort) else {
      throw BadQuestion(what: "?sort= is \"\(sort)\" and should be newest or rank")
    }
    do {
      return .searching(try WordSearch(text), isRanked: sort == "rank")
    } catch {
      throw BadQuestion(what: "?q=: \(error)")
    }
  }
}
