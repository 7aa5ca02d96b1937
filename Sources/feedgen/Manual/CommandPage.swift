import Service

/// The page feedgen(1): all commands, from their definitions.
struct CommandPage {
  private let root: CommandDefinition
  private var page = ManualPage("feedgen", section: 1)

  /// Makes the page.
  init(_ root: CommandDefinition) { self.root = root }

  /// The text of the page.
  mutating func text() -> String {
    page.section("NAME")
    page.raw("feedgen \\- feeds by topic from an archive of news events or the posts of a site")
    addSynopsis()
    page.section("DESCRIPTION")
    for paragraph in Manual.description { page.paragraph(paragraph) }
    addCommands()
    addCommonOptions()
    addTable("EXIT STATUS", ExitStatus.rows.map { ("\($0.status)", $0.meaning) })
    addTable("ENVIRONMENT", Manual.environment)
    addTable("FILES", Manual.files)
    addTable("SIGNALS", Manual.signals)
    page.section("EXAMPLES")
    for example in Manual.examples {
      page.paragraph("To \(example.purpose):")
      page.example([example.command])
    }
    page.section("SEE ALSO")
    page.raw(".BR feedgen\\-config (5),\n.BR systemd.service (5)")
    page.paragraph(
      "The documents that are installed with feedgen describe formats, topics, the server and the service.")
    return page.text
  }

  private mutating func addSynopsis() {
    page.section("SYNOPSIS")
    let lines = root.leaves().map { names, command in
      let words = ["feedgen"] + names.filter { $0 != Manual.defaultCommand }
      let shown = (command.arguments ?? []).filter { $0.shouldDisplay && !isHelp($0) }
      let options = shown.contains { !$0.isPositional } ? ["[options]"] : []
      let positional = shown.filter(\.isPositional).map { argument in
        let name = ManualPage.value(argument.valueName ?? "") + (argument.isRepeating ? " ..." : "")
        return argument.isOptional ? "[\(name)]" : name
      }
      let command = ManualPage.bold(words.joined(separator: " "))
      return ([command] + options + positional).joined(separator: " ")
    }
    page.list(lines)
  }

  private mutating func addCommands() {
    page.section("COMMANDS")
    for (names, command) in root.leaves() {
      let isDefault = names == [Manual.defaultCommand]
      page.subsection(isDefault ? "feedgen" : "feedgen " + names.joined(separator: " "))
      if let abstract = command.abstract { page.paragraph(abstract.asSentence) }
      // The table of exit statuses has a section of its own.
      let discussion = command.discussion?.replacing(ExitStatus.table, with: "") ?? ""
      page.discussion(discussion)
      let isCommon = hasCommonOptions(command) ? self.isCommon : isHelp
      add((command.arguments ?? []).filter { $0.shouldDisplay && !isCommon($0) })
    }
  }

  private mutating func addCommonOptions() {
    page.section("OPTIONS OF ALL COMMANDS")
    page.paragraph(
      "`feedgen init` and `feedgen quality` read no configuration, and have the options of their own descriptions only."
    )
    let commands = root.leaves().map(\.command)
    add((commands.first(where: hasCommonOptions)?.arguments ?? []).filter(isCommon))
  }

  // Adds arguments. Those with one description, as a flag and its opposite, are one item.
  private mutating func add(_ arguments: [CommandDefinition.Argument]) {
    var rest = arguments[...]
    while let first = rest.first {
      let group = rest.prefix { $0.abstract == first.abstract }
      rest = rest.dropFirst(group.count)
      let standard = first.defaultValue.map { " The default is `\($0)`." } ?? ""
      page.item(
        group.map(term).joined(separator: ", "), [(first.abstract ?? "").asSentence + standard])
    }
  }

  private func term(_ argument: CommandDefinition.Argument) -> String {
    let value = ManualPage.value(argument.valueName ?? "")
    if argument.isPositional { return value }
    let names = (argument.names ?? []).map { ManualPage.bold($0.text) }
    return names.map { argument.kind == "option" ? "\($0) \(value)" : $0 }.joined(separator: ", ")
  }

  private mutating func addTable(_ title: String, _ rows: [(term: String, meaning: String)]) {
    page.section(title)
    for row in rows { page.item(ManualPage.bold(row.term), [row.meaning.asSentence]) }
  }

  private func hasCommonOptions(_ command: CommandDefinition) -> Bool {
    (command.arguments ?? []).contains { $0.names?.contains { $0.name == "log-format" } ?? false }
  }

  private func isHelp(_ argument: CommandDefinition.Argument) -> Bool {
    (argument.names ?? []).contains { ["help", "version"].contains($0.name) }
  }

  // Whether an argument is an option of all commands, and described once.
  private func isCommon(_ argument: CommandDefinition.Argument) -> Bool {
    (argument.names ?? []).contains { Manual.commonOptions.contains($0.name) }
  }
}

extension String {
  /// The text as a sentence: with a capital at its beginning and a full stop at its end.
  var asSentence: String {
    let isEnded = last.map { ".!?:".contains($0) } ?? true
    return prefix(1).uppercased() + dropFirst() + (isEnded ? "" : ".")
  }
}
