import Service

/// The page feedgen-config(5), and the table of keys for the documents: all keys of the configuration, from their definitions.
enum ConfigurationPage {
  /// The text of the page.
  static var text: String {
    var page = ManualPage("feedgen-config", section: 5)
    page.section("NAME")
    page.raw("feedgen\\-config \\- the configuration of feedgen: file, environment and options")
    page.section("DESCRIPTION")
    for paragraph in Manual.configuration { page.paragraph(paragraph) }
    page.section("KEYS")
    for key in ConfigurationKey.all {
      page.item(
        ManualPage.bold(key.name),
        [
          key.meaning.asSentence,
          "Default: \(key.defaultText). Variable: `\(key.variable)`.",
        ])
    }
    page.section("FILES")
    page.item(
      ManualPage.bold("config.json"),
      [
        "The configuration file in the working directory, if neither `--config` nor `FEEDGEN_CONFIG` names one."
      ])
    page.item(ManualPage.bold("/etc/feedgen/config.json"), ["The configuration file of the systemd service."])
    page.section("EXAMPLES")
    page.example([
      "{", "  \"content\": \"/srv/archive\",", "  \"output\": \"/var/lib/feedgen/feeds\",",
      "  \"state\": \"/var/lib/feedgen/state\",", "  \"baseURL\": \"https://feeds.example.org/\",",
      "  \"site\": { \"title\": \"News by topic\", \"language\": \"en\" },",
      "  \"serve\": { \"port\": 9000 }", "}",
    ])
    page.section("SEE ALSO")
    page.raw(".BR feedgen (1)")
    return page.text
  }

  /// The rows of the table in the documents, in Markdown.
  static var table: [String] {
    ConfigurationKey.all.map { "| `\($0.name)` | \($0.defaultText) | \($0.meaning) |" }
  }
}
